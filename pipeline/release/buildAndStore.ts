import type { Configuration } from '../configuration/index.ts';
import type { Surroundings } from '../engine/surroundings.ts';
import type { Progress } from '../progress.ts';
import { openStore } from '../store/open.ts';
import { buildRelease, type BuiltRelease } from './build.ts';
import { shortId } from './release.ts';
import { storeRelease } from './releaseStore.ts';

/** Builds the release of the working tree and stores it, once, under the release role. */
export async function buildAndStore(request: {
  readonly root: string;
  readonly configuration: Configuration;
  readonly surroundings: Surroundings;
  readonly progress: Progress;
  readonly now: () => Date;
}): Promise<BuiltRelease> {
  const { root, configuration, surroundings, progress, now } = request;
  const built = await buildRelease(root, configuration.environments, now);
  const store = openStore(surroundings.stateBackend, await surroundings.credentials('release'));
  const result = await storeRelease(store, built);
  const { id, commit, dirty } = built.release;
  progress(
    null,
    `release ${shortId(id)} ${result === 'stored' ? 'built' : 'unchanged'} (commit ${commit.slice(0, 12)}${dirty ? ' with uncommitted changes' : ''})`,
  );
  return built;
}
