/** What must not be committed: addresses of a registry in the lockfile, and paths of one machine. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root, type Check } from './check.ts';

export const repository: Check = {
  name: 'repository',
  about: 'no registry addresses in the lockfile, no paths of one machine in a committed file',
  run: async () => {
    const lockfile = await readFile(join(root, 'package-lock.json'), 'utf8');
    const problems = [...registryAddresses(lockfile), ...(await pathsInCommittedFiles(root))];
    return { passed: problems.length === 0, output: problems.join('\n') };
  },
};

/** Lines of a lockfile that name where a package was fetched: they tie every clone to one registry. */
export function registryAddresses(lockfile: string): string[] {
  return lockfile
    .split('\n')
    .flatMap((line, index) =>
      /"resolved":|https?:\/\/[^"]*\.tgz/.test(line) ? [`package-lock.json:${index + 1}: ${line.trim()}`] : [],
    );
}

/** Home folders and the like. Built from parts, so that this file does not find itself. */
const machinePaths = ['home', 'Users', 'root', 'work', 'tmp'].map((top) => `/${top}/`);
const machinePath = new RegExp(`(^|[\\s"'\`=(:])(${machinePaths.join('|')})[A-Za-z0-9_.-]+`);

/** `path:line: text` of every path of one machine in these files. */
export function machinePathsIn(path: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) => (machinePath.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 160)}`] : []));
}

async function pathsInCommittedFiles(folder: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const files = stdout
    .split('\0')
    .filter((path) => path !== '' && !/(^|\/)(dist|package-lock\.json|go\.sum)(\/|$)/.test(path));
  if (files.length === 0) throw new Error('git lists no file: nothing was checked');
  const found = await Promise.all(
    files.map(async (path) => machinePathsIn(path, await readFile(join(folder, path), 'utf8').catch(() => ''))),
  );
  return found.flat();
}
