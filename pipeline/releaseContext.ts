import { join } from 'node:path';
import { driftOf } from './comparison/drift.ts';
import type { Configuration } from './configuration/index.ts';
import { loadParityRules } from './configuration/parity.ts';
import type { Settings } from '../infra/settings.ts';
import { observeEnvironment } from './observeEnvironment.ts';
import { readAlarms } from './release/readAlarms.ts';
import { writersSince } from './release/commit.ts';
import type { ReleaseContext } from './release/context.ts';
import { effectsOf } from './release/effects.ts';

type Given = Omit<ReleaseContext, 'rules' | 'effects' | 'alarmsOf' | 'look' | 'writersSince'> & {
  readonly configuration: Configuration;
};

/**
 * What moves a release, put together: the rules of this checkout, the alarms of an environment, and a look at its account.
 *
 * @throws ConfigurationError with every problem of `config/parity.yaml`
 */
export function releaseContext(given: Given): ReleaseContext {
  const rules = loadParityRules(join(given.root, 'config'), given.configuration);
  const context: ReleaseContext = {
    ...given,
    rules,
    effects: effectsOf(given.surroundings, given.configuration.environments),
    alarmsOf: (environment) => readAlarms(given.surroundings, environment),
    writersSince: (commit, bases) => writersSince(given.root, commit, bases),
    look: (environment, options) => differencesIn(context, environment, options),
  };
  return context;
}

/** Each difference of an account from the release that it runs; what could not be seen is one too. */
async function differencesIn(
  context: ReleaseContext,
  settings: Settings,
  { undeployed }: { readonly undeployed: boolean },
): Promise<readonly string[]> {
  const observation = await observeEnvironment({ ...context, settings });
  const differences = driftOf(observation)
    .filter(({ classification }) => classification === 'unexpected' || classification === 'unknown')
    .filter(({ kind }) => undeployed || kind !== 'undeployed-change')
    .map(
      ({ resource, path, change, reason }) => `${resource.name}${path === '' ? '' : ` ${path}`} ${change}: ${reason}`,
    );
  return [...new Set([...differences, ...observation.causes])];
}
