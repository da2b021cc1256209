/** The local AWS: one emulator process on the loopback interface, with IAM enforcement, that never outlives its owner. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { onExit } from '../pipeline/engine/onExit.ts';
import { ConfigurationError, EngineError } from '../pipeline/errors.ts';
import { dataFolders, emulatorEnvironment, emulatorFolder, launcher, python } from './emulatorEnvironment.ts';
import { freePort } from './freePort.ts';
import { commandOf, endGroup, groupAlive, killGroup } from './processGroup.ts';

export interface Emulator {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly port: number;
  /** Also the process group: everything the emulator starts (Lambda workers) is in it. */
  readonly pid: number;
  /** Graceful, so that persistent data is written; resolves when the whole process group is gone. */
  stop(): Promise<void>;
  /** It may go on when this process ends; until then, ending this process ends it. */
  leave(): void;
}

export interface EmulatorOptions {
  /** Everything the emulator writes lands below this folder. */
  readonly folder: string;
  /** Detached: goes on when this process ends. Otherwise it ends with this process, however that ends. */
  readonly detached: boolean;
  /** Tried first; another free port is taken when it is in use. */
  readonly preferredPort?: number;
}

/** Written by the launcher when the emulator has saved everything and ends. */
const savedMark = 'saved';

export type EarlierData = 'none' | 'kept' | 'discarded';

/**
 * What an emulator left in this folder. One that was killed saved nothing but its S3 objects, so that state would tell of
 * resources that are gone: then both are removed.
 */
export async function settleEarlierData(folder: string): Promise<EarlierData> {
  if (existsSync(join(folder, savedMark))) return 'kept';
  const found = Object.values(dataFolders).some(
    (name) => existsSync(join(folder, name)) && readdirSync(join(folder, name)).length > 0,
  );
  for (const name of Object.values(dataFolders)) await rm(join(folder, name), { recursive: true, force: true });
  return found ? 'discarded' : 'none';
}

const attempts = 4;
const readinessTimeoutMilliseconds = 30_000;

/** Starts the emulator and waits until it answers. Fails with `ConfigurationError` when Python or the emulator is missing. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  if (!existsSync(join(emulatorFolder(), 'ministack'))) {
    throw new ConfigurationError('the AWS emulator is not installed', {
      advice: 'npm run rehearse installs it (it needs Python 3.10 or newer with pip)',
    });
  }
  for (const subfolder of ['home', 'tmp', ...Object.values(dataFolders)]) {
    await mkdir(join(options.folder, subfolder), { recursive: true });
  }
  // Function code is unpacked below: it must not be taken for a part of the repository, whose package.json says "module".
  await writeFile(join(options.folder, 'package.json'), '{}\n');
  await rm(join(options.folder, savedMark), { force: true });
  let port = options.preferredPort ?? (await freePort());
  for (let attempt = 1; ; attempt++) {
    const outcome = await launch(options, port);
    if (outcome !== 'port taken') return outcome;
    if (attempt === attempts) throw new EngineError(`no free port for the emulator after ${attempts} attempts`);
    port = await freePort();
  }
}

async function launch(options: EmulatorOptions, port: number): Promise<Emulator | 'port taken'> {
  const logFile = join(options.folder, 'emulator.log');
  const log = await open(logFile, 'w');
  const child = spawn(python(), [launcher(), options.detached ? 'detached' : 'watched', options.folder], {
    // A group of its own: Ctrl-C in a terminal reaches only us, and we end the group in order.
    detached: true,
    cwd: options.folder,
    env: emulatorEnvironment(options.folder, port),
    stdio: [options.detached ? 'ignore' : 'pipe', log.fd, log.fd],
  });
  const exited = exitOf(child);
  // Until it is known to be running it is nobody's yet, detached or not.
  const forget = onExit(() => child.pid !== undefined && killGroup(child.pid));
  await log.close();
  const ready = await Promise.race([exited, waitUntilReady(port, child)]);
  if (ready !== 'ready') {
    const text = await readFile(logFile, 'utf8').catch(() => '');
    if (child.pid !== undefined) await endGroup(child.pid);
    forget();
    if (/already in use/i.test(text)) return 'port taken';
    throw startFailure(ready, text, logFile);
  }
  return running(child, port, forget);
}

function running(child: ChildProcess, port: number, forget: () => void): Emulator {
  const pid = child.pid as number;
  // The launcher watches the other end of this pipe: it must not keep our own process from ending.
  child.unref();
  (child.stdin as { unref?: () => void } | null)?.unref?.();
  const stop = async () => {
    await endGroup(pid);
    forget();
  };
  return { endpoint: `http://127.0.0.1:${port}`, port, pid, stop, leave: forget };
}

type Exit = { readonly error: NodeJS.ErrnoException } | { readonly code: number | null };

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ error }));
    child.once('exit', (code) => resolve({ code }));
  });
}

async function waitUntilReady(port: number, child: ChildProcess): Promise<'ready' | 'timeout'> {
  const deadline = Date.now() + readinessTimeoutMilliseconds;
  while (Date.now() < deadline && child.exitCode === null) {
    if (await isReady(`http://127.0.0.1:${port}`)) return 'ready';
    await sleep(50);
  }
  return 'timeout';
}

/**
 * True when an emulator answers at this endpoint. Which one it is, the caller must check.
 *
 * @param milliseconds how long it may take: a busy machine answers late
 */
export async function isReady(endpoint: string, milliseconds = 2000): Promise<boolean> {
  try {
    const answer = await fetch(`${endpoint}/_ministack/ready`, { signal: AbortSignal.timeout(milliseconds) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

function startFailure(outcome: Exit | 'timeout', text: string, logFile: string): Error {
  const tooOld = /the emulator needs Python .*/.exec(text);
  if (tooOld !== null) {
    return new ConfigurationError(tooOld[0], {
      advice: `that is ${python()}; put a newer one on PATH, or set PYTHON to it, then run: node tools/setup.mjs emulator`,
    });
  }
  if (typeof outcome === 'object' && 'error' in outcome) {
    return new ConfigurationError(`${python()} could not be started, and the AWS emulator needs it`, {
      advice: 'install Python 3.10 or newer and put it on PATH, or set PYTHON to it',
      cause: outcome.error,
    });
  }
  const lastLines = text.trim().split('\n').slice(-5).join('\n');
  return new EngineError(
    `the AWS emulator did not start (${outcome === 'timeout' ? 'no answer' : `exit ${outcome.code}`})`,
    {
      advice: `see ${logFile}`,
      cause: new Error(lastLines || 'it printed nothing'),
    },
  );
}

/** The emulator that another process, of this clone or another one, started on this folder; null when it is gone, whoever has its process id now. */
export function adoptEmulator(pid: number, port: number, folder: string): Emulator | null {
  if (!groupAlive(pid) || !commandOf(pid).includes(`${basename(launcher())} detached ${folder}`)) return null;
  return { endpoint: `http://127.0.0.1:${port}`, port, pid, stop: () => endGroup(pid), leave: () => {} };
}
