import { canonicalConfiguration, type Settings } from '../infra/settings.ts';
import { readSpoke } from './account/spoke.ts';
import type { Configuration } from './configuration/index.ts';
import { readCheckpoint } from './engine/checkpoint.ts';
import { observeStack } from './engine/observe.ts';
import type { RawObservation } from './engine/rawObservation.ts';
import type { Source } from './engine/source.ts';
import type { Surroundings } from './engine/surroundings.ts';
import { besideEngine } from './observeBeside.ts';
import type { Progress } from './progress.ts';
import { buildRelease } from './release/build.ts';
import { readPromotion, type PromotionRecord } from './release/promotionRecord.ts';
import { shortId } from './release/release.ts';
import { loadRelease } from './release/releaseStore.ts';
import { canonicalise } from './snapshot/canonicalise.ts';
import type { Observation } from './snapshot/observation.ts';
import type { DocumentStore } from './store/documentStore.ts';
import { openStore } from './store/open.ts';

export interface ObserveRequest {
  /** The checkout whose packages the program of the observed release uses. */
  readonly root: string;
  readonly configuration: Configuration;
  readonly settings: Settings;
  readonly surroundings: Surroundings;
  readonly progress: Progress;
  readonly now: () => Date;
}

/**
 * Observes one environment with the program of the release that it runs (R39), without a lock and without writing. What could
 * not be read is part of the result.
 */
export async function observeEnvironment(request: ObserveRequest): Promise<Observation> {
  const { configuration, settings, surroundings, progress, now } = request;
  const { environment } = settings;
  const store = openStore(surroundings.stateBackend, await surroundings.credentials('observe'));
  const source = await sourceOfEnvironment(request, store);
  progress(environment, `observing (release ${shortId(source.release)})`);
  const engine = await observeStack({ source, environment, surroundings, purpose: 'observe' }, now);
  const credentials = () => readSpoke(surroundings, settings);
  const beside = await besideEngine(
    { environment, region: settings.region, credentials, surroundings, progress },
    engine,
  );
  const record = await readPromotion(store, environment);
  const raw: RawObservation = { ...engine, ...beside, ...recorded(record) };
  const observation = canonicalise(raw, {
    environments: configuration.environments,
    configuration: canonicalConfiguration(ownSettings(source, settings)),
    configurations: Object.fromEntries(
      source.environments
        .filter((each) => each.environment !== environment)
        .map((each) => [each.environment, canonicalConfiguration(each)]),
    ),
    fingerprintKey: surroundings.fingerprintKey,
  });
  progress(environment, `observed ${observation.resources.length} resources, ${observation.completeness}`, 'ended');
  return observation;
}

/** The release that state names; before the first deployment the working tree. */
async function sourceOfEnvironment(
  { root, configuration, settings, now }: ObserveRequest,
  store: DocumentStore,
): Promise<Source> {
  const checkpoint = await readCheckpoint(store, settings.environment);
  const release = checkpoint?.outputs['releaseId'];
  if (typeof release === 'string' && release !== '') return loadRelease(store, release, root);
  return (await buildRelease(root, configuration.environments, now)).source;
}

const ownSettings = (source: Source, settings: Settings): Settings =>
  source.environments.find(({ environment }) => environment === settings.environment) ?? settings;

/** An emergency is shown in every report until a normal promotion heals it. */
const recorded = ({ current, emergency }: PromotionRecord): Pick<RawObservation, 'releasedAt' | 'emergency'> => ({
  releasedAt: current?.deployedAt ?? null,
  emergency:
    emergency &&
    `emergency deployment of ${shortId(emergency.release)} since ${emergency.since} by ${emergency.by}: ${emergency.reason}`,
});
