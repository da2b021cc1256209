/** Commands of a clone, as the pictures need them. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { EngineError } from '../../pipeline/errors.ts';

export interface Clone {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** @returns what it wrote to standard output, in colours */
export const run = async (clone: Clone, name: string, ...parameters: string[]): Promise<string> =>
  (await carryOut(clone, process.execPath, [join('scripts', `${name}.ts`), ...parameters])).output;

/** The same, and what it wrote to standard error as to a terminal. */
export async function runInTerminal(
  clone: Clone,
  name: string,
  ...parameters: string[]
): Promise<{ readonly output: string; readonly screen: string }> {
  const record = join(import.meta.dirname, 'recordTerminal.py');
  const line = [record, process.execPath, join('scripts', `${name}.ts`), ...parameters];
  const { PYTHON = 'python3' } = process.env;
  return carryOut({ ...clone, environment: { ...clone.environment, CI: undefined, TERM: 'xterm' } }, PYTHON, line);
}

async function carryOut({ folder, environment }: Clone, program: string, parameters: readonly string[]) {
  const child = spawn(program, parameters, {
    cwd: folder,
    env: { ...process.env, FORCE_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = Promise.withResolvers<number | null>();
  child.once('error', ended.reject).once('close', ended.resolve);
  const [output, screen, code] = await Promise.all([buffer(child.stdout), buffer(child.stderr), ended.promise]);
  if (code === 0) return { output: String(output), screen: String(screen) };
  throw new EngineError(`${parameters.join(' ')} ended with ${code}`, {
    cause: new Error(String(screen).slice(-2000)),
  });
}
