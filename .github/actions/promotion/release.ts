import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildAndStore } from '../../../pipeline/release/buildAndStore.ts';
import { packageFile, sourceFile } from '../../../pipeline/release/contents.ts';
import type { Bench } from './bench.ts';

/** Builds the release of this commit, stores it once, and lays its parts out for the attestation. */
export async function release(bench: Bench): Promise<void> {
  const { root, tell } = bench;
  const built = await buildAndStore(bench);
  const folder = join(root, 'release');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'release.json'), `${JSON.stringify(built.release, null, 2)}\n`);
  await writeFile(join(folder, packageFile), built.functionPackage);
  await writeFile(join(folder, sourceFile), built.sourceArchive);
  const { id, commit, committedAt, dirty, functionPackage } = built.release;
  tell.output('release', id);
  // Of this commit: what it reverts to may be stored since long, and by somebody else.
  tell.output('commit', commit);
  tell.output('committed-at', dirty ? '' : committedAt);
  await tell.summary(
    `### Release \`${id.slice(0, 12)}\`\n\nCommit \`${commit}\`, function package \`${functionPackage.sha256}\` (${functionPackage.bytes} bytes).`,
  );
}
