/** What git knows of a release: its commit, and who wrote it. */
import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import { EngineError } from '../errors.ts';

export interface Commit {
  readonly commit: string;
  readonly dirty: boolean;
  /** Mail addresses of author and co-authors of the commit, as git records them, and of whoever changed it without committing. */
  readonly authors: readonly string[];
  /** ISO 8601. */
  readonly committedAt: string;
}

const run = promisify(execFile);

/** In the place of a commit, where there is none. */
const uncommitted = 'uncommitted';

const git = async (directory: string, ...words: readonly string[]): Promise<string> =>
  (await run('git', ['-C', directory, ...words], { maxBuffer: 64 * 1024 * 1024 })).stdout.trim();

/** The commit that a folder stands at; outside a git repository it is `uncommitted` and dirty. */
export async function commitOf(directory: string): Promise<Commit> {
  try {
    const [head, status] = await Promise.all([
      git(directory, 'log', '-1', '--format=%H%n%cI'),
      git(directory, 'status', '--porcelain', '--', 'infra', 'config', 'payments'),
    ]);
    const [commit = '', committedAt = ''] = head.split('\n');
    const authors = await writersOf(directory, '-1', commit);
    const dirty = status !== '';
    return { commit, dirty, authors: unique(dirty ? [...authors, await personAt(directory)] : authors), committedAt };
  } catch {
    const authors = [await personAt(directory)];
    return { commit: uncommitted, dirty: true, authors, committedAt: new Date(0).toISOString() };
  }
}

/** Who works here, to be compared with authors: the login of this machine, and the address that git puts into commits. */
export async function personAt(directory: string): Promise<string> {
  const { username } = userInfo();
  const mail = await git(directory, 'config', 'user.email').catch(() => '');
  return mail === '' ? username : `${username} <${mail}>`;
}

/**
 * Everybody who wrote what a commit has and the first known of `bases` has not, and the commit itself.
 *
 * @param commit of work that was never committed git knows nobody
 * @param bases commits that were verified before, newest first; an older one gives more authors, never fewer
 * @throws EngineError when this clone does not know enough of them to tell
 */
export async function writersSince(
  directory: string,
  commit: string,
  bases: readonly string[],
): Promise<readonly string[]> {
  if (commit === uncommitted) return [];
  const isHere = (name: string) => git(directory, 'cat-file', '-e', `${name}^{commit}`).then(...known);
  const committed = bases.filter(isSha);
  if (!isSha(commit) || !(await isHere(commit))) throw unknownHere(`commit ${commit} is not in this clone`);
  for (const base of committed) {
    if (!(await isHere(base))) continue;
    const [own, since] = await Promise.all([
      writersOf(directory, '-1', commit),
      writersOf(directory, `${base}..${commit}`),
    ]);
    return unique([...own, ...since]);
  }
  if (committed.length > 0) throw unknownHere('none of the commits that were verified before is in this clone');
  return unique(await writersOf(directory, '-1', commit));
}

const known = [() => true, () => false] as const;

const isSha = (name: string): boolean => /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(name);

const unknownHere = (problem: string): EngineError =>
  new EngineError(`cannot tell who wrote this release: ${problem}`, { advice: 'git fetch brings it.' });

async function writersOf(directory: string, ...range: readonly string[]): Promise<readonly string[]> {
  const format = '%ae%n%(trailers:key=Co-authored-by,valueonly)';
  const lines = (await git(directory, 'log', ...range, `--format=${format}`)).split('\n');
  return lines.map(mailOf).filter((mail) => mail !== '');
}

const unique = (people: readonly string[]): readonly string[] => [...new Set(people)].sort();

const mailOf = (line: string): string => /<([^>]+)>/.exec(line)?.[1] ?? line.trim();
