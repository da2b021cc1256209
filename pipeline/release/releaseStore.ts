import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../errors.ts';
import type { Source } from '../engine/source.ts';
import { encode, type DocumentStore } from '../store/documentStore.ts';
import { parse } from '../store/parse.ts';
import { moveInto, releasesFolder, sourceOf, write, type BuiltRelease } from './build.ts';
import { filesIn, idOf, isIntact, packageFile, partsOf, sha256, sourceFile } from './contents.ts';
import { releaseSchema, shortId, type Release } from './release.ts';

const keyOf = (id: string, file: string): string => `releases/${id}/${file}`;

/**
 * Stores a built release, once. Storing it again changes nothing; `release.json` is written last, so a release that has one
 * is complete. Whoever stored it first, it is the same one: its id follows from its contents.
 *
 * @throws EngineError when something else lies under its id: nothing is overwritten, and it is not used
 */
export async function storeRelease(store: DocumentStore, built: BuiltRelease): Promise<'stored' | 'exists'> {
  const { id } = built.release;
  const exists = (await readRelease(store, id)) !== null;
  if (!exists) {
    await store.create(keyOf(id, sourceFile), built.sourceArchive);
    await store.create(keyOf(id, packageFile), built.functionPackage);
  }
  await readArchives(store, built.release);
  const result = exists ? null : await store.create(keyOf(id, 'release.json'), encode(built.release));
  if (result?.status === 'written') return 'stored';
  const stored = await readRelease(store, id);
  // What was tried out before it was committed has a commit and authors from now on.
  if (stored?.dirty === true && !built.release.dirty)
    await store.create(keyOf(id, 'clean.json'), encode(built.release));
  return 'exists';
}

/**
 * Reads the record of a release; null when there is none. Where uncommitted work was stored and then built again from a commit,
 * it is the record of that.
 *
 * @throws EngineError when it is the record of another release, or of none
 */
export async function readRelease(store: DocumentStore, id: string): Promise<Release | null> {
  const first = await readRecord(store, id, 'release.json');
  return first?.dirty === true ? ((await readRecord(store, id, 'clean.json')) ?? first) : first;
}

async function readRecord(store: DocumentStore, id: string, file: string): Promise<Release | null> {
  const key = keyOf(id, file);
  const document = await store.read(key);
  if (document === null) return null;
  const release = parse(releaseSchema, document, key, 'It is not used. Build the release again from its commit.');
  if (release.id === id && idOf(release) === id) return release;
  throw foreign(id, `its record describes ${release.id === id ? 'other contents' : `release ${shortId(release.id)}`}`);
}

/** Every stored release, newest first. */
export async function listReleases(store: DocumentStore): Promise<readonly Release[]> {
  const keys = (await store.list('releases/')).filter((key) => key.endsWith('/release.json'));
  const releases = await Promise.all(keys.map((key) => readRelease(store, key.split('/')[1] ?? '')));
  return releases.filter((release) => release !== null).sort((a, b) => b.builtAt.localeCompare(a.builtAt));
}

/**
 * Unpacks a stored release. Its id is worked out from what is unpacked, also from what was unpacked earlier.
 *
 * @param root repository whose packages the program will find
 * @throws EngineError when it is missing, incomplete, or not what its id says
 */
export async function loadRelease(store: DocumentStore, id: string, root: string): Promise<Source> {
  const release = await readRelease(store, id);
  if (release === null) {
    throw new EngineError(`there is no release ${shortId(id)}`, { advice: 'npm run releases lists the stored ones.' });
  }
  const directory = join(releasesFolder(root), id);
  if (!(await isIntact(directory, release))) await unpack(await readArchives(store, release), release, directory);
  return sourceOf(release, directory);
}

/** What is stored of a release beside its record, as it was built. */
export interface Archives {
  readonly source: Uint8Array;
  readonly functionPackage: Uint8Array;
}

/** @throws EngineError when one is missing, or they are not what the release's id says */
export async function readArchives(store: DocumentStore, release: Release): Promise<Archives> {
  const [source, functionPackage] = await Promise.all([
    verified(store, release.id, sourceFile, release.source.sha256),
    verified(store, release.id, packageFile, release.functionPackage.sha256),
  ]);
  const found = idOf(partsOf(source, functionPackage, release.engineVersion));
  if (found !== release.id) throw foreign(release.id, `what is stored under it is release ${shortId(found)}`);
  return { source, functionPackage };
}

async function unpack({ source, functionPackage }: Archives, release: Release, target: string): Promise<void> {
  const work = `${target}.${randomUUID()}`;
  try {
    await write(new Map([...filesIn(source), [packageFile, functionPackage]]), work);
    await moveInto(work, target, release);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  if (!(await isIntact(target, release))) throw foreign(release.id, `${target} holds something else after unpacking`);
}

async function verified(store: DocumentStore, id: string, file: string, digest: string): Promise<Uint8Array> {
  const document = await store.read(keyOf(id, file));
  if (document === null) throw new EngineError(`release ${shortId(id)} is incomplete: ${file} is missing`);
  const found = sha256(document.body);
  if (found !== digest) throw foreign(id, `${file} has digest ${found}, not ${digest}`);
  return document.body;
}

/** A release that somebody stored under the id of another one. */
const foreign = (id: string, problem: string): EngineError =>
  new EngineError(`release ${shortId(id)} is not what its id says: ${problem}`, {
    advice:
      `It is not used, and nothing was changed. Find out who wrote to releases/${id}/ in the state bucket; an administrator of ` +
      'the hub removes that folder, and the release is built again from its commit.',
  });
