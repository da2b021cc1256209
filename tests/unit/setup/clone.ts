/**
 * A clone in a temporary folder with nothing installed, and a PATH that holds only what a test puts there. The real
 * `tools/setup.mjs` runs in it; npm, pip, go, curl and Pulumi are small programs that note each call.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fakes from './fakes.ts';

const repository = join(import.meta.dirname, '..', '..', '..');
export const cliVersion = '3.246.0';
export const platform = `${process.platform}-${process.arch}`;

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly milliseconds: number;
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface Clone {
  readonly root: string;
  readonly home: string;
  /** Puts a program on the clone's PATH. */
  program(name: string, script: string): void;
  start(environment?: Readonly<Record<string, string>>): Running;
  setUp(environment?: Readonly<Record<string, string>>): Promise<Ended>;
  /** `npm ci`, `pip install` and so on, in the order of their calls. */
  calls(): string[];
  has(...path: string[]): boolean;
  write(path: string, text: string): void;
  read(path: string): string;
  remove(): void;
}

/** With `everything`, all programs are there: Python with pip, curl without a network, Go, and no Pulumi CLI. */
export function makeClone(): Clone {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'payments-set-up-')));
  const [root, home, bin] = [join(folder, 'clone'), join(folder, 'home'), join(folder, 'bin')];
  for (const path of [root, home, bin]) mkdirSync(path, { recursive: true });
  for (const part of ['setup.mjs', 'setup', 'emulator', 'pulumi']) {
    cpSync(join(repository, 'tools', part), join(root, 'tools', part), { recursive: true });
  }
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const log = join(folder, 'calls.log');
  const program = (name: string, script: string) => writeFileSync(join(bin, name), script, { mode: 0o755 });
  write('package.json', JSON.stringify({ type: 'module', dependencies: { '@pulumi/pulumi': cliVersion } }));
  write('package-lock.json', fakes.packageLock('1.0.0'));
  const npm = join(folder, 'npm-cli.js');
  writeFileSync(npm, fakes.npm);
  write('tools/setup/nodeDigests.json', fakes.nodeDigests(platform, sha256(fakes.node)));
  for (const [name, script] of Object.entries(fakes.closedNetwork)) program(name, script);
  const start = (extra: Readonly<Record<string, string>> = {}) => {
    const environment = { PATH: bin, HOME: home, CALLS: log, npm_execpath: npm, ...extra };
    return startProcess(
      join(root, 'tools', 'setup.mjs'),
      (extra['ARGUMENTS'] ?? '').split(' ').filter(Boolean),
      environment,
    );
  };
  return {
    ...{ root, home, program, start, write },
    setUp: (extra) => start(extra).ended,
    calls: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
    has: (...path) => existsSync(join(...path)),
    read: (path) => readFileSync(join(root, path), 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function startProcess(script: string, args: readonly string[], env: Record<string, string>): Running {
  const started = performance.now();
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output, milliseconds: performance.now() - started }));
  });
  return { child, ended };
}

/** Waits until something that a running set-up does can be seen. */
export async function until(seen: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 10_000; !seen();) {
    if (Date.now() > deadline) throw new Error('waited 10 s for nothing');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
