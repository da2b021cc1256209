/** Small releases that are stored and unpacked like real ones: their program is a line, the engine of the histories reads none. */
import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import type { Settings } from '../../../../infra/settings.ts';
import type { Source } from '../../../../pipeline/engine/source.ts';
import { releasesFolder, sourceOf, type BuiltRelease } from '../../../../pipeline/release/build.ts';
import type { Release } from '../../../../pipeline/release/release.ts';
import { join } from 'node:path';

const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export interface SmallRelease {
  readonly release: Release;
  readonly source: Source;
  readonly built: BuiltRelease;
}

export function smallRelease(
  root: string,
  name: string,
  environments: readonly Settings[],
  facts: Partial<Pick<Release, 'authors' | 'builtAt'>> = {},
): SmallRelease {
  const program = bytes(`export const name = '${name}';\n`);
  const files: Record<string, Uint8Array> = {
    ...Object.fromEntries(environments.map(({ environment }) => [`config/${environment}.yaml`, bytes(`config: {}\n`)])),
    'infra/program.ts': program,
  };
  const archive = zipSync(files, { mtime: new Date(1980, 0, 1) });
  const functionPackage = bytes(`package of ${name}`);
  const release: Release = {
    schemaVersion: 1,
    id: sha256(name),
    commit: sha256(name).slice(0, 40),
    dirty: false,
    authors: ['author@example.com'],
    committedAt: '2026-03-02T09:00:00Z',
    builtAt: '2026-03-02T09:00:00Z',
    engineVersion: '3.246.0',
    functionPackage: { sha256: sha256(functionPackage), bytes: functionPackage.length },
    program: { sha256: sha256(`${sha256(program)}  infra/program.ts\n`) },
    configuration: Object.fromEntries(
      environments.map(({ environment }) => [environment, sha256(files[`config/${environment}.yaml`] ?? '')]),
    ),
    source: { sha256: sha256(archive) },
    environments: [...environments],
    ...facts,
  };
  const source = sourceOf(release, join(releasesFolder(root), release.id));
  return { release, source, built: { release, source, sourceArchive: archive, functionPackage } };
}
