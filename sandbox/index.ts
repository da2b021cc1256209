/** A local AWS with three accounts: started for one run, or left running and attached to by other commands. */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { hubOf, type Landscape, type LandscapeEnvironment } from '../infra/bootstrap/landscape.ts';
import type { Surroundings } from '../pipeline/engine/surroundings.ts';
import { ConfigurationError, EngineError } from '../pipeline/errors.ts';
import { rootCredentials, sandboxLandscape } from './accounts.ts';
import { adoptEmulator, settleEarlierData, startEmulator, type EarlierData, type Emulator } from './emulator.ts';
import { clockFile, resetClock, SandboxClock } from './clock.ts';
import { recognises } from './recognise.ts';
import { earlierPort, readRecord, removeRecord, writeRecord } from './record.ts';
import { seed } from './seed.ts';
import { passphrase, sandboxSurroundings } from './surroundings.ts';

export interface Sandbox {
  readonly surroundings: Surroundings;
  /** Its data, log and `sandbox.json`. */
  readonly folder: string;
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly landscape: Landscape;
  readonly startedAt: string;
  /** What time it is there: promotions put it forward, and every command that attaches sees the same. */
  readonly clock: SandboxClock;
  /** Whether it went on with an earlier sandbox's data; `discarded` when that one was killed before it could save. */
  readonly earlierData: EarlierData;
  /** Process group of the emulator. */
  readonly pid: number;
  /** Environment variables that make a process root of this account (twelve digits) or environment (name). */
  rootCredentials(accountOrEnvironment: string): Record<string, string>;
  /** Root of the hub with the passphrase of the stacks: for what bootstrap does. */
  administrator(): Record<string, string>;
  /** Saves the data and ends every process; the folder stays. */
  stop(): Promise<void>;
}

export interface SandboxOptions {
  /** Data, log and `sandbox.json`. An earlier sandbox's data there is taken up again. */
  readonly folder: string;
  /** Goes on when this process ends; otherwise it ends with it, however that ends. */
  readonly detached: boolean;
  /** Settings of the configuration reader fit. */
  readonly environments: readonly LandscapeEnvironment[];
  /** Stack configuration file of each environment: given, the backend and the empty stacks are created too. */
  readonly configurationFiles?: Readonly<Record<string, string>>;
  /** Told what is done next. */
  readonly progress?: (line: string) => void;
  /** Aborting it stops what was started, with its data, and fails. */
  readonly interrupt?: AbortSignal;
}

/** Where `npm run sandbox` keeps its sandbox; `PAYMENTS_SANDBOX_FOLDER` names another one, for several side by side. */
export const sandboxFolder = (): string => resolve(process.env.PAYMENTS_SANDBOX_FOLDER ?? join(repository, '.sandbox'));

const repository = dirname(dirname(fileURLToPath(import.meta.url)));

/** Starts the emulator, creates accounts, roles and state bucket. Fails with `ConfigurationError` when set-up is missing. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { folder, detached, progress = () => {} } = options;
  const landscape = sandboxLandscape(options.environments);
  await mkdir(folder, { recursive: true });
  const earlierData = await settleEarlierData(folder);
  if (earlierData !== 'kept') resetClock(folder);
  progress('starting the emulator');
  const emulator = await startEmulator({ folder, detached, ...earlierPort(folder) });
  const startedAt = new Date().toISOString();
  const sandbox = sandboxOf(folder, emulator, landscape, startedAt, earlierData);
  try {
    await furnish(sandbox, options, { folder, port: emulator.port });
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
  if (detached) emulator.leave();
  return sandbox;
}

/** Roles, state bucket, the record that other commands find it by, and the stacks. */
async function furnish(
  sandbox: Sandbox,
  { configurationFiles = {}, progress = () => {}, interrupt }: SandboxOptions,
  { folder, port }: { readonly folder: string; readonly port: number },
): Promise<void> {
  const { landscape, pid, startedAt } = sandbox;
  const identity = randomUUID();
  requireWanted(interrupt);
  progress('creating accounts, roles and the state bucket');
  await seed(sandbox.endpoint, landscape, identity);
  await writeRecord(folder, { identity, pid, port, startedAt, landscape });
  requireWanted(interrupt);
  if (Object.keys(configurationFiles).length > 0) progress('creating the empty stacks');
  await createStacks(sandbox, configurationFiles);
  requireWanted(interrupt);
}

function requireWanted(interrupt: AbortSignal | undefined): void {
  if (interrupt?.aborted !== true) return;
  throw new EngineError('the start of the sandbox was interrupted', {
    advice: 'It was stopped again; nothing of it is left running.',
  });
}

/** As bootstrap does on AWS, and as an administrator: the roles of previews cannot write. */
async function createStacks(sandbox: Sandbox, files: Readonly<Record<string, string>>): Promise<void> {
  const entries = Object.entries(files);
  if (entries.length === 0) return;
  const { createStack } = await import('../pipeline/engine/stacks.ts');
  const environment = sandbox.administrator();
  await Promise.all(
    entries.map(([stack, configurationFile]) =>
      createStack({ stack, configurationFile, surroundings: sandbox.surroundings, environment }),
    ),
  );
}

/**
 * The sandbox that `npm run sandbox -- start` left running. Fails with `ConfigurationError` when none runs, or when what answers
 * on its port is something else.
 */
export async function attachSandbox(folder = sandboxFolder()): Promise<Sandbox> {
  const record = readRecord(folder);
  const emulator = record === null ? null : adoptEmulator(record.pid, record.port, folder);
  if (record === null || emulator === null || !(await recognises(emulator.endpoint, record))) {
    throw new ConfigurationError(`no sandbox is running (looked in ${folder})`, {
      advice: 'start one: npm run sandbox -- start',
    });
  }
  return sandboxOf(folder, emulator, record.landscape, record.startedAt, 'kept');
}

function sandboxOf(
  folder: string,
  emulator: Emulator,
  landscape: Landscape,
  startedAt: string,
  earlierData: EarlierData,
): Sandbox {
  const { endpoint, pid } = emulator;
  return {
    surroundings: sandboxSurroundings(endpoint, landscape),
    folder,
    endpoint,
    landscape,
    startedAt,
    clock: new SandboxClock(clockFile(folder)),
    earlierData,
    pid,
    administrator: () => ({ ...rootCredentials(endpoint, hubOf(landscape)), PULUMI_CONFIG_PASSPHRASE: passphrase }),
    rootCredentials: (name) => rootCredentials(endpoint, placeOf(landscape, name)),
    async stop() {
      await emulator.stop();
      const record = readRecord(folder);
      if (record?.pid === pid && record.startedAt === startedAt) await removeRecord(folder);
    },
  };
}

function placeOf(landscape: Landscape, name: string): LandscapeEnvironment {
  const found = landscape.environments.find(({ environment, account }) => environment === name || account === name);
  if (found !== undefined) return found;
  const known = landscape.environments.map(({ environment }) => environment).join(', ');
  throw new ConfigurationError(`the sandbox has no environment or account ${name}`, { advice: `it has ${known}` });
}
