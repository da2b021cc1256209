/** What `npm run sandbox` does; each action gives the lines to print. */
import type { LandscapeEnvironment } from '../infra/bootstrap/landscape.ts';
import { hubOf } from '../infra/bootstrap/landscape.ts';
import { ConfigurationError } from '../pipeline/errors.ts';
import { adoptEmulator } from './emulator.ts';
import { emulatorGaps, type EmulatorGap } from './emulatorGaps.ts';
import { attachSandbox, sandboxFolder, startSandbox, type Sandbox, type SandboxOptions } from './index.ts';
import { readRecord, removeRecord } from './record.ts';
import { withStartLock } from './startLock.ts';

/** As the configuration reader gives it. */
interface StartConfiguration {
  readonly environments: readonly LandscapeEnvironment[];
  readonly files: Readonly<Record<string, string>>;
}

type Reporting = Pick<SandboxOptions, 'progress' | 'interrupt'>;

export function start(
  configuration: StartConfiguration,
  reporting: Reporting = {},
  folder = sandboxFolder(),
): Promise<string[]> {
  return withStartLock(folder, async () => {
    const running = await attached(folder);
    if (running !== null) return [`it runs already, at ${running.endpoint}`, ...accounts(running)];
    // One that still lives but does not answer would share the data with the new one.
    await endUnresponsive(folder);
    const sandbox = await startSandbox({
      folder,
      detached: true,
      environments: configuration.environments,
      configurationFiles: configuration.files,
      ...reporting,
    });
    return [
      `started at ${sandbox.endpoint}`,
      ...told[sandbox.earlierData],
      ...accounts(sandbox),
      'stop it: npm run sandbox -- stop',
    ];
  });
}

const told = {
  none: [],
  kept: ['with the data of the earlier one'],
  discarded: ['empty: the earlier one was killed before it could save, so its data is gone'],
} as const;

export async function stop(folder = sandboxFolder()): Promise<string[]> {
  const sandbox = await attached(folder);
  if (sandbox !== null) {
    await sandbox.stop();
    return ['stopped; its data is kept for the next start'];
  }
  return [(await endUnresponsive(folder)) ? 'stopped; it did not answer any more' : 'no sandbox is running'];
}

export async function status(folder = sandboxFolder()): Promise<string[]> {
  const sandbox = await attached(folder);
  if (sandbox === null) return ['no sandbox is running'];
  const { surroundings, clock } = sandbox;
  const ahead = Math.round((clock.now().getTime() - Date.now()) / 60_000);
  return [
    `runs at ${sandbox.endpoint} since ${sandbox.startedAt}, process ${sandbox.pid}`,
    ...(ahead > 0 ? [`its clock was put forward by ${ahead} min, to ${clock.now().toISOString()}`] : []),
    ...accounts(sandbox),
    `not readable here: ${surroundings.blindSpots.length} properties (sandbox/blindSpots.json)`,
    'not judged by its IAM:',
    ...emulatorGaps.map((gap) => `  ${subjectOf(gap)}: ${gap.reason}`),
  ];
}

/** `export` lines for a shell, as root of one account. */
export async function env(environment?: string, folder = sandboxFolder()): Promise<string[]> {
  const sandbox = await attachSandbox(folder);
  const variables = sandbox.rootCredentials(environment ?? hubOf(sandbox.landscape).environment);
  return Object.entries(variables).map(([name, value]) => `export ${name}=${value}`);
}

async function attached(folder: string): Promise<Sandbox | null> {
  try {
    return await attachSandbox(folder);
  } catch (error) {
    if (error instanceof ConfigurationError) return null;
    throw error;
  }
}

async function endUnresponsive(folder: string): Promise<boolean> {
  const record = readRecord(folder);
  const emulator = record === null ? null : adoptEmulator(record.pid, record.port, folder);
  await emulator?.stop();
  await removeRecord(folder);
  return emulator !== null;
}

const accounts = ({ landscape }: Sandbox): string[] =>
  landscape.environments.map(
    (it) =>
      `  ${it.environment}: account ${it.account}, ${it.region}${it === hubOf(landscape) ? ' (hub: entry roles, state)' : ''}`,
  );

const subjectOf = ({ conditionKey, service, actionsWithoutResource, unasked, takenFor }: EmulatorGap): string =>
  [
    ...(conditionKey === undefined ? [] : [service === undefined ? conditionKey : `${conditionKey}* of ${service}`]),
    ...(actionsWithoutResource ?? []),
    ...(unasked ?? []),
    ...Object.values(takenFor ?? {}).flat(),
  ].join(', ');
