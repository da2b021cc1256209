import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { unzipSync } from 'fflate';
import { EngineError } from '../errors.ts';
import type { Source } from '../engine/source.ts';
import { encode, type DocumentStore } from '../store/documentStore.ts';
import { parse } from '../store/parse.ts';
import { isIntact, moveInto, releasesFolder, sourceOf, type BuiltRelease } from './build.ts';
import { releaseSchema, shortId, type Release } from './release.ts';

const keyOf = (id: string, file: string): string => `releases/${id}/${file}`;

/**
 * Stores a built release, once. Storing it again changes nothing; `release.json` is written last, so a release that has one
 * is complete.
 */
export async function storeRelease(store: DocumentStore, built: BuiltRelease): Promise<'stored' | 'exists'> {
  const { id } = built.release;
  if ((await store.read(keyOf(id, 'release.json'))) !== null) return 'exists';
  await store.create(keyOf(id, 'source.zip'), built.sourceArchive);
  await store.create(keyOf(id, 'payments.zip'), built.functionPackage);
  const result = await store.create(keyOf(id, 'release.json'), encode(built.release));
  return result.status === 'written' ? 'stored' : 'exists';
}

/** Reads the record of a release; null when there is none. */
export async function readRelease(store: DocumentStore, id: string): Promise<Release | null> {
  const document = await store.read(keyOf(id, 'release.json'));
  if (document === null) return null;
  const advice = 'It is not used. Build the release again from its commit.';
  return parse(releaseSchema, document, keyOf(id, 'release.json'), advice);
}

/** Every stored release, newest first. */
export async function listReleases(store: DocumentStore): Promise<readonly Release[]> {
  const keys = (await store.list('releases/')).filter((key) => key.endsWith('/release.json'));
  const releases = await Promise.all(keys.map((key) => readRelease(store, key.split('/')[1] ?? '')));
  return releases.filter((release) => release !== null).sort((a, b) => b.builtAt.localeCompare(a.builtAt));
}

/**
 * Unpacks a stored release. Every digest is checked before it is used, also of what was unpacked earlier.
 *
 * @param root repository whose packages the program will find
 * @throws EngineError when it is missing, incomplete or was altered
 */
export async function loadRelease(store: DocumentStore, id: string, root: string): Promise<Source> {
  const release = await readRelease(store, id);
  if (release === null) {
    throw new EngineError(`there is no release ${shortId(id)}`, { advice: 'npm run releases lists the stored ones.' });
  }
  const directory = join(releasesFolder(root), id);
  if (!(await isIntact(directory, release))) await unpack(store, release, directory);
  return sourceOf(release, directory);
}

async function unpack(store: DocumentStore, release: Release, target: string): Promise<void> {
  const [archive, functionPackage] = await Promise.all([
    verified(store, release.id, 'source.zip', release.source.sha256),
    verified(store, release.id, 'payments.zip', release.functionPackage.sha256),
  ]);
  const work = `${target}.${randomUUID()}`;
  try {
    for (const [name, content] of Object.entries({ ...unzipSync(archive), 'payments.zip': functionPackage })) {
      const file = join(work, name);
      if (!file.startsWith(`${work}${sep}`))
        throw new EngineError(`release ${shortId(release.id)} holds a file outside of it: ${name}`);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    await moveInto(work, target, release);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function verified(store: DocumentStore, id: string, file: string, sha256: string): Promise<Uint8Array> {
  const document = await store.read(keyOf(id, file));
  if (document === null) throw new EngineError(`release ${shortId(id)} is incomplete: ${file} is missing`);
  const found = createHash('sha256').update(document.body).digest('hex');
  if (found === sha256) return document.body;
  throw new EngineError(`release ${shortId(id)} was altered: ${file} has digest ${found}, its record says ${sha256}`, {
    advice: 'It is not used. Find out who wrote to the state bucket, and build the release again from its commit.',
  });
}
