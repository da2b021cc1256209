import { loadRelease } from '../../../pipeline/release/releaseStore.ts';
import type { Bench } from './bench.ts';

/** Unpacks the stored release, which checks every digest, and says where it lies. */
export async function fetchRelease(bench: Bench, environment: string, release: string): Promise<void> {
  const { directory } = await loadRelease(await bench.store(`deploy-${environment}`), release, bench.root);
  bench.tell.output('directory', directory);
}
