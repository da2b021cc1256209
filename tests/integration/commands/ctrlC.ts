/** A command under npm that gets Ctrl-C as a terminal sends it, to every process of its group, and what is left of it then. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '..', '..', '..');

export interface Interruption {
  /** What follows `npm run`. */
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** The moment: so many lines were printed, and then so many milliseconds went by. */
  readonly lines: number;
  readonly milliseconds: number;
  /** Ctrl-C again after this time, by somebody who does not want to wait. */
  readonly again?: number;
}

export interface Interrupted {
  /** False when the command was over before its moment came. */
  readonly reached: boolean;
  readonly code: number | null;
  readonly output: string;
  /** From the first Ctrl-C to the end. */
  readonly seconds: number;
  /** Processes that live on and temporary files; empty when all is well. */
  readonly left: readonly string[];
}

/** npm's own, wherever it runs. */
const compileCache = 'node-compile-cache';

/** An ended process group may take this long to be gone: the emulator writes its data first. */
const patienceMilliseconds = 3000;

export async function interrupted({
  command,
  environment,
  lines,
  milliseconds,
  again,
}: Interruption): Promise<Interrupted> {
  const temporary = await mkdtemp(join(tmpdir(), 'payments-interrupted-'));
  const mark = randomUUID();
  // Leads a group of its own, as a terminal's foreground command does.
  const child = spawn('npm', ['run', ...command], {
    cwd: root,
    env: { ...process.env, ...environment, TMPDIR: temporary, PAYMENTS_TEST_MARK: mark },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ctrlC = () => endsGroup(child.pid ?? 0, 'SIGINT');
  let output = '';
  let at = 0;
  const seen = Promise.withResolvers<true>();
  const look = (chunk: string) => {
    output += chunk;
    if (output.split('\n').length > lines) seen.resolve(true);
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', look);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const first = await Promise.race([seen.promise.then(() => sleep(milliseconds, 'moment')), ended.then(() => 'over')]);
  if (first === 'moment') {
    at = performance.now();
    ctrlC();
    if (again !== undefined) void sleep(again).then(ctrlC);
  }
  const code = await ended;
  const seconds = (performance.now() - at) / 1000;
  try {
    return { reached: first === 'moment', code, output, seconds, left: await leftOver(mark, temporary) };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function leftOver(mark: string, temporary: string): Promise<readonly string[]> {
  const deadline = Date.now() + patienceMilliseconds;
  let alive = marked(mark, temporary);
  while (alive.length > 0 && Date.now() < deadline) {
    await sleep(100);
    alive = marked(mark, temporary);
  }
  const files = (await readdir(temporary)).filter((name) => name !== compileCache);
  return [...alive, ...files.map((name) => `${temporary}/${name}`)];
}

/** Processes that were started with our mark, or that work below our temporary folder. */
function marked(mark: string, temporary: string): readonly string[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry) || Number(entry) === process.pid) return [];
    try {
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const own = command.includes(temporary) || readFileSync(`/proc/${entry}/environ`, 'utf8').includes(mark);
      return own ? [`process ${entry}: ${command}`] : [];
    } catch {
      return [];
    }
  });
}

function endsGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // It has ended by itself.
  }
}
