/** The shape of one check of `npm run check`, and how a program becomes one. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

interface CheckResult {
  readonly passed: boolean;
  /** What is wrong, for people; may be empty when it passed. */
  readonly output: string;
}

export interface Check {
  /** One word, also what `npm run check -- NAME` takes. */
  readonly name: string;
  readonly about: string;
  run(): Promise<CheckResult>;
}

/** A check by the exit code of a program that npm installed; `script` is its path in `node_modules`. */
export function program(name: string, about: string, script: string, args: readonly string[]): Check {
  return { name, about, run: () => runNode([join(root, 'node_modules', script), ...args]) };
}

function runNode(args: readonly string[]): Promise<CheckResult> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', (error) => {
      resolve({ passed: false, output: error.message });
    });
    child.once('close', (code) => {
      resolve({ passed: code === 0, output: output.trim() });
    });
  });
}
