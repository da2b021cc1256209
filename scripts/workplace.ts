/** What a command works with: the configuration of the checkout it stands in, and the world it acts on. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { loadConfiguration, type Configuration } from '../pipeline/configuration/index.ts';
import type { Surroundings } from '../pipeline/engine/surroundings.ts';

export interface Workplace {
  /** The checkout: the folder that holds `config/` and `infra/`. */
  readonly root: string;
  readonly configuration: Configuration;
  readonly surroundings: Surroundings;
}

/** Adds `--sandbox`, which every command that reaches AWS understands. */
export const withSandboxOption = (command: Command): Command =>
  command.option('--sandbox', 'use the running local sandbox instead of AWS (start it with: npm run sandbox -- start)');

/** Configuration first: nothing is reached before all of it is valid. */
export async function openWorkplace(options: { readonly sandbox?: boolean }): Promise<Workplace> {
  const root = process.cwd();
  const configuration = loadConfiguration(join(root, 'config'));
  return { root, configuration, surroundings: await surroundingsOf(options.sandbox === true, configuration) };
}

async function surroundingsOf(sandbox: boolean, configuration: Configuration): Promise<Surroundings> {
  if (sandbox) {
    const { attachSandbox } = await import('../sandbox/index.ts');
    return (await attachSandbox()).surroundings;
  }
  const { awsSurroundings } = await import('../pipeline/engine/aws.ts');
  return awsSurroundings(process.env, configuration.environments);
}
