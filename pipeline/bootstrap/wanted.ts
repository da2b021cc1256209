/** Everything that bootstrap makes and AWS would refuse to make a second time, with the way to look for it. */
import { hubOf, replicaRegionOf, type LandscapeEnvironment } from '../../infra/bootstrap/landscape.ts';
import type { AdoptableType } from '../../infra/bootstrap/adoption.ts';
import { boundaries, entryRoles, personRoles, serviceRoles, spokeRoles } from '../../infra/bootstrap/roles.ts';
import { trailArn } from '../../infra/bootstrap/trail.ts';
import { oidcProviderArn } from '../../infra/bootstrap/trust.ts';
import { keyDescriptions } from '../../infra/bootstrap/vault.ts';
import { bootstrapNames } from '../../infra/names.ts';
import { looks, type Look } from '../account/administrator/standing.ts';
import { placeOf, type BootstrapWorld } from './world.ts';

interface Wanted {
  readonly type: AdoptableType;
  readonly name: string;
  readonly shown: string;
  readonly look: Look;
}

export async function wanted(world: BootstrapWorld, environment: string): Promise<readonly Wanted[]> {
  const { landscape } = world;
  const place = placeOf(world, environment);
  const hub = hubOf(landscape);
  const isHub = place.account === hub.account;
  const administrator = await world.administrator(environment);
  const look = looks(administrator, place.region, place.account);
  const roles = [
    ...(isHub ? [...entryRoles(landscape), ...personRoles(landscape), ...serviceRoles(landscape)] : []),
    ...spokeRoles(landscape, place),
  ];
  const own = boundaries(landscape).filter(({ account }) => account === place.account);
  return [
    ...roles.map(
      ({ name }) => ({ type: 'aws:iam/role:Role', name, shown: `role ${name}`, look: look.role(name) }) as const,
    ),
    ...own.map(({ name }) => {
      const arn = `arn:aws:iam::${place.account}:policy/${name}`;
      return { type: 'aws:iam/policy:Policy', name, shown: arn, look: look.policy(arn) } as const;
    }),
    ...(isHub ? ofHub(hub, look, looks(administrator, replicaRegionOf(landscape), hub.account)) : []),
  ];
}

type Looks = ReturnType<typeof looks>;

/** @param elsewhere in the region of the copy */
function ofHub(hub: LandscapeEnvironment, here: Looks, elsewhere: Looks): readonly Wanted[] {
  const { account } = hub;
  const [arn, trail] = [oidcProviderArn(account), trailArn(hub)];
  return [
    {
      type: 'aws:iam/openIdConnectProvider:OpenIdConnectProvider',
      name: 'github',
      shown: arn,
      look: here.openIdConnectProvider(arn),
    },
    ...vault('state', bootstrapNames.stateBucket(account), here, keyDescriptions.state),
    ...vault('state-replica', bootstrapNames.stateReplica(account), elsewhere, keyDescriptions.state),
    ...vault('trail', bootstrapNames.trailBucket(account), here, keyDescriptions.trail),
    { type: 'aws:cloudtrail/trail:Trail', name: 'trail', shown: trail, look: here.trail(trail) },
  ];
}

function vault(name: string, bucket: string, look: Looks, description: string): readonly Wanted[] {
  const alias = `alias/${bucket}`;
  return [
    { type: 'aws:s3/bucket:Bucket', name, shown: `bucket ${bucket}`, look: look.bucket(bucket) },
    { type: 'aws:kms/key:Key', name, shown: `the key of ${alias}`, look: look.key(alias, description) },
    { type: 'aws:kms/alias:Alias', name, shown: alias, look: look.alias(alias) },
  ];
}
