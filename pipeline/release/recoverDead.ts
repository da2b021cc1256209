import type { Settings } from '../../infra/settings.ts';
import { EngineError } from '../errors.ts';
import type { ReleaseContext } from './context.ts';
import { describeLease, readLease } from './lease.ts';
import { recover, type RecoverRequest } from './recover.ts';

/**
 * Recovers an environment without a person, when its lease names a run of GitHub Actions that GitHub says has ended. A
 * laptop's lease, a living run's, and one that nobody can tell about are left as they are: the deployment then says whose it is.
 */
export async function recoverDead(
  context: ReleaseContext,
  { settings, runState }: { readonly settings: Settings; readonly runState: RecoverRequest['runState'] },
): Promise<void> {
  const { environment } = settings;
  const store = await context.effects.store(`deploy-${environment}`);
  const held = await readLease(store, environment);
  const holder = held?.lease.holder;
  if (held === null || holder?.kind !== 'github-actions' || runState === undefined) return;
  if ((await runState(holder.repository, holder.runId, holder.attempt)) !== 'dead') return;
  context.progress(environment, `recovering from ${describeLease(held.lease)}: that run has ended`);
  const fallback = () => {
    throw new EngineError(`the lease on ${environment} names no release`, {
      advice: `npm run recover -- ${environment}`,
    });
  };
  await recover(context, { settings, runState, holderIsDead: false, fallback });
}
