import type { Settings } from '../../infra/settings.ts';
import { readCheckpoint } from '../engine/checkpoint.ts';
import type { Plan } from '../engine/plan.ts';
import type { DocumentStore } from '../store/documentStore.ts';

/** A plan that was made just before, in the same process, right after the account was read into state. */
export interface KnownPlan {
  readonly plan: Plan;
  /** The states that it was made of. */
  readonly states: string;
  /** What the account held that neither state nor the run before knew about. */
  readonly found: readonly string[];
}

/**
 * Versions of all that a plan of one release is made of: the environment's own state and the one below, of which it takes
 * outputs. A plan reads nothing in the account.
 */
export async function statesOf(
  store: DocumentStore,
  { environment, promotesFrom }: Pick<Settings, 'environment' | 'promotesFrom'>,
): Promise<string> {
  const stacks = promotesFrom === undefined ? [environment] : [environment, promotesFrom];
  const checkpoints = await Promise.all(stacks.map((stack) => readCheckpoint(store, stack)));
  return checkpoints.map((checkpoint) => checkpoint?.version ?? 'none').join(' ');
}

/** The known plan, as long as planning anew would give the same: nobody wrote one of the states since. */
export async function ifStillTrue(
  known: KnownPlan | undefined,
  store: DocumentStore,
  settings: Pick<Settings, 'environment' | 'promotesFrom'>,
  asked: { readonly release: string; readonly refresh: boolean },
): Promise<KnownPlan | null> {
  if (known === undefined || asked.refresh || known.plan.release !== asked.release) return null;
  return (await statesOf(store, settings)) === known.states ? known : null;
}
