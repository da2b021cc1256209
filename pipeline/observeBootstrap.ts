import { bootstrapNames } from '../infra/names.ts';
import { bootstrapReader, observeBootstrapStack } from './bootstrap/observe.ts';
import { requireEnvironment, type Configuration } from './configuration/index.ts';
import type { Surroundings } from './engine/surroundings.ts';
import { besideEngine } from './observeBeside.ts';
import type { Progress } from './progress.ts';
import { canonicalise } from './snapshot/canonicalise.ts';
import type { Observation } from './snapshot/observation.ts';

export interface ObserveBootstrapRequest {
  readonly configuration: Configuration;
  /** Whose account is looked at. */
  readonly environment: string;
  readonly surroundings: Surroundings;
  readonly progress: Progress;
  readonly now: () => Date;
}

/** The environment whose account this bootstrap stack is about; null when it is the name of none. */
export const bootstrappedBy = ({ environments }: Configuration, stack: string): string | null =>
  environments.find(({ environment }) => bootstrapNames.stack(environment) === stack)?.environment ?? null;

/**
 * Observes what `npm run bootstrap` made in one account (identities, boundary, state bucket, key), with the role that only reads.
 * The result is compared like that of an environment, for drift of its own; its name is that of the stack, `bootstrap-prod`.
 */
export async function observeBootstrap(request: ObserveBootstrapRequest): Promise<Observation> {
  const { configuration, surroundings, progress, now } = request;
  const { environment: name, account, region } = requireEnvironment(configuration, request.environment);
  const environments = configuration.environments.map((it) => ({
    ...{ environment: it.environment, account: it.account, region: it.region, promotesFrom: it.promotesFrom },
  }));
  const stack = bootstrapNames.stack(name);
  progress(stack, 'observing');
  const engine = await observeBootstrapStack({ environments, environment: name, surroundings, progress }, now);
  const credentials = () => bootstrapReader(surroundings, { environment: name, account, region });
  const beside = engine.failed
    ? { additions: [], attributions: [] }
    : await besideEngine({ environment: stack, region, credentials, surroundings, progress }, engine);
  const observation = canonicalise(
    { ...engine, ...beside },
    {
      environments: environments.map((it) => ({
        ...{ environment: bootstrapNames.stack(it.environment), account: it.account, region: it.region },
      })),
      configuration: {},
      fingerprintKey: surroundings.fingerprintKey,
    },
  );
  progress(stack, `observed ${observation.resources.length} resources, ${observation.completeness}`, 'ended');
  return observation;
}
