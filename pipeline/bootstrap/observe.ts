/** Looks at what bootstrap made in one account, with the role that only reads, on a copy of its state. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultWorkflows, hubOf, type Landscape, type LandscapeEnvironment } from '../../infra/bootstrap/landscape.ts';
import { bootstrapNames } from '../../infra/names.ts';
import { assumeRole } from '../account/identity.ts';
import { readCheckpoint } from '../engine/checkpoint.ts';
import { seen, settled, type EngineObservation } from '../engine/observe.ts';
import type { ProcessEnvironment, Surroundings } from '../engine/surroundings.ts';
import { EngineError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import { openStore } from '../store/open.ts';
import { lookAtBootstrap } from './engineRun.ts';
import { localStore, stackOf, stateKeyOf } from './ownState.ts';
import { parseRepository } from './repository.ts';
import { placeOf, type BootstrapWorld } from './world.ts';

interface BootstrapObservationRequest {
  readonly environments: readonly LandscapeEnvironment[];
  /** Whose account is looked at. */
  readonly environment: string;
  readonly surroundings: Surroundings;
  readonly progress: Progress;
}

/**
 * What program, state and account say of one account's bootstrap. Nothing is written, and what could not be seen is a cause.
 *
 * @throws EngineError when the state itself cannot be read
 */
export async function observeBootstrapStack(
  request: BootstrapObservationRequest,
  now: () => Date,
): Promise<EngineObservation> {
  const { surroundings, environment } = request;
  const place = placeOf({ landscape: request }, environment);
  const about = {
    ...{ environment: stackOf(environment), account: place.account, region: place.region },
    ...{ observedAt: now().toISOString(), blindSpots: surroundings.blindSpots },
  };
  const folder = await mkdtemp(join(tmpdir(), 'payments-bootstrap-'));
  try {
    const store = openStore(surroundings.stateBackend, await surroundings.credentials('observe'));
    const world = await worldOf(request, store, folder);
    await copyState(store, localStore(world), environment);
    const checkpoint = await readCheckpoint(localStore(world), stackOf(environment));
    const run = { world, environment };
    // One after the other: the backend of a folder takes no two at once.
    const wanted = await settled(lookAtBootstrap(run, 'program'));
    const found = await settled(lookAtBootstrap(run, 'account'));
    return { ...about, ...seen({ wanted, found, checkpoint, locks: [] }) };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { ...about, ...nothingSeen(error.message) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Variables of the role that reads in the account of this place. */
export async function bootstrapReader(
  surroundings: Surroundings,
  { account, region, environment }: LandscapeEnvironment,
): Promise<ProcessEnvironment> {
  const entry = { ...(await surroundings.credentials('observe')), AWS_REGION: region };
  const role = `arn:aws:iam::${account}:role/${bootstrapNames.inspectSpoke}`;
  return assumeRole(entry, role, `observe-${stackOf(environment)}`);
}

/** The world of bootstrap, with a reader in the place of each administrator. */
async function worldOf(
  { environments, surroundings, progress }: BootstrapObservationRequest,
  store: DocumentStore,
  folder: string,
): Promise<BootstrapWorld> {
  const landscape: Landscape = {
    environments,
    workflows: defaultWorkflows,
    repository: await repositoryOf(store, hubOf({ environments }).environment),
  };
  const administrator = (environment: string) => bootstrapReader(surroundings, placeOf({ landscape }, environment));
  return { landscape, surroundings, folder, progress, administrator };
}

/** The hub's stack says for which repository the entry roles were made. */
async function repositoryOf(store: DocumentStore, hub: string): Promise<Landscape['repository']> {
  const { repository, repositoryIds } = (await readCheckpoint(store, stackOf(hub)))?.outputs ?? {};
  if (typeof repository !== 'string') throw noState(hub);
  return parseRepository(repository, typeof repositoryIds === 'string' && repositoryIds ? repositoryIds : undefined);
}

async function copyState(from: DocumentStore, to: DocumentStore, environment: string): Promise<void> {
  for (const key of ['.pulumi/meta.yaml', stateKeyOf(environment)]) {
    const document = await from.read(key);
    if (document === null) throw noState(environment);
    await to.create(key, document.body);
  }
}

const noState = (environment: string): EngineError =>
  new EngineError(
    `the state bucket says nothing of ${stackOf(environment)}: its administrator runs npm run bootstrap once more`,
  );

const nothingSeen = (cause: string) => ({
  ...{ release: null, causes: [cause], failed: true, deploymentInProgress: null, resources: [], changed: [] },
});
