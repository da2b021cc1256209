/** What stands in an account and is not in bootstrap's state: taken over when it is ours, refused when it is not. */
import { hubOf } from '../../infra/bootstrap/landscape.ts';
import { adoptionKey, type Adopted, type AdoptableType } from '../../infra/bootstrap/adoption.ts';
import { bootstrapNames } from '../../infra/names.ts';
import { looks } from '../account/administrator/standing.ts';
import { readCheckpoint } from '../engine/checkpoint.ts';
import { ConfigurationError } from '../errors.ts';
import { localStore, stackOf } from './ownState.ts';
import { wanted } from './wanted.ts';
import type { BootstrapWorld, HubWorld } from './world.ts';

export interface Existing {
  readonly environment: string;
  readonly type: AdoptableType;
  readonly name: string;
  /** How a person finds it: role name, ARN, bucket. */
  readonly shown: string;
  readonly id: string;
  /** Made by an earlier bootstrap. */
  readonly ours: boolean;
  /** What a role carries that bootstrap would not give it, in words. */
  readonly carries?: readonly string[];
  /** Audiences of an OIDC provider. */
  readonly clientIds?: readonly string[];
}

/** Whether the state bucket is there, and ours to look into. Fails when another account has its name. */
export async function bucketExists(world: HubWorld): Promise<boolean> {
  const hub = hubOf(world.landscape);
  const name = bootstrapNames.stateBucket(hub.account);
  const standing = await looks(await world.administrator(hub.environment), hub.region, hub.account).bucket(name)();
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

/**
 * What the program is told to take over.
 *
 * @param adoptForeign take over what carries no tag of bootstrap, too
 * @throws ConfigurationError that lists what is in the way
 */
export function adoption(found: readonly Existing[], adoptForeign: boolean): Adopted {
  const foreign = found.filter(({ ours }) => !ours);
  if (foreign.length > 0 && !adoptForeign) {
    const lines = foreign.map(({ environment, ...what }) => `  ${environment}: ${inWords(what)}`);
    throw new ConfigurationError(`bootstrap did not make these, and would have to:\n${lines.join('\n')}`, {
      advice:
        'Look at each. With --adopt they are taken over and get the settings of infra/bootstrap; roles lose who could become them before.' +
        ' What a role carries besides stays on it, and bootstrap calls the role wrong until you took that off.' +
        ' An OIDC provider of GitHub exists once an account: it keeps the audiences of others, and --destroy leaves it.',
    });
  }
  return Object.fromEntries(found.map(({ type, name, id }) => [adoptionKey(type, name), id]));
}

/** How a person finds it, and what hangs on it. */
export const inWords = ({ shown, carries = [] }: Pick<Existing, 'shown' | 'carries'>): string =>
  carries.length === 0 ? shown : `${shown}, with ${carries.join(' and ')}`;

const bucketTaken = (name: string): ConfigurationError =>
  new ConfigurationError(`${name} exists and belongs to another AWS account, or to another region`, {
    advice: 'Bucket names are global. Change bootstrapNames.stateBucket in infra/names.ts before anything is made.',
  });
