import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../../pipeline/comparison/finding.ts';
import { startGitHub, type GitHubStandIn } from '../../../sandbox/github/server.ts';
import { addIssue, newWorld } from '../../../sandbox/github/world.ts';
import { finding, report } from '../publish/setting.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const bundle = join(root, '.github/actions/drift-check/dist/main.mjs');

/** Stands where the checked-out program does: the action knows of it a command line, a report and an exit code. */
const program = `
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
const { verdict } = JSON.parse((await import('node:fs')).readFileSync('prepared.json', 'utf8'));
const out = process.argv[process.argv.indexOf('--out') + 1];
mkdirSync(out, { recursive: true });
writeFileSync('arguments.json', JSON.stringify(process.argv.slice(2)));
copyFileSync('prepared.json', out + '/report.json');
console.log('::set-output name=verdict::forged');
process.exitCode = { 'in-sync': 0, drifted: 2, unknown: 3 }[verdict];
`;

let workspace: string;
let github: GitHubStandIn;

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'payments-action-'));
  await mkdir(join(workspace, 'scripts'));
  await writeFile(join(workspace, 'package.json'), '{"type":"module"}');
  await writeFile(join(workspace, 'scripts/drift.ts'), program);
  for (const name of ['pipeline', 'infra', 'node_modules']) await symlink(join(root, name), join(workspace, name));
  github = await startGitHub(newWorld('acme', 'payments'));
});

afterEach(async () => {
  await github.close();
  await rm(workspace, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly log: string;
  readonly outputs: string;
  readonly summary: string;
}

/** The action as the runner starts it. */
async function check(
  found: Report,
  inputs: Readonly<Record<string, string>> = {},
  event: unknown = {},
): Promise<Ended> {
  const files = { GITHUB_OUTPUT: 'output', GITHUB_STEP_SUMMARY: 'summary', GITHUB_EVENT_PATH: 'event.json' };
  await writeFile(join(workspace, 'prepared.json'), JSON.stringify(found));
  for (const name of ['output', 'summary']) await writeFile(join(workspace, name), '');
  await writeFile(join(workspace, 'event.json'), JSON.stringify(event));
  const given = {
    ...{ baseline: 'staging', target: 'prod', publish: 'auto', 'github-token': 'ghs_secret', 'fail-on': 'unexpected' },
    ...{ 'issue-labels': 'drift', 'report-directory': 'out', 'withhold-values': 'false', ...inputs },
  };
  const env = {
    PATH: process.env['PATH'],
    GITHUB_WORKSPACE: workspace,
    ...{ GITHUB_REPOSITORY: 'acme/payments', GITHUB_RUN_ID: '7', GITHUB_API_URL: github.url },
    GITHUB_SERVER_URL: 'https://github.com',
    ...{ AWS_ACCESS_KEY_ID: 'key_secret', AWS_SECRET_ACCESS_KEY: 'access_secret', AWS_SESSION_TOKEN: 'session_secret' },
    ...{ ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'oidc_secret', DATABASE_PASSWORD: 'password_secret' },
    ...Object.fromEntries(Object.entries(files).map(([name, file]) => [name, join(workspace, file)])),
    ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
  };
  const child = spawn(process.execPath, [bundle], { cwd: workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (log += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const [outputs, summary] = await Promise.all(
    ['output', 'summary'].map((name) => readFile(join(workspace, name), 'utf8')),
  );
  return { code, log, outputs: outputs ?? '', summary: summary ?? '' };
}

/** What the runner reads from GITHUB_OUTPUT, whose delimiters are random. */
const outputsOf = ({ outputs }: Ended): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...outputs.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n?\2$/gm)].map(([, name = '', , value = '']) => [name, value]),
  );

const drifted = () => report('drifted', [finding('one')]);

test('R22: the action opens one issue, changes it by the next run, and closes it in sync', async () => {
  const first = await check(drifted());
  expect(first.code).toBe(1);
  expect(first.log).toContain('::error::prod differs from staging: 1 unexpected');
  expect(outputsOf(first)).toEqual({
    verdict: 'drifted',
    unexpected: '1',
    'report-json': 'out/report.json',
    'report-markdown': 'out/report.md',
    'report-html': 'out/report.html',
    'issue-url': expect.stringMatching(/\/acme\/payments\/issues\/1$/),
  });
  expect(first.summary).toContain('memorySize');
  expect(JSON.parse(await readFile(join(workspace, 'arguments.json'), 'utf8'))).toEqual([
    '--baseline',
    'staging',
    '--target',
    'prod',
    '--out',
    'out',
  ]);
  const before = github.world.issues[0]?.body;
  await check(report('drifted', [finding('one'), finding('two', { path: 'timeout' })]));
  expect(github.world.issues).toHaveLength(1);
  expect(github.world.issues[0]?.body).not.toBe(before);
  const last = await check(report('in-sync'));
  expect(last.code).toBe(0);
  expect(github.world.issues.map(({ state }) => state)).toEqual(['closed']);
  expect(github.violations).toEqual([]);
}, 60_000);

test('R22 R40: it also asks for the environments that are not compared, and for what bootstrap made, with the files of the runners', async () => {
  const named = { environments: 'dev, staging, prod, bootstrap-dev, bootstrap-prod', observations: 'seen, extra.json' };
  await mkdir(join(workspace, 'seen'));
  for (const file of ['prod.json', 'bootstrap-dev.json', 'notes.txt'])
    await writeFile(join(workspace, 'seen', file), '{}');
  expect((await check(report('in-sync'), named)).code).toBe(0);
  const given = JSON.parse(await readFile(join(workspace, 'arguments.json'), 'utf8')) as string[];
  expect(given.join(' ')).toBe(
    '--baseline staging --target prod --out out --also dev bootstrap-dev bootstrap-prod ' +
      '--observations seen/bootstrap-dev.json seen/prod.json extra.json',
  );
}, 60_000);

test('R22: on a pull request it keeps one comment', async () => {
  const pull = { headRepository: 'acme/payments', headBranch: 'change', headSha: '1'.repeat(40) };
  const { number } = addIssue(github.world, { author: 'ada', title: 'A change', body: '', pull });
  for (const found of [drifted(), drifted()]) await check(found, {}, { pull_request: { number } });
  expect(github.world.issues.map(({ comments }) => comments.length)).toEqual([1]);
  expect(github.violations).toEqual([]);
}, 60_000);

test('R15: secrets are masked before anything else is printed, are in nothing that is published, and what the program prints is no command', async () => {
  const { log, outputs, summary } = await check(drifted());
  const lines = log.split('\n').filter((line) => line !== '');
  const masks = lines.filter((line) => line.startsWith('::add-mask::'));
  expect(lines.slice(0, masks.length)).toEqual(masks);
  expect(masks.sort()).toEqual(['access', 'ghs', 'oidc', 'session'].map((name) => `::add-mask::${name}_secret`));
  const stopped = lines.findIndex((line) => line.startsWith('::stop-commands::'));
  expect(lines.findIndex((line) => line.includes('forged'))).toBeGreaterThan(stopped);
  const [issue] = github.world.issues;
  const published = [lines.slice(masks.length).join('\n'), outputs, summary, issue?.body ?? ''];
  expect(published.filter((text) => text === '')).toEqual([]);
  for (const text of published) expect(text).not.toMatch(/(ghs|key|access|session|oidc|password)_secret/);
}, 60_000);

test('R33: an unknown verdict fails the job only where that is asked for, and closes nothing', async () => {
  await check(drifted());
  expect((await check(report('unknown'))).code).toBe(0);
  expect((await check(report('unknown'), { 'fail-on': 'unknown' })).code).toBe(1);
  expect((await check(drifted(), { 'fail-on': 'never' })).code).toBe(0);
  expect(github.world.issues.map(({ state }) => state)).toEqual(['open']);
}, 60_000);

test('R22: what cannot be posted fails the job, and its report and outputs are kept', async () => {
  github.world.issuesEnabled = false;
  const ended = await check(drifted());
  expect(ended.code).toBe(1);
  expect(ended.log).toMatch(/::error::.*[Ii]ssues/);
  expect(outputsOf(ended)).toMatchObject({ verdict: 'drifted', 'report-json': 'out/report.json' });
  expect(JSON.parse(await readFile(join(workspace, 'out/report.json'), 'utf8'))).toMatchObject({ verdict: 'drifted' });
  expect(ended.summary).not.toBe('');
}, 60_000);

test('R22: wrong inputs end it before anything is observed', async () => {
  const { code, log } = await check(drifted(), { 'fail-on': 'sometimes' });
  expect([code, log.includes('fail-on: expected one of unexpected, unknown, never, got "sometimes"')]).toEqual([
    1,
    true,
  ]);
  await expect(readFile(join(workspace, 'arguments.json'))).rejects.toThrow('ENOENT');
}, 60_000);
