import { join } from 'node:path';
import { bootstrapNames } from '../infra/names.ts';
import { compare } from './comparison/compare.ts';
import type { Report } from './comparison/finding.ts';
import { loadConfiguration, requireEnvironment, type Configuration } from './configuration/index.ts';
import { loadParityRules } from './configuration/parity.ts';
import type { Surroundings } from './engine/surroundings.ts';
import { ConfigurationError } from './errors.ts';
import type { Progress } from './progress.ts';
import type { Observation } from './snapshot/observation.ts';
import { readObservation } from './snapshot/observationFile.ts';

export interface DriftCheckRequest {
  /** The checkout: holds `config/`, `infra/` and the packages. */
  readonly root: string;
  readonly baseline: string;
  readonly target: string;
  /** Looked at for drift of their own, beside these two: environments, stacks of bootstrap, or `bootstrap` for all of those. */
  readonly also?: readonly string[];
  /** Observed elsewhere; environments without a file are observed now. */
  readonly observationFiles: readonly string[];
  readonly surroundings: () => Promise<Surroundings>;
  readonly progress: Progress;
  readonly now: () => Date;
}

export interface DriftCheckResult {
  readonly report: Report;
  readonly observations: readonly Observation[];
}

/**
 * Observes two environments, or takes observations made elsewhere, and compares them by the rules of `config/parity.yaml`. What is
 * looked at beside them is held against its own state and program only.
 */
export async function runDriftCheck(request: DriftCheckRequest): Promise<DriftCheckResult> {
  const { root, baseline, target, now } = request;
  const configuration = loadConfiguration(join(root, 'config'));
  if (baseline === target) throw new ConfigurationError(`"${target}" cannot be compared with itself`);
  const compared = [baseline, target].map((name) => requireEnvironment(configuration, name).environment);
  const names = [...new Set([...compared, ...namesOf(request.also ?? [], configuration)])];
  const rules = loadParityRules(join(root, 'config'), configuration);
  const read = await Promise.all(request.observationFiles.map((file) => readObservation(file)));
  for (const observation of read) requireAskedFor(observation, names, configuration);
  const observations = await Promise.all(names.map((name) => observationOf(request, configuration, name, read)));
  return { report: compare({ observations, baseline, target, rules, now: now() }), observations };
}

/** Each name is known: that of an environment, of a stack of bootstrap, or `bootstrap` for every account's. */
function namesOf(also: readonly string[], configuration: Configuration): readonly string[] {
  const stacks = configuration.environments.map(({ environment }) => bootstrapNames.stack(environment));
  return also.flatMap((name) => {
    if (name === 'bootstrap') return stacks;
    return stacks.includes(name) ? [name] : [requireEnvironment(configuration, name).environment];
  });
}

/** An observation that is of no use here, or of another account than the configured one, is a mistake: never left out in silence. */
function requireAskedFor(
  { environment, account, region }: Observation,
  names: readonly string[],
  { environments }: Configuration,
): void {
  if (!names.includes(environment)) {
    throw new ConfigurationError(`there is an observation of ${environment}, which is not asked for`, {
      advice: `Asked for: ${names.join(', ')}. Give only observations of these.`,
    });
  }
  const settings = environments.find((each) => each.environment === environment);
  if (settings === undefined || (settings.account === account && settings.region === region)) return;
  throw new ConfigurationError(
    `the observation of ${environment} is of account ${account} in ${region}, configured is ${settings.account} in ${settings.region}`,
    { advice: 'Observe again with this configuration; nothing was compared.' },
  );
}

async function observationOf(
  { root, surroundings, progress, now }: DriftCheckRequest,
  configuration: Configuration,
  environment: string,
  read: readonly Observation[],
): Promise<Observation> {
  const found = read.filter((observation) => observation.environment === environment);
  if (found.length > 1)
    throw new ConfigurationError(`there are ${found.length} observations of ${environment}: give one`);
  if (found[0] !== undefined) return found[0];
  // Only now: who compares files needs neither the engine nor any client of AWS.
  const [{ bootstrappedBy, observeBootstrap }, { observeEnvironment }] = await Promise.all([
    import('./observeBootstrap.ts'),
    import('./observeEnvironment.ts'),
  ]);
  const shared = { configuration, surroundings: await surroundings(), progress, now };
  const bootstrapped = bootstrappedBy(configuration, environment);
  if (bootstrapped !== null) return observeBootstrap({ ...shared, environment: bootstrapped });
  return observeEnvironment({ ...shared, root, settings: requireEnvironment(configuration, environment) });
}
