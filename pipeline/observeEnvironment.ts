import { canonicalConfiguration, type Settings } from '../infra/settings.ts';
import { additions } from './account/additions.ts';
import { attributions } from './account/attributions.ts';
import { readSpoke } from './account/spoke.ts';
import type { Configuration } from './configuration/index.ts';
import { readCheckpoint } from './engine/checkpoint.ts';
import { observeStack, type EngineObservation } from './engine/observe.ts';
import type { RawObservation, RawResource } from './engine/rawObservation.ts';
import type { Source } from './engine/source.ts';
import type { Surroundings } from './engine/surroundings.ts';
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
  const beside = await besideEngine(request, engine);
  const record = await readPromotion(store, environment);
  const raw: RawObservation = { ...engine, ...beside, ...recorded(record) };
  const observation = canonicalise(raw, {
    environments: configuration.environments,
    configuration: canonicalConfiguration(ownSettings(source, settings)),
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

type Beside = Pick<RawObservation, 'additions' | 'attributions' | 'causes'>;

/** What the account holds below our resources and who changed them; a failure there is a cause like any other. */
async function besideEngine(request: ObserveRequest, engine: EngineObservation): Promise<Beside> {
  try {
    return await readBeside(request, engine);
  } catch (error) {
    const cause = `undeclared children: ${error instanceof Error ? error.message : String(error)}`;
    return { additions: [], attributions: [], causes: [...engine.causes, cause] };
  }
}

async function readBeside(
  { surroundings, settings, progress }: ObserveRequest,
  engine: EngineObservation,
): Promise<Beside> {
  const credentials = await readSpoke(surroundings, settings);
  const recorded = engine.resources.filter(({ stateInputs }) => stateInputs !== null).map(ownedResource);
  const changed = recorded.filter(({ urn }) => engine.changed.includes(urn));
  const [found, who] = await Promise.all([
    additions(credentials, settings.region, recorded, surroundings.blindSpots),
    attributions(credentials, settings.region, changed),
  ]);
  // Not knowing who changed something leaves nothing unobserved.
  for (const cause of who.causes) progress(settings.environment, `who changed it is not known: ${cause}`);
  return { additions: found.additions, attributions: who.attributions, causes: [...engine.causes, ...found.causes] };
}

const ownedResource = ({ urn, type, id, name, stateInputs, stateOutputs }: RawResource) => ({
  urn,
  type,
  id,
  name,
  inputs: stateInputs ?? {},
  outputs: stateOutputs ?? {},
});
