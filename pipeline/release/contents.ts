/** What a release is made of, and the id that follows from every byte of it. */
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import type { Settings } from '../../infra/settings.ts';
import { EngineError } from '../errors.ts';
import { encode } from '../store/documentStore.ts';
import type { Release } from './release.ts';

export type Files = ReadonlyMap<string, Uint8Array>;

/** What of a record follows from the two archives of a release and the engine: equal wherever it is built. */
export type ReleaseParts = Pick<
  Release,
  'engineVersion' | 'functionPackage' | 'program' | 'configuration' | 'source' | 'environments'
>;

/** The archives that a release is stored as. */
export const sourceFile = 'source.zip';
export const packageFile = 'payments.zip';

/** Lies in the source archive, beside program and configuration. */
export const settingsFile = 'settings.json';

export const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');

/** The settings of a release travel with its program: they say which gates it passes. */
export const encodeSettings = (environments: readonly Settings[]): Uint8Array => encode(environments);

/** A fixed time stamp (the earliest a zip can hold) keeps the archive byte-identical. */
export const archiveOf = (files: Files): Uint8Array =>
  zipSync(Object.fromEntries(files), { mtime: new Date(1980, 0, 1) });

/** @throws EngineError for a file that would be written outside of the release's folder */
export function filesIn(archive: Uint8Array): Files {
  const files = new Map(Object.entries(unzipSync(archive)));
  for (const name of files.keys()) {
    const parts = name.split('/');
    if (/[\\\0:]/.test(name) || parts.some((part) => part === '' || part === '.' || part === '..'))
      throw new EngineError(`the release holds a file outside of it: ${name}`);
  }
  return files;
}

/** @throws EngineError when the archive is not one of a release */
export function partsOf(archive: Uint8Array, functionPackage: Uint8Array, engineVersion: string): ReleaseParts {
  const files = readable(() => filesIn(archive));
  return {
    engineVersion,
    functionPackage: { sha256: sha256(functionPackage), bytes: functionPackage.length },
    ...digestsOf(files),
    source: { sha256: sha256(archive) },
    environments: readable(() => settingsIn(files)),
  };
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw cause instanceof EngineError ? cause : new EngineError('the archive is none of a release', { cause });
  }
}

/** The id is the digest of all that determines the result: nobody can store other contents, or other gates, under it. */
export const idOf = (parts: ReleaseParts): string =>
  sha256(
    JSON.stringify([
      parts.program.sha256,
      Object.entries(parts.configuration).sort(([a], [b]) => (a < b ? -1 : 1)),
      sha256(encodeSettings(parts.environments)),
      parts.functionPackage.sha256,
      parts.engineVersion,
      parts.source.sha256,
    ]),
  );

/** Whether a folder holds exactly what a release is made of, and nothing that its program could load besides. */
export async function isIntact(directory: string, release: Release): Promise<boolean> {
  try {
    const files = await filesBelow(directory);
    const functionPackage = { sha256: sha256(files.get(packageFile) ?? ''), bytes: 0 };
    files.delete(packageFile);
    const found = { ...digestsOf(files), environments: settingsIn(files), functionPackage };
    return idOf({ ...release, ...found }) === release.id;
  } catch {
    return false;
  }
}

const environmentIn = (name: string): string | undefined => /^config\/([^/]+)\.yaml$/.exec(name)?.[1];

/** Whatever is neither configuration nor settings counts as program. */
function digestsOf(files: Files): Pick<ReleaseParts, 'program' | 'configuration'> {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, body]) => [name, sha256(body)] as const);
  const program = sorted.filter(([name]) => environmentIn(name) === undefined && name !== settingsFile);
  return {
    program: { sha256: sha256(program.map(([name, digest]) => `${digest}  ${name}\n`).join('')) },
    configuration: Object.fromEntries(
      sorted.flatMap(([name, digest]) => {
        const environment = environmentIn(name);
        return environment === undefined ? [] : [[environment, digest]];
      }),
    ),
  };
}

function settingsIn(files: Files): Settings[] {
  const found = files.get(settingsFile);
  const settings: unknown = found === undefined ? undefined : JSON.parse(new TextDecoder().decode(found));
  if (Array.isArray(settings)) return settings as Settings[];
  throw new EngineError(`the release holds no ${settingsFile}: it was stored by an older version`, {
    advice: 'It is not used. Build it again from its commit.',
  });
}

async function filesBelow(directory: string): Promise<Map<string, Uint8Array>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  if (files.some((entry) => !entry.isFile())) throw new EngineError(`${directory} holds more than files`);
  return new Map(
    await Promise.all(
      files.map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        return [relative(directory, path).split(sep).join('/'), new Uint8Array(await readFile(path))] as const;
      }),
    ),
  );
}
