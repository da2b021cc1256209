import type { Settings } from '../infra/settings.ts';
import type { Configuration } from './configuration/index.ts';
import { preview, type Plan } from './engine/plan.ts';
import type { Surroundings } from './engine/surroundings.ts';
import type { Progress } from './progress.ts';
import { buildRelease } from './release/build.ts';
import { fingerprint } from './release/fingerprint.ts';
import { summarise } from './release/planText.ts';

export type PreviewResult =
  | { readonly environment: string; readonly status: 'planned'; readonly plan: Plan; readonly fingerprint: string }
  | { readonly environment: string; readonly status: 'failed'; readonly error: string };

/** Previews the working tree in several environments at once. One that fails does not hide the others. */
export async function previewEnvironments(request: {
  readonly root: string;
  readonly configuration: Configuration;
  readonly environments: readonly Settings[];
  readonly surroundings: Surroundings;
  readonly progress: Progress;
  readonly now: () => Date;
}): Promise<readonly PreviewResult[]> {
  const { root, configuration, environments, surroundings, progress, now } = request;
  const { source } = await buildRelease(root, configuration.environments, now);
  return Promise.all(
    environments.map(async ({ environment }): Promise<PreviewResult> => {
      try {
        progress(environment, 'planning');
        const plan = await preview({ source, environment, surroundings, purpose: 'preview' });
        progress(environment, summarise(plan.changes));
        return { environment, status: 'planned', plan, fingerprint: fingerprint(plan) };
      } catch (error) {
        progress(environment, 'preview failed');
        return { environment, status: 'failed', error: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
}
