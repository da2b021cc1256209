import { join } from 'node:path';
import type { Settings } from '../../../infra/settings.ts';
import { assemble, sourceOf, type BuiltRelease } from '../../../pipeline/release/build.ts';
import { encodeSettings, filesIn, settingsFile } from '../../../pipeline/release/contents.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** The same program with other settings, under the id that follows from them. It runs from where the first one lies. */
export function withSettings(built: BuiltRelease, environments: readonly Settings[]): BuiltRelease {
  const files = new Map([...filesIn(built.sourceArchive), [settingsFile, encodeSettings(environments)]]);
  const { functionPackage, release, source } = built;
  const facts = { ...release, builtAt: new Date(release.builtAt) };
  const other = assemble(root, { files, functionPackage, facts });
  return { ...other, source: sourceOf(other.release, source.directory) };
}
