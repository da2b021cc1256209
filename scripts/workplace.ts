/** What a command works with: the configuration of the checkout it stands in, and the world it acts on. */
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Configuration, Settings } from '../pipeline/configuration/index.ts';
import type { Surroundings } from '../pipeline/engine/surroundings.ts';

export interface Workplace<Named extends readonly Settings[] = readonly Settings[]> {
  /** The checkout: the folder that holds `config/` and `infra/`. */
  readonly root: string;
  readonly configuration: Configuration;
  /** Settings of the environments that somebody named, in that order. */
  readonly named: Named;
  readonly surroundings: Surroundings;
  /** In the sandbox it may be later than elsewhere: gates that ask for time put its clock forward. */
  readonly now: () => Date;
  /** Puts the sandbox's clock forward; null where time passes by itself. */
  readonly putForwardTo: ((time: Date) => void) | null;
}

/** Adds `--sandbox`, which every command that reaches AWS understands. */
export const withSandboxOption = (command: Command): Command =>
  command.option('--sandbox', 'use the running local sandbox instead of AWS (start it with: npm run sandbox -- start)');

/** The same command for the world that this one works on: `npm run promote` or `npm run recover -- dev`. */
export const commandFor = (sandbox: boolean, line: string): string =>
  sandbox && !/ --sandbox\b/.test(line) ? `${line}${line.includes(' -- ') ? '' : ' --'} --sandbox` : line;

/** One for each name. */
type SettingsOf<Names extends readonly string[]> = { readonly [At in keyof Names]: Settings };

/** Configuration first: nothing is reached before all of it is valid, and nothing but the hub's own identities goes on. */
export async function openWorkplace<const Names extends readonly string[] = readonly []>(options: {
  readonly sandbox?: boolean;
  /** Environments that somebody named, and that must exist before anything is reached. */
  readonly named?: Names;
  /** Whoever asks judges by itself whose credentials these are. */
  readonly anyIdentity?: boolean;
}): Promise<Workplace<SettingsOf<Names>>> {
  const root = process.cwd();
  const { loadConfiguration, requireEnvironment } = await import('../pipeline/configuration/index.ts');
  const configuration = loadConfiguration(join(root, 'config'));
  const named = (options.named ?? []).map((name) => requireEnvironment(configuration, name)) as SettingsOf<Names>;
  const world = await worldOf(options.sandbox === true, configuration);
  if (world.surroundings.kind === 'aws' && options.anyIdentity !== true) {
    const { requireAccount } = await import('../pipeline/account/identity.ts');
    await requireAccount(await world.surroundings.credentials('observe'), configuration.hub.account);
  }
  return { root, configuration, named, ...world };
}

type World = Pick<Workplace, 'surroundings' | 'now' | 'putForwardTo'>;

async function worldOf(sandbox: boolean, configuration: Configuration): Promise<World> {
  if (sandbox) {
    const { attachSandbox } = await import('../sandbox/index.ts');
    const { surroundings, clock } = await attachSandbox();
    return { surroundings, now: clock.now, putForwardTo: (time) => clock.putForwardTo(time) };
  }
  const { awsSurroundings } = await import('../pipeline/engine/aws.ts');
  const surroundings = awsSurroundings(process.env, configuration.environments);
  return { surroundings, now: () => new Date(), putForwardTo: null };
}
