/** Takes the identities away again. The state bucket and its key stay: they hold evidence that nobody may delete yet. */
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { hubOf } from '../../infra/bootstrap/landscape.ts';
import { bootstrapOrder } from '../../infra/bootstrap/program.ts';
import { bootstrapNames } from '../../infra/names.ts';
import { readCheckpoint, type StateFileResource } from '../engine/checkpoint.ts';
import { ConfigurationError } from '../errors.ts';
import { openStore } from '../store/open.ts';
import { runBootstrap } from './engineRun.ts';
import { bucketExists } from './existing.ts';
import { checkOut, forget, localStore, stackOf } from './ownState.ts';
import { isRetained, rememberedProvider } from './sharedProvider.ts';
import { rewriteResources, settleDeadRun } from './workingCopy.ts';
import { hubAdministrator, type BootstrapWorld } from './world.ts';

interface Doomed {
  readonly environment: string;
  /** `type name` of what goes. */
  readonly resources: readonly string[];
}

const stays = (resource: { readonly type: string }): boolean =>
  /^aws:(s3|kms)\//.test(resource.type) || isRetained(resource);

/**
 * What destroying would remove, account by account, hub last.
 *
 * @throws ConfigurationError while an environment's stack has resources: nobody could remove them afterwards
 */
export async function planDestroy(world: BootstrapWorld): Promise<readonly Doomed[]> {
  await mkdir(resolve(world.folder), { recursive: true });
  if (!(await bucketExists(world))) {
    throw new ConfigurationError('there is nothing to destroy: the state bucket does not exist');
  }
  await requireEmptyStacks(world);
  await checkOut(world, true);
  const doomed = [];
  for (const { environment } of bootstrapOrder(world.landscape).toReversed()) {
    if (await settleDeadRun(world, environment)) world.progress(environment, 'what died here is continued');
    const resources = (await readCheckpoint(localStore(world), stackOf(environment)))?.resources ?? [];
    const going = resources.filter((resource) => resource.type.startsWith('aws:') && !stays(resource));
    doomed.push({ environment, resources: going.map(({ type, urn }) => `${type} ${urn.split('::').at(-1)}`) });
  }
  return doomed;
}

async function requireEmptyStacks(world: BootstrapWorld): Promise<void> {
  const store = openStore(world.surroundings.stateBackend, await hubAdministrator(world));
  const left = [];
  for (const { environment } of world.landscape.environments) {
    const resources = (await readCheckpoint(store, environment))?.resources ?? [];
    const real = resources.filter(({ custom, type }) => custom && !type.startsWith('pulumi:'));
    if (real.length > 0) left.push(`${environment} (${real.length} resources)`);
  }
  if (left.length === 0) return;
  throw new ConfigurationError(`stacks still exist: ${left.join(', ')}`, {
    advice:
      'Without these roles nobody could remove them. Take the stacks down first: docs/security.md, "Decommissioning".',
  });
}

/** What goes may depend on what stays, which state must not name any more. */
function withoutWhatStays(resources: readonly StateFileResource[]): readonly StateFileResource[] {
  const going = resources.filter((resource) => !stays(resource));
  const left = new Set(going.map(({ urn }) => urn));
  const among = (urns: readonly string[] = []) => urns.filter((urn) => left.has(urn));
  return going.map(({ dependencies, propertyDependencies = {}, ...resource }) => ({
    ...{ ...resource, protect: false, dependencies: among(dependencies) },
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies).map(([property, urns]) => [property, among(urns)]),
    ),
  }));
}

/** @returns what stays, in words */
export async function destroyBootstrap(world: BootstrapWorld, doomed: readonly Doomed[]): Promise<string> {
  const shared = await rememberedProvider(world, hubOf(world.landscape).environment);
  const kept = shared === undefined ? '' : 'the OIDC provider that was there before, ';
  for (const { environment } of doomed) {
    world.progress(environment, 'removing');
    await rewriteResources(world, environment, withoutWhatStays);
    await runBootstrap({ world, environment }, 'destroy');
  }
  await forget(world);
  const { account } = hubOf(world.landscape);
  return `${kept}${bootstrapNames.stateBucket(account)}, its copy, ${bootstrapNames.trailBucket(account)}, and their keys`;
}
