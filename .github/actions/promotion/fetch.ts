import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../../pipeline/errors.ts';
import { packageFile, sourceFile } from '../../../pipeline/release/contents.ts';
import { shortId } from '../../../pipeline/release/release.ts';
import { readArchives, readRelease } from '../../../pipeline/release/releaseStore.ts';
import type { Bench } from './bench.ts';

/** Lays out both archives of the stored release as they were built, which checks that they give its id, and says where. */
export async function fetchRelease(bench: Bench, environment: string, id: string): Promise<void> {
  const store = await bench.store(`deploy-${environment}`);
  const release = await readRelease(store, id);
  if (release === null) throw new EngineError(`there is no release ${shortId(id)}`);
  const { source, functionPackage } = await readArchives(store, release);
  const folder = join(bench.root, 'release');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, sourceFile), source);
  await writeFile(join(folder, packageFile), functionPackage);
  bench.tell.output('directory', folder);
}
