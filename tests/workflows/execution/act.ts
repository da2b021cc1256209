/** One event, carried out by act on the machine itself, with the job results read from its log. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, textOf, workflowNames } from '../workflowFiles.ts';

export interface ActRequest {
  readonly binary: string;
  readonly repository: string;
  /** For its caches; gone with the test. */
  readonly home: string;
  readonly event: string;
  readonly eventFile: string;
  readonly workflow: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Of each line of the log. */
  readonly line: (line: string) => void;
  /** Done once, as soon as a job of this name has succeeded, while the run goes on. */
  readonly meanwhile?: Meanwhile | undefined;
}

export interface Meanwhile {
  /** The end of its path of names. */
  readonly after: string;
  readonly act: () => Promise<void>;
}

export interface Carried {
  readonly code: number;
  /** Result of each job, by its path of names. */
  readonly results: Readonly<Record<string, string>>;
  /** What the jobs wrote into their summaries, in order. */
  readonly summaries: readonly string[];
}

const standIns = join(root, 'tests', 'workflows', 'execution', 'actions');

/** The pinned actions that a workflow names, each with what stands in for it here. */
function localActions(): readonly string[] {
  const names = readdirSync(standIns);
  const texts = [...workflowNames.map(textOf), textOf('../actions/setup/action.yml')].join('\n');
  const used = new Set([...texts.matchAll(/uses: ([\w-]+\/([\w-]+)@[0-9a-f]{40})/g)].map(([, whole = '']) => whole));
  return [...used].flatMap((whole) => {
    const name = /\/([\w-]+)@/.exec(whole)?.[1] ?? '';
    return names.includes(name) ? ['--local-repository', `${whole}=${join(standIns, name)}`] : [];
  });
}

export async function act(request: ActRequest): Promise<Carried> {
  const { binary, repository, home, event, eventFile, workflow, variables, environment } = request;
  const given = (flag: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
  const args = [
    ...[event, '--workflows', join(repository, '.github', 'workflows', workflow), '--eventpath', eventFile],
    ...['--platform', 'ubuntu-24.04=-self-hosted', '--json', '--secret', 'GITHUB_TOKEN=ghs_of_the_job'],
    ...['--defaultbranch', 'main', '--concurrent-jobs', '1'],
    ...localActions(),
    ...given('--var', variables),
    ...given('--env', environment),
  ];
  const results: Record<string, string> = {};
  const summaries: string[] = [];
  const { meanwhile } = request;
  let done: Promise<void> | undefined;
  const code = await run(binary, args, { cwd: repository, home }, (line) => {
    request.line(line);
    const entry = parsed(line);
    if (entry?.jobResult !== undefined && entry.job !== undefined) {
      results[entry.job.trim()] = entry.jobResult;
      if (meanwhile !== undefined && entry.job.trim().endsWith(meanwhile.after)) done ??= meanwhile.act();
    }
    if (entry?.command === 'summary') summaries.push(entry.content ?? '');
  });
  await done;
  if (meanwhile !== undefined && done === undefined) throw new Error(`no job "${meanwhile.after}" came to an end`);
  return { code, results, summaries };
}

interface Entry {
  readonly job?: string;
  readonly jobResult?: string;
  /** `summary` comes with its text as `content`. */
  readonly command?: string;
  readonly content?: string;
}

function parsed(line: string): Entry | null {
  try {
    return JSON.parse(line) as Entry;
  } catch {
    return null;
  }
}

function run(
  binary: string,
  args: readonly string[],
  { cwd, home }: { readonly cwd: string; readonly home: string },
  line: (line: string) => void,
): Promise<number> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_CACHE_HOME: join(home, 'cache'), TMPDIR: home };
  const child = spawn(binary, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(line);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
