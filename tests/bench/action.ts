/** The action without what it observes: start, bundle, its own time around a check, and calls for a report that is known. */
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishComment } from '../../pipeline/publish/publishComment.ts';
import { publishIssue } from '../../pipeline/publish/publishIssue.ts';
import { startGitHub } from '../../sandbox/github/server.ts';
import { addComment, addIssue, newWorld } from '../../sandbox/github/world.ts';
import { finding, issueRequest, openSetting, report, type Setting } from '../unit/publish/setting.ts';
import { atMost, indication, median, type Row } from './row.ts';

const root = join(import.meta.dirname, '..', '..');
const dist = join(root, '.github', 'actions', 'drift-check', 'dist');
const bundle = join(dist, 'main.mjs');
const repetitions = 15;

/** What is promised in milliseconds, as starts of an empty Node: 40 ms each on an idle machine, more on a busy one. */
const inEmptyNodes = (milliseconds: number): number => milliseconds / 40;
const drifted = report('drifted', [finding('one')]);

export async function run(): Promise<readonly Row[]> {
  return [...(await start()), ...(await size()), ...(await overhead()), await calls()];
}

/** Inputs that are wrong end it as soon as all of them were read and checked. */
async function start(): Promise<readonly Row[]> {
  const wrong = { INPUT_BASELINE: 'prod', INPUT_TARGET: 'prod' };
  const pairs: { readonly ours: number; readonly empty: number }[] = [];
  for (let index = 0; index < repetitions; index++) {
    pairs.push({ empty: await milliseconds(['-e', '0'], {}, 0), ours: await milliseconds([bundle], wrong, 1) });
  }
  const quickest = Math.min(...pairs.map(({ ours }) => ours));
  const ratio = median(pairs.map(({ ours, empty }) => ours / empty));
  const how = `of ${repetitions}, start of Node and its end included`;
  const name = 'action from start to validated inputs';
  return [
    atMost(`${name}, against an empty Node`, ratio, inEmptyNodes(150), 'x', `median of pairs ${how}`),
    indication(name, quickest, 'ms', `150 promised; quickest ${how}`),
  ];
}

async function size(): Promise<readonly Row[]> {
  const names = (await readdir(dist)).filter((name) => name.endsWith('.mjs'));
  const bytes = await Promise.all(names.map(async (name) => (await stat(join(dist, name))).size));
  const total = bytes.reduce((sum, each) => sum + each, 0);
  const how = 'zod for the report, the GitHub client loaded only to publish; the program is not in it';
  return [atMost('bundle of the action', Math.ceil(total / 1024), 160, 'KiB', how)];
}

/** The whole action around a program that is ready at once, less that program alone. It publishes an issue. */
async function overhead(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-bench-'));
  const github = await startGitHub(newWorld('acme', 'payments'));
  try {
    const workspace = join(folder, 'workspace');
    const environment = await prepare(workspace, github.url);
    const pairs: { readonly own: number; readonly empty: number }[] = [];
    for (let index = 0; index < 5; index++) {
      const empty = await milliseconds(['-e', '0'], {}, 0);
      const whole = await milliseconds([bundle], environment, 0, workspace);
      const program = await milliseconds([join(workspace, 'scripts/drift.ts')], {}, 2, workspace);
      pairs.push({ own: whole - program, empty });
    }
    const [name, how] = ['own time of the action, publishing included', 'of 5, without the check'];
    const ratio = median(pairs.map(({ own, empty }) => own / empty));
    return [
      atMost(`${name}, against an empty Node`, ratio, inEmptyNodes(1000), 'x', `median of pairs ${how}`),
      indication(name, median(pairs.map(({ own }) => own)), 'ms', `1000 promised; median ${how}`),
    ];
  } finally {
    await github.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function prepare(workspace: string, api: string): Promise<Readonly<Record<string, string>>> {
  await mkdir(join(workspace, 'scripts'), { recursive: true });
  await writeFile(join(workspace, 'package.json'), '{"type":"module"}');
  await writeFile(join(workspace, 'found.json'), JSON.stringify(drifted));
  const program =
    "import { cpSync } from 'node:fs';\ncpSync('found.json', 'out/report.json');\nprocess.exitCode = 2;\n";
  await writeFile(join(workspace, 'scripts/drift.ts'), program);
  for (const name of ['event.json', 'output', 'summary'])
    await writeFile(join(workspace, name), name === 'event.json' ? '{}' : '');
  for (const name of ['infra', 'node_modules']) await symlink(join(root, name), join(workspace, name));
  await cp(join(root, 'pipeline'), join(workspace, 'pipeline'), { recursive: true });
  const inputs = {
    ...{ baseline: 'staging', target: 'prod', publish: 'auto', 'github-token': 'ghs_bench', 'fail-on': 'never' },
    ...{ 'issue-labels': 'drift', 'report-directory': 'out', 'withhold-values': 'false' },
  };
  return {
    ...{ GITHUB_WORKSPACE: workspace, GITHUB_REPOSITORY: 'acme/payments', GITHUB_RUN_ID: '7', GITHUB_API_URL: api },
    ...{ GITHUB_SERVER_URL: 'https://github.com', GITHUB_EVENT_PATH: join(workspace, 'event.json') },
    ...{ GITHUB_OUTPUT: join(workspace, 'output'), GITHUB_STEP_SUMMARY: join(workspace, 'summary') },
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
  };
}

/** Of a known report, as an issue and as a comment behind two full pages of others; pages of comments do not count. */
async function calls(): Promise<Row> {
  const setting = await openSetting();
  try {
    const issue = await twice(setting, (id) => publishIssue(issueRequest(setting, drifted, id)));
    const pull = { headRepository: 'acme/payments', headBranch: 'change', headSha: '1'.repeat(40) };
    const conversation = addIssue(setting.standIn.world, { author: 'ada', title: 'A change', body: '', pull });
    for (let index = 0; index < 200; index++) addComment(setting.standIn.world, conversation, 'ada', `remark ${index}`);
    const { github, clock } = setting;
    const to = { pullRequest: conversation.number, kind: 'drift', key: {}, github, clock } as const;
    const comment = await twice(setting, () =>
      publishComment({ ...to, author: 'github-actions[bot]', render: () => 'known' }),
    );
    return atMost(
      'calls to publish an unchanged report',
      Math.max(issue, comment),
      3,
      '',
      'the more of issue and comment',
    );
  } finally {
    await setting.standIn.close();
  }
}

async function twice({ standIn }: Setting, publish: (run: number) => Promise<unknown>): Promise<number> {
  await publish(1);
  const before = standIn.calls.length;
  await publish(2);
  return standIn.calls.slice(before).filter(({ method, path }) => method !== 'GET' || !path.endsWith('/comments'))
    .length;
}

function milliseconds(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  expected: number,
  cwd = root,
): Promise<number> {
  const started = performance.now();
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === expected) resolve(performance.now() - started);
      else reject(new Error(`${args.join(' ')} ended with ${code}, not ${expected}:\n${told}`));
    });
  });
}
