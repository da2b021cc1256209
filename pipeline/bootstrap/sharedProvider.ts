/** An OIDC provider of GitHub that was there before bootstrap: others of the account sign in by it, too. */
import { hubOf } from '../../infra/bootstrap/landscape.ts';
import type { SharedProvider } from '../../infra/bootstrap/adoption.ts';
import { oidcProviderArn } from '../../infra/bootstrap/trust.ts';
import { looks } from '../account/administrator/standing.ts';
import { readCheckpoint } from '../engine/checkpoint.ts';
import type { Existing } from './existing.ts';
import { localStore, stackOf } from './ownState.ts';
import type { BootstrapWorld } from './world.ts';

const type = 'aws:iam/openIdConnectProvider:OpenIdConnectProvider';

/** In state: bootstrap took it over, and never deletes it. */
export const isRetained = (resource: object): boolean =>
  'retainOnDelete' in resource && resource.retainOnDelete === true;

/** What state says of one that was taken over; undefined where bootstrap made its own, or has none. */
export async function rememberedProvider(
  world: BootstrapWorld,
  environment: string,
): Promise<SharedProvider | undefined> {
  const checkpoint = await readCheckpoint(localStore(world), stackOf(environment));
  const found = checkpoint?.resources.find((resource) => resource.type === type && isRetained(resource));
  const clientIds = found?.inputs['clientIdLists'];
  if (!Array.isArray(clientIds)) return undefined;
  return { clientIds: clientIds.filter((id): id is string => typeof id === 'string') };
}

/** What stands in the account of one that is taken over now or was before: others may have added an audience since. */
export async function sharedProvider(
  world: BootstrapWorld,
  environment: string,
  taken: readonly Existing[],
): Promise<SharedProvider | undefined> {
  const adopted = taken.find((it) => it.type === type);
  if (adopted !== undefined) return { clientIds: adopted.clientIds ?? [] };
  const known = await rememberedProvider(world, environment);
  if (known === undefined) return undefined;
  const hub = hubOf(world.landscape);
  const arn = oidcProviderArn(hub.account);
  const standing = await looks(await world.administrator(environment), hub.region, hub.account).openIdConnectProvider(
    arn,
  )();
  return standing === null || standing === 'foreign' ? known : { clientIds: standing.clientIds ?? [] };
}
