/** What stands in an account and is not in bootstrap's state: taken over when it is ours, refused when it is not. */
import { hubOf, replicaRegionOf } from '../../infra/bootstrap/landscape.ts';
import { adoptionKey, type Adopted, type AdoptableType } from '../../infra/bootstrap/adoption.ts';
import { boundaries, entryRoles, personRoles, serviceRoles, spokeRoles } from '../../infra/bootstrap/roles.ts';
import { oidcProviderArn } from '../../infra/bootstrap/trust.ts';
import { bootstrapNames } from '../../infra/names.ts';
import { looks, type Look } from '../account/administrator/standing.ts';
import { readCheckpoint } from '../engine/checkpoint.ts';
import { ConfigurationError } from '../errors.ts';
import { localStore, stackOf } from './ownState.ts';
import { placeOf, type BootstrapWorld } from './world.ts';

export interface Existing {
  readonly environment: string;
  readonly type: AdoptableType;
  readonly name: string;
  /** How a person finds it: role name, ARN, bucket. */
  readonly shown: string;
  readonly id: string;
  /** Made by an earlier bootstrap. */
  readonly ours: boolean;
}

interface Wanted {
  readonly type: AdoptableType;
  readonly name: string;
  readonly shown: string;
  readonly look: Look;
}

/** Whether the state bucket is there, and ours to look into. Fails when another account has its name. */
export async function bucketExists(world: BootstrapWorld): Promise<boolean> {
  const hub = hubOf(world.landscape);
  const name = bootstrapNames.stateBucket(hub.account);
  const standing = await looks(await world.administrator(hub.environment), hub.region).bucket(name)();
  if (standing === 'foreign') throw bucketTaken(name);
  return standing !== null;
}

/** Everything that AWS would refuse to create because it is there, and that state does not know. */
export async function existing(world: BootstrapWorld, environment: string): Promise<readonly Existing[]> {
  const checkpoint = await readCheckpoint(localStore(world), stackOf(environment));
  const known = new Set((checkpoint?.resources ?? []).map(({ type, urn }) => `${type} ${urn.split('::').at(-1)}`));
  const unknown = (await wanted(world, environment)).filter(({ type, name }) => !known.has(adoptionKey(type, name)));
  const found = await Promise.all(
    unknown.map(async ({ look, ...what }) => {
      const standing = await look();
      if (standing === 'foreign') throw bucketTaken(what.shown);
      return standing === null ? [] : [{ environment, ...what, ...standing }];
    }),
  );
  return found.flat();
}

async function wanted(world: BootstrapWorld, environment: string): Promise<readonly Wanted[]> {
  const { landscape } = world;
  const place = placeOf(world, environment);
  const hub = hubOf(landscape);
  const isHub = place.account === hub.account;
  const administrator = await world.administrator(environment);
  const look = looks(administrator, place.region);
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
    ...(isHub ? ofHub(hub.account, look, looks(administrator, replicaRegionOf(landscape))) : []),
  ];
}

type Looks = ReturnType<typeof looks>;

/** @param elsewhere in the region of the copy */
function ofHub(account: string, here: Looks, elsewhere: Looks): readonly Wanted[] {
  const arn = oidcProviderArn(account);
  return [
    {
      type: 'aws:iam/openIdConnectProvider:OpenIdConnectProvider',
      name: 'github',
      shown: arn,
      look: here.openIdConnectProvider(arn),
    },
    ...vault('state', bootstrapNames.stateBucket(account), here),
    ...vault('state-replica', bootstrapNames.stateReplica(account), elsewhere),
  ];
}

function vault(name: string, bucket: string, look: Looks): readonly Wanted[] {
  const alias = `alias/${bucket}`;
  return [
    { type: 'aws:s3/bucket:Bucket', name, shown: `bucket ${bucket}`, look: look.bucket(bucket) },
    { type: 'aws:kms/key:Key', name, shown: `the key of ${alias}`, look: look.key(alias) },
    { type: 'aws:kms/alias:Alias', name, shown: alias, look: look.alias(alias) },
  ];
}

/**
 * What the program is told to take over.
 *
 * @param adoptForeign take over what carries no tag of bootstrap, too
 * @throws ConfigurationError that lists what is in the way
 */
export function adoption(found: readonly Existing[], adoptForeign: boolean): Adopted {
  const foreign = found.filter(({ ours }) => !ours);
  if (foreign.length > 0 && !adoptForeign) {
    const lines = foreign.map(({ environment, shown }) => `  ${environment}: ${shown}`);
    throw new ConfigurationError(`bootstrap did not make these, and would have to:\n${lines.join('\n')}`, {
      advice:
        'Look at each. With --adopt they are taken over and get the settings of infra/bootstrap; roles lose who could become them before.' +
        ' An OIDC provider of GitHub exists once an account: taking it over keeps it working for others.',
    });
  }
  return Object.fromEntries(found.map(({ type, name, id }) => [adoptionKey(type, name), id]));
}

const bucketTaken = (name: string): ConfigurationError =>
  new ConfigurationError(`${name} exists and belongs to another AWS account, or to another region`, {
    advice: 'Bucket names are global. Change bootstrapNames.stateBucket in infra/names.ts before anything is made.',
  });
