/** A repository as it would lie on GitHub: the files of this clone, with what act cannot run taken out of the workflows. */
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { StoredCommit } from '../../../sandbox/github/world.ts';
import { root, subjectOf, type Job, type Workflow } from '../workflowFiles.ts';

export interface RepositoryRequest {
  readonly folder: string;
  readonly name: string;
  /** Endpoint of identity tokens. */
  readonly tokens: string;
}

const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });

/** Makes the repository with one commit on main; gives its hash. */
export async function makeRepository({ folder, name, tokens }: RepositoryRequest): Promise<string> {
  const files = git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0');
  for (const file of files.filter((each) => each !== '' && !each.startsWith('tests/'))) {
    if ((await stat(join(root, file)).catch(() => null)) === null) continue;
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(join(root, file), join(folder, file));
  }
  const workflows = join(folder, '.github', 'workflows');
  for (const file of await readdir(workflows)) await prepare(join(workflows, file), file, name, tokens);
  await withoutWaiting(folder);
  await withSandboxLimits(join(folder, 'pipeline', 'engine', 'aws.ts'));
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'remote', 'add', 'origin', `https://github.com/${name}.git`);
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'Release');
  return git(folder, 'rev-parse', 'HEAD').trim();
}

/** Its commits as GitHub has them after a push, oldest first, all by an account that exists. */
export const commitsOf = (folder: string): readonly StoredCommit[] =>
  git(folder, 'log', '--reverse', '--format=%H %ae')
    .trim()
    .split('\n')
    .map((line) => {
      const [sha = '', mail = ''] = line.split(' ');
      return { sha, mail, login: 'ada' };
    });

/** What the author of a pull request changes in one line of each configuration file. */
export async function changeSetting(
  folder: string,
  environments: readonly string[],
  from: string,
  to: string,
): Promise<void> {
  for (const environment of environments) {
    const path = join(folder, 'config', `${environment}.yaml`);
    const text = await readFile(path, 'utf8');
    if (text.split(from).length !== 2) throw new Error(`${path} does not say "${from}" once`);
    await writeFile(path, text.replace(from, to));
  }
  git(folder, 'commit', '--quiet', '--all', '--message', to);
}

/** act knows neither queues nor identity tokens: the first are left out, the second get their address here, where GitHub gives one. */
async function prepare(path: string, file: string, repository: string, tokens: string): Promise<void> {
  const workflow = parse(await readFile(path, 'utf8')) as Workflow;
  const jobs: readonly (readonly [string, unknown])[] = Object.entries(workflow.jobs).map(([id, job]) => {
    const env: Readonly<Record<string, string>> =
      job.permissions?.['id-token'] === 'write' && job.uses === undefined ? tokenOf(file, job, repository, tokens) : {};
    return [id, { ...job, concurrency: undefined, ...(job.uses === undefined ? { env } : {}) }];
  });
  await writeFile(path, stringify({ ...workflow, jobs: Object.fromEntries(jobs) }));
}

function tokenOf(file: string, job: Job, repository: string, tokens: string): Readonly<Record<string, string>> {
  const url = `${tokens}?sub=repo:${repository}:${subjectOf(file, job)}`;
  return { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'token-of-the-job' };
}

/** Nobody waits an hour in a test. */
async function withoutWaiting(folder: string): Promise<void> {
  for (const file of ['dev', 'staging', 'prod']) {
    const path = join(folder, 'config', `${file}.yaml`);
    const text = await readFile(path, 'utf8');
    await writeFile(
      path,
      text
        .replace(/soakMinutes: \d+/, 'soakMinutes: 0')
        .replace(/ {4}freezeWindows:\n( {6,}.*\n)*/, '    freezeWindows: []\n'),
    );
  }
}

/** What the emulator cannot read back or judge is said to the pipeline, as in a rehearsal; on AWS there is nothing of it. */
async function withSandboxLimits(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const empty = 'blindSpots: [],';
  if (text.split(empty).length !== 2) throw new Error(`${file} does not say "${empty}" once`);
  const imported = [
    "import { blindSpots } from '../../sandbox/blindSpots.ts';",
    "import { writtenForEmulator } from '../../sandbox/emulatorGaps.ts';\n",
  ].join('\n');
  await writeFile(file, `${imported}${text.replace(empty, 'blindSpots: blindSpots(), written: writtenForEmulator,')}`);
}
