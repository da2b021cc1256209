/** The committed environments, each run through the real program on top of the one below it. */
import { program, type ProgramArguments } from '../../infra/program.ts';
import { loadConfiguration, type Settings } from '../../pipeline/configuration/index.ts';
import { record, type Recording, type World } from './recording.ts';

export const configuration = loadConfiguration('config');

export const functionPackage = { path: 'payments.zip', sha256Base64: 'RELEASED+CODE=' };

export const argumentsOf = (settings: Settings, change: Partial<ProgramArguments> = {}): ProgramArguments => ({
  settings,
  access: 'deploy',
  lowerStack: settings.promotesFrom === undefined ? 'none' : 'available',
  release: 'release-1',
  functionPackage,
  ...change,
});

export const recordProgram = (args: ProgramArguments, world: Omit<World, 'stack'> = {}): Promise<Recording> =>
  record({ ...world, stack: args.settings.environment }, () => program(args));

let recorded: Promise<ReadonlyMap<string, Recording>> | undefined;

/** What the update of every environment registers, from the lowest to the highest. Done once. */
export function recordEnvironments(): Promise<ReadonlyMap<string, Recording>> {
  recorded ??= recordAll();
  return recorded;
}

async function recordAll(): Promise<ReadonlyMap<string, Recording>> {
  const recordings = new Map<string, Recording>();
  const stacks: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const settings of configuration.environments) {
    const recording = await recordProgram(argumentsOf(settings), { stacks });
    recordings.set(settings.environment, recording);
    stacks[`organization/payments/${settings.environment}`] = recording.outputs;
  }
  return recordings;
}
