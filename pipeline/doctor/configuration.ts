import { join } from 'node:path';
import { loadConfiguration, type Configuration } from '../configuration/index.ts';
import { loadParityRules } from '../configuration/parity.ts';
import { ok, unknown, type Check, type Outcome } from './check.ts';

/** `config/` of a checkout; null when it is not valid, which the check of it explains. */
export function readConfiguration(root: string): Configuration | null {
  try {
    return loadConfiguration(join(root, 'config'));
  } catch {
    return null;
  }
}

/** Settings of all environments, and the rules of parity. */
export const configurationChecks = (root: string): readonly Check[] => [
  { id: 'configuration.environments', title: 'configuration', look: async () => environmentsOutcome(root) },
  { id: 'configuration.parity', title: 'parity rules', look: async () => parityOutcome(root) },
];

function environmentsOutcome(root: string): Outcome {
  const { environments, hub } = loadConfiguration(join(root, 'config'));
  const order = environments.map(({ environment }) => environment).join(' -> ');
  return ok(`${order}; the hub is ${hub.environment}`);
}

function parityOutcome(root: string): Outcome {
  const configuration = readConfiguration(root);
  if (configuration === null) return unknown('the configuration it belongs to is not valid');
  const { variations, waivers } = loadParityRules(join(root, 'config'), configuration);
  return ok(`${variations.length} declared variations, ${waivers.length} waivers`);
}
