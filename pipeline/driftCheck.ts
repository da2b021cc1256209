import { join } from 'node:path';
import { compare } from './comparison/compare.ts';
import type { Report } from './comparison/finding.ts';
import { loadConfiguration, requireEnvironment, type Configuration } from './configuration/index.ts';
import { loadParityRules } from './configuration/parity.ts';
import type { Surroundings } from './engine/surroundings.ts';
import { ConfigurationError } from './errors.ts';
import { observeEnvironment } from './observeEnvironment.ts';
import type { Progress } from './progress.ts';
import type { Observation } from './snapshot/observation.ts';
import { readObservation } from './snapshot/observationFile.ts';

export interface DriftCheckRequest {
  /** The checkout: holds `config/`, `infra/` and the packages. */
  readonly root: string;
  readonly baseline: string;
  readonly target: string;
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

/** Observes two environments, or takes observations made elsewhere, and compares them by the rules of `config/parity.yaml`. */
export async function runDriftCheck(request: DriftCheckRequest): Promise<DriftCheckResult> {
  const { root, baseline, target, now } = request;
  const configuration = loadConfiguration(join(root, 'config'));
  if (baseline === target) throw new ConfigurationError(`"${target}" cannot be compared with itself`);
  const names = [baseline, target].map((name) => requireEnvironment(configuration, name).environment);
  const rules = loadParityRules(join(root, 'config'), configuration);
  const read = await Promise.all(request.observationFiles.map((file) => readObservation(file)));
  const observations = await Promise.all(names.map((name) => observationOf(request, configuration, name, read)));
  return { report: compare({ observations, baseline, target, rules, now: now() }), observations };
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
  const settings = requireEnvironment(configuration, environment);
  return observeEnvironment({ root, configuration, settings, surroundings: await surroundings(), progress, now });
}
