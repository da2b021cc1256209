/** For which repository bootstrap made the entry roles, and what it takes to make them for another one. */
import { hubOf, repositoryOutputs, type Repository } from '../../infra/bootstrap/landscape.ts';
import { readCheckpoint } from '../engine/checkpoint.ts';
import { ConfigurationError } from '../errors.ts';
import { openStore } from '../store/open.ts';
import { bucketExists } from './existing.ts';
import { localStore, stackOf } from './ownState.ts';
import { parseRepository } from './repository.ts';
import { hubAdministrator, type HubWorld } from './world.ts';

/** What this run says of the repository, and whether a person said it. */
export interface RepositoryWish {
  /** `owner/name`; null where neither a person nor the clone says. */
  readonly name: string | null;
  /** With `--repository`; else it is where this clone came from. */
  readonly nameIsGiven: boolean;
  /** `OWNER-ID/REPOSITORY-ID`, or `none`. */
  readonly ids?: string | undefined;
  /** With `--repository-ids`; else GitHub told them. */
  readonly idsAreGiven: boolean;
}

interface Named {
  readonly name: string;
  /** Empty: by name alone. */
  readonly ids: string;
}

/** The word by which a person lets ids go. */
const noIds = 'none';

/** What stands in state, of a run that died here or in the bucket; null before the first bootstrap. */
export async function storedRepository(world: HubWorld): Promise<Named | null> {
  const stack = stackOf(hubOf(world.landscape).environment);
  const { repository: name, repositoryIds: ids } =
    (await readCheckpoint(localStore(world), stack))?.outputs ?? (await sharedOutputs(world, stack));
  return typeof name === 'string' ? { name, ids: typeof ids === 'string' ? ids : '' } : null;
}

async function sharedOutputs(world: HubWorld, stack: string): Promise<Readonly<Record<string, unknown>>> {
  if (!(await bucketExists(world))) return {};
  const store = openStore(world.surroundings.stateBackend, await hubAdministrator(world));
  return (await readCheckpoint(store, stack))?.outputs ?? {};
}

/**
 * The repository whose workflows may enter: what is stored, unless a person names another one.
 *
 * @throws ConfigurationError when all roles would open to another repository, or would no longer ask for its ids, unasked
 */
export function settleRepository(wish: RepositoryWish, stored: Named | null): Repository {
  const name = wish.name ?? stored?.name;
  if (name === undefined) {
    throw new ConfigurationError('which repository may deploy? This clone has no remote "origin" on GitHub', {
      advice: 'Name it: npm run bootstrap -- --repository OWNER/NAME',
    });
  }
  if (stored !== null && name !== stored.name && !wish.nameIsGiven) throw otherRepository(stored, name);
  const ids = idsOf(wish, stored, name);
  return parseRepository(name, ids === '' ? undefined : ids);
}

function idsOf({ ids, idsAreGiven }: RepositoryWish, stored: Named | null, name: string): string {
  if (idsAreGiven && ids !== undefined) return ids === noIds ? '' : ids;
  if (stored === null || stored.ids === '') return ids ?? '';
  // GitHub's ids tell a renamed repository from another one; without them only a person can.
  if (ids === undefined ? name === stored.name : ids === stored.ids) return stored.ids;
  throw otherIds(stored, name, ids);
}

const shown = ({ name, ids }: Named): string => (ids === '' ? `${name} without ids` : `${name} with the ids ${ids}`);

const otherRepository = (stored: Named, found: string): ConfigurationError =>
  new ConfigurationError(
    `the roles were made for ${shown(stored)}, and this clone came from ${found}: all of them would open to that one instead`,
    {
      advice:
        `To keep them: --repository ${stored.name}. To give them to the other one: --repository ${found}` +
        ` --repository-ids OWNER-ID/REPOSITORY-ID (or ${noIds}).`,
    },
  );

const otherIds = (stored: Named, name: string, found: string | undefined): ConfigurationError =>
  new ConfigurationError(
    `the roles were made for ${shown(stored)}, and ` +
      (found === undefined ? `nothing says the ids of ${name}` : `GitHub says that ${name} has the ids ${found}`) +
      ': a repository with those ids could enter no more, and another one could',
    { advice: `If that is meant: --repository-ids ${found ?? 'OWNER-ID/REPOSITORY-ID'} (${noIds}: by name alone).` },
  );

/** What the tokens of GitHub must say, in words. */
export function repositoryInWords(repository: Repository): string {
  const { repository: name, repositoryIds: ids } = repositoryOutputs(repository);
  return ids === '' ? `${name}, by name alone: one re-created under it could enter` : `${name} with the ids ${ids}`;
}
