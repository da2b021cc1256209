/** What the working copy says about the bootstrap stack of one account: changed here, the account is not. */
import { hostname } from 'node:os';
import { readCheckpoint, replaceState, type StateFileResource } from '../engine/checkpoint.ts';
import { removeHalfWritten } from '../engine/companions.ts';
import { breakLock, describeLock, readLocks } from '../engine/lock.ts';
import { processAlive } from '../engine/processAlive.ts';
import { EngineError } from '../errors.ts';
import { localStore, stackOf } from './ownState.ts';
import type { BootstrapWorld } from './world.ts';

/**
 * Puts it in order after a run that died: its lock goes, and its unfinished operations are forgotten, because what they made is
 * found in the account (`existing`) and what they changed is set again.
 *
 * @returns whether there was anything to settle
 * @throws EngineError while a run is at work
 */
export async function settleDeadRun(world: BootstrapWorld, environment: string): Promise<boolean> {
  const store = localStore(world);
  const stack = stackOf(environment);
  const locks = await readLocks(store, stack);
  const alive = locks.find(({ hostname: host, pid }) => host !== hostname() || processAlive(pid));
  if (alive !== undefined) {
    throw new EngineError(`another bootstrap is at work: ${describeLock(alive)}`, {
      advice: 'Wait for it, or end it.',
    });
  }
  await removeHalfWritten(store);
  const pending = (await readCheckpoint(store, stack))?.pendingOperations ?? [];
  if (locks.length === 0 && pending.length === 0) return false;
  // Not by `pulumi cancel`, which wants to read the stack first: a run may have died while it wrote that.
  for (const lock of locks) await breakLock(store, lock);
  if (pending.length > 0) await rewriteResources(world, environment, (resources) => resources);
  return true;
}

/** Writes other resources into state, and no operation as unfinished. */
export async function rewriteResources(
  world: BootstrapWorld,
  environment: string,
  change: (resources: readonly StateFileResource[]) => readonly StateFileResource[],
): Promise<void> {
  const store = localStore(world);
  const stack = stackOf(environment);
  const checkpoint = await readCheckpoint(store, stack);
  if (checkpoint === null) return;
  await replaceState(store, stack, checkpoint.version, (state) => ({
    ...state,
    resources: change(state.resources ?? []),
    pending_operations: [],
  }));
}
