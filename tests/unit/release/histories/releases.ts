/** Small releases that are stored and unpacked like real ones: their program is a line, the engine of the histories reads none. */
import { createHash } from 'node:crypto';
import type { Settings } from '../../../../infra/settings.ts';
import type { Source } from '../../../../pipeline/engine/source.ts';
import { assemble, type BuiltRelease } from '../../../../pipeline/release/build.ts';
import { encodeSettings, settingsFile } from '../../../../pipeline/release/contents.ts';
import type { Release } from '../../../../pipeline/release/release.ts';

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
  facts: Partial<Pick<Release, 'authors' | 'builtAt' | 'commit' | 'dirty'>> = {},
): SmallRelease {
  const files = new Map([
    ...environments.map(({ environment }) => [`config/${environment}.yaml`, bytes('config: {}\n')] as const),
    ['infra/program.ts', bytes(`export const name = '${name}';\n`)],
    [settingsFile, encodeSettings(environments)],
  ]);
  const built = assemble(root, {
    files,
    functionPackage: bytes(`package of ${name}`),
    facts: {
      commit: createHash('sha1').update(name).digest('hex'),
      dirty: false,
      authors: ['author@example.com'],
      committedAt: '2026-03-02T09:00:00Z',
      ...facts,
      builtAt: new Date(facts.builtAt ?? '2026-03-02T09:00:00Z'),
    },
  });
  return { release: built.release, source: built.source, built };
}
