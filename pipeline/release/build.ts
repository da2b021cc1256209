import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Settings } from '../../infra/settings.ts';
import { buildFunctionPackage } from '../../payments/package.ts';
import { engineVersion } from '../engine/version.ts';
import type { Source } from '../engine/source.ts';
import { commitOf, type Commit } from './commit.ts';
import {
  archiveOf,
  idOf,
  isIntact,
  packageFile,
  partsOf,
  settingsFile,
  encodeSettings,
  type Files,
} from './contents.ts';
import type { Release } from './release.ts';

/** A release on disk, before or after it was stored. */
export interface BuiltRelease {
  readonly release: Release;
  readonly source: Source;
  /** What is stored write-once: the archive of `infra/`, `config/` and the settings read from it, and the function package. */
  readonly sourceArchive: Uint8Array;
  readonly functionPackage: Uint8Array;
}

/** Where unpacked releases lie: inside the repository, so that their programs find its packages. */
export const releasesFolder = (root: string): string => join(root, '.cache', 'releases');

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
    const { path } = await buildFunctionPackage(work);
    const functionPackage = new Uint8Array(await readFile(path));
    const files = await sourceFiles(root, environments);
    const built = assemble(root, { files, functionPackage, facts: { ...(await commitOf(root)), builtAt: now() } });
    await write(files, work);
    await moveInto(work, built.source.directory, built.release);
    return built;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A release of these contents. It is not on disk yet. */
export function assemble(
  root: string,
  {
    files,
    functionPackage,
    facts,
  }: {
    readonly files: Files;
    readonly functionPackage: Uint8Array;
    readonly facts: Commit & { readonly builtAt: Date };
  },
): BuiltRelease {
  const sourceArchive = archiveOf(files);
  const parts = partsOf(sourceArchive, functionPackage, engineVersion);
  const { commit, dirty, authors, committedAt, builtAt } = facts;
  const release: Release = {
    ...{ schemaVersion: 1, id: idOf(parts), commit, dirty, authors: [...authors], committedAt },
    ...{ builtAt: builtAt.toISOString(), ...parts },
  };
  const source = sourceOf(release, join(releasesFolder(root), release.id));
  return { release, source, sourceArchive, functionPackage };
}

/** The source of a release that lies unpacked in `directory`. */
export const sourceOf = (release: Release, directory: string): Source => ({
  release: release.id,
  directory,
  functionPackage: {
    path: join(directory, packageFile),
    sha256Base64: Buffer.from(release.functionPackage.sha256, 'hex').toString('base64'),
  },
  environments: release.environments,
});

/** The program and the environments' configuration; guardrails, bootstrap and parity rules are the current pipeline's. */
async function sourceFiles(root: string, environments: readonly Settings[]): Promise<Files> {
  const program = (await filesBelow(root, 'infra')).filter((name) => !/^infra\/(bootstrap|policies)\//.test(name));
  const names = [...program, ...environments.map(({ environment }) => `config/${environment}.yaml`)].sort();
  const contents = await Promise.all(
    names.map(async (name) => [name, new Uint8Array(await readFile(join(root, name)))] as const),
  );
  return new Map([...contents, [settingsFile, encodeSettings(environments)]]);
}

async function filesBelow(root: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|ya?ml|json)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** Writes the files of a release below a folder. */
export async function write(files: Files, folder: string): Promise<void> {
  for (const [name, content] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
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
