/** Bootstrap's own state: it starts in a local folder, because the bucket does not exist yet, and moves into it. */
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { bootstrapNames } from '../../infra/names.ts';
import { hubOf, project } from '../../infra/bootstrap/landscape.ts';
import { EngineError } from '../errors.ts';
import { decode, encode, type DocumentStore } from '../store/documentStore.ts';
import { FolderStore } from '../store/folder.ts';
import { openStore } from '../store/open.ts';
import { hubAdministrator, type BootstrapWorld } from './world.ts';

/** Stack of one account. It lives in the program's own project, so that one bucket and one layout hold everything. */
export const stackOf = bootstrapNames.stack;

export const stateKeyOf = (environment: string): string => `.pulumi/stacks/${project}/${stackOf(environment)}.json`;
/** Which version of the bucket's document the working copy came from. */
const baseKey = 'base.json';

export const localBackend = ({ folder }: Pick<BootstrapWorld, 'folder'>): string =>
  `file://${resolve(folder)}?create_dir=true`;

export const localStore = ({ folder }: Pick<BootstrapWorld, 'folder'>): DocumentStore =>
  new FolderStore(resolve(folder));

const sharedStore = async (world: BootstrapWorld): Promise<DocumentStore> =>
  openStore(world.surroundings.stateBackend, await hubAdministrator(world));

const environmentsOf = ({ landscape }: BootstrapWorld): readonly string[] =>
  landscape.environments.map(({ environment }) => environment);

type Base = Readonly<Record<string, string>>;

/**
 * Fetches the state from the bucket into the working copy. A copy that a dead run left is continued, unless somebody else has
 * bootstrapped meanwhile.
 *
 * @param bucketExists whether there is a bucket to ask
 */
export async function checkOut(world: BootstrapWorld, bucketExists: boolean): Promise<void> {
  const local = localStore(world);
  const shared = bucketExists ? await sharedStore(world) : null;
  const base: Record<string, string> = { ...(await readBase(local)) };
  for (const environment of environmentsOf(world)) {
    const key = stateKeyOf(environment);
    const [mine, theirs] = [await local.read(key), (await shared?.read(key)) ?? null];
    if (theirs === null) continue;
    if (mine === null) {
      await local.create(key, theirs.body);
      base[key] = theirs.version;
    } else if (base[key] !== theirs.version) throw overtaken(world, environment);
  }
  await writeBase(local, base);
}

/** Writes the working copy back and clears it away. */
export async function checkIn(world: BootstrapWorld): Promise<void> {
  const local = localStore(world);
  const shared = await sharedStore(world);
  const base = await readBase(local);
  for (const environment of environmentsOf(world)) {
    const key = stateKeyOf(environment);
    const mine = await local.read(key);
    if (mine === null) continue;
    const before = base[key];
    const written =
      before === undefined ? await shared.create(key, mine.body) : await shared.replace(key, mine.body, before);
    if (written.status === 'conflict') throw overtaken(world, environment);
    // One by one, so that a run which dies here goes on with the rest.
    await writeBase(local, { ...(await readBase(local)), [key]: written.version });
  }
  await rm(resolve(world.folder), { recursive: true, force: true });
}

/** Removes the state of bootstrap everywhere, when there is nothing left for it to say. */
export async function forget(world: BootstrapWorld): Promise<void> {
  const shared = await sharedStore(world);
  const base = await readBase(localStore(world));
  for (const environment of environmentsOf(world)) {
    const version = base[stateKeyOf(environment)];
    if (version === undefined) continue;
    const { status } = await shared.remove(stateKeyOf(environment), version);
    if (status === 'conflict') throw overtaken(world, environment);
  }
  await rm(resolve(world.folder), { recursive: true, force: true });
}

async function readBase(local: DocumentStore): Promise<Base> {
  const document = await local.read(baseKey);
  return document === null ? {} : (decode(document) as Base);
}

async function writeBase(local: DocumentStore, base: Base): Promise<void> {
  const before = await local.read(baseKey);
  if (before === null) await local.create(baseKey, encode(base));
  else await local.replace(baseKey, encode(base), before.version);
}

const overtaken = (world: BootstrapWorld, environment: string): EngineError =>
  new EngineError(`the state of ${stackOf(environment)} in the bucket was changed by another bootstrap`, {
    advice: `Nothing of theirs is lost. Remove ${join(world.folder)} and run it again: it goes on from the bucket, ${bootstrapNames.stateBucket(hubOf(world.landscape).account)}.`,
  });
