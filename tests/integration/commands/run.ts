/** Commands as a user starts them: processes of their own, without a terminal. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..', '..');

export interface Ended {
  readonly code: number | null;
  /** Standard output: results. */
  readonly results: string;
  /** Standard error: progress and errors. */
  readonly told: string;
}

interface Place {
  readonly environment?: Readonly<Record<string, string>>;
  /** The checkout to work in. */
  readonly directory?: string;
}

/** `command('preview', 'dev', '--sandbox')`, without npm. */
export const command = (place: Place, name: string, ...rest: readonly string[]): Promise<Ended> =>
  run(process.execPath, [join(root, 'scripts', `${name}.ts`), ...rest], place);

/** The same through `npm run`. */
export const npmRun = (place: Place, name: string, ...rest: readonly string[]): Promise<Ended> =>
  run('npm', ['run', '--silent', name, '--', ...rest], place);

function run(program: string, parameters: readonly string[], { environment, directory = root }: Place): Promise<Ended> {
  const child = spawn(program, parameters, {
    cwd: directory,
    env: { ...process.env, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let results = '';
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (results += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (told += chunk));
  const { promise, resolve, reject } = Promise.withResolvers<Ended>();
  child.once('error', reject);
  child.once('close', (code) => resolve({ code, results, told }));
  return promise;
}
