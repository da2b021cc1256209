import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface Commit {
  readonly commit: string;
  readonly dirty: boolean;
  /** Mail addresses of author and co-authors of the commit, as git records them. */
  readonly authors: readonly string[];
  /** ISO 8601. */
  readonly committedAt: string;
}

const run = promisify(execFile);

const uncommitted: Commit = { commit: 'uncommitted', dirty: true, authors: [], committedAt: new Date(0).toISOString() };

/** The commit that a folder stands at; outside a git repository it is `uncommitted` and dirty. */
export async function commitOf(directory: string): Promise<Commit> {
  try {
    const format = '%H%n%cI%n%ae%n%(trailers:key=Co-authored-by,valueonly)';
    const [{ stdout: log }, { stdout: status }] = await Promise.all([
      run('git', ['-C', directory, 'log', '-1', `--format=${format}`]),
      run('git', ['-C', directory, 'status', '--porcelain', '--', 'infra', 'config', 'payments']),
    ]);
    const [commit = '', committedAt = '', author = '', ...coAuthors] = log.trim().split('\n');
    const authors = [author, ...coAuthors.map(mailOf)].filter((mail) => mail !== '');
    return { commit, dirty: status.trim() !== '', authors: [...new Set(authors)].sort(), committedAt };
  } catch {
    return uncommitted;
  }
}

const mailOf = (trailer: string): string => /<([^>]+)>/.exec(trailer)?.[1] ?? trailer.trim();
