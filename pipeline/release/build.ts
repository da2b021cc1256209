import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { zipSync } from 'fflate';
import type { Settings } from '../../infra/settings.ts';
import { buildFunctionPackage } from '../../payments/package.ts';
import { engineVersion } from '../engine/version.ts';
import type { Source } from '../engine/source.ts';
import { commitOf } from './commit.ts';
import type { Release } from './release.ts';

/** A release on disk, before or after it was stored. */
export interface BuiltRelease {
  readonly release: Release;
  readonly source: Source;
  /** What is stored write-once: the archive of `infra/` and `config/`, and the function package. */
  readonly sourceArchive: Uint8Array;
  readonly functionPackage: Uint8Array;
}

/** Where unpacked releases lie: inside the repository, so that their programs find its packages. */
export const releasesFolder = (root: string): string => join(root, '.cache', 'releases');

const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');

/**
 * Builds the release of a working tree. The same program, configuration, function and engine give the same id on every
 * machine, so a merge that changes only documents makes no new release.
 *
 * @param now clock, for `builtAt`; it does not enter the id
 */
export async function buildRelease(
  root: string,
  environments: readonly Settings[],
  now: () => Date,
): Promise<BuiltRelease> {
  const work = join(releasesFolder(root), `.building-${randomUUID()}`);
  try {
    await mkdir(work, { recursive: true });
    const built = await buildFunctionPackage(work);
    const files = await sourceFiles(root, environments);
    const release = await describe(root, files, built, environments, now);
    const directory = await place(files, work, join(releasesFolder(root), release.id), release);
    return {
      release,
      source: sourceOf(release, directory),
      sourceArchive: archive(files),
      functionPackage: await readFile(join(directory, 'payments.zip')),
    };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The source of a release that lies unpacked in `directory`. */
export const sourceOf = (release: Release, directory: string): Source => ({
  release: release.id,
  directory,
  functionPackage: {
    path: join(directory, 'payments.zip'),
    sha256Base64: Buffer.from(release.functionPackage.sha256, 'hex').toString('base64'),
  },
  environments: release.environments,
});

type Files = ReadonlyMap<string, Uint8Array>;

/** The program and the environments' configuration; guardrails, bootstrap and parity rules are the current pipeline's. */
async function sourceFiles(root: string, environments: readonly Settings[]): Promise<Files> {
  const program = (await filesBelow(root, 'infra')).filter((name) => !/^infra\/(bootstrap|policies)\//.test(name));
  const names = [...program, ...environments.map(({ environment }) => `config/${environment}.yaml`)].sort();
  const contents = await Promise.all(
    names.map(async (name) => [name, new Uint8Array(await readFile(join(root, name)))] as const),
  );
  return new Map(contents);
}

async function filesBelow(root: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|ya?ml|json)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

async function describe(
  root: string,
  files: Files,
  built: Awaited<ReturnType<typeof buildFunctionPackage>>,
  environments: readonly Settings[],
  now: () => Date,
): Promise<Release> {
  const configuration = Object.fromEntries(
    environments.map(({ environment }) => [environment, sha256(files.get(`config/${environment}.yaml`) ?? '')]),
  );
  const program = { sha256: programDigest(files) };
  const functionPackage = { sha256: built.sha256Hex, bytes: built.bytes };
  const id = sha256(JSON.stringify([program, configuration, functionPackage.sha256, engineVersion]));
  const commit = await commitOf(root);
  return {
    schemaVersion: 1,
    id,
    ...commit,
    authors: [...commit.authors],
    builtAt: now().toISOString(),
    engineVersion,
    functionPackage,
    program,
    configuration,
    source: { sha256: sha256(archive(files)) },
    environments: [...environments],
  };
}

const programDigest = (files: Files): string =>
  sha256(
    [...files]
      .filter(([name]) => name.startsWith('infra/'))
      .map(([name, content]) => `${sha256(content)}  ${name}\n`)
      .join(''),
  );

/** Whether a folder holds exactly the program, the configuration and the package that a release is made of. */
export async function isIntact(directory: string, release: Release): Promise<boolean> {
  try {
    const files = await sourceFiles(directory, release.environments);
    const functionPackage = await readFile(join(directory, 'payments.zip'));
    return (
      sha256(functionPackage) === release.functionPackage.sha256 &&
      programDigest(files) === release.program.sha256 &&
      Object.entries(release.configuration).every(
        ([environment, digest]) => sha256(files.get(`config/${environment}.yaml`) ?? '') === digest,
      )
    );
  } catch {
    return false;
  }
}

/** A fixed time stamp (the earliest a zip can hold) keeps the archive byte-identical. */
const archive = (files: Files): Uint8Array => zipSync(Object.fromEntries(files), { mtime: new Date(1980, 0, 1) });

/** Moves a finished build to its place, unless the same release lies there whole. */
async function place(files: Files, work: string, target: string, release: Release): Promise<string> {
  for (const [name, content] of files) {
    await mkdir(dirname(join(work, name)), { recursive: true });
    await writeFile(join(work, name), content);
  }
  await moveInto(work, target, release);
  return target;
}

/** Moves a release to its place, unless it lies there whole already: somebody else may have put it there at the same time. */
export async function moveInto(work: string, target: string, release: Release): Promise<void> {
  if (await isIntact(target, release)) return;
  try {
    await rename(work, target);
  } catch {
    if (await isIntact(target, release)) return;
    await rm(target, { recursive: true, force: true });
    await rename(work, target);
  }
}
