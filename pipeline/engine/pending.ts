import type { Deployment, Stack } from '@pulumi/pulumi/automation/index.js';
import { EngineError } from '../errors.ts';
import type { PendingOperation } from './checkpoint.ts';
import { failed, planOf, type PlannedChange } from './plan.ts';
import { runEngine, type EngineRequest } from './run.ts';

/** What was found in the account about an operation that a dead run left pending. */
export interface PendingDecision {
  readonly operation: PendingOperation;
  /** Physical id when the account has the resource, null when it does not. */
  readonly found: string | null;
}

interface StateFile {
  readonly resources?: readonly { readonly urn: string }[];
  readonly pending_operations?: readonly unknown[];
}

/** Removes Pulumi's lock files of a stack. The caller knows that their owner is dead: this stops nobody. */
export async function breakLocks(request: EngineRequest): Promise<void> {
  const { error, events } = await runEngine(request, (stack) => stack.cancel());
  if (error !== null) throw failed(`the lock of ${request.environment} could not be removed`, events, error);
}

/**
 * Settles pending operations by what the account holds: a creation that happened enters state under its id, one that did not is
 * forgotten, updates and deletions are read back by the refresh that follows. Nothing in the account changes.
 */
export async function settlePending(request: EngineRequest, decisions: readonly PendingDecision[]): Promise<void> {
  const { error, events } = await runEngine(request, (stack) => rewrite(stack, decisions));
  if (error !== null) throw failed(`the state of ${request.environment} could not be settled`, events, error);
}

async function rewrite(stack: Stack, decisions: readonly PendingDecision[]): Promise<void> {
  const exported = await stack.exportStack();
  const state = exported.deployment as StateFile;
  const known = new Set((state.resources ?? []).map(({ urn }) => urn));
  const adopted = decisions.filter(
    ({ operation, found }) => operation.type === 'creating' && found !== null && !known.has(operation.resource.urn),
  );
  const resources = [
    ...(state.resources ?? []),
    ...adopted.map(({ operation, found }) => ({ ...operation.resource, id: found, outputs: {} })),
  ];
  const deployment: Deployment = { ...exported, deployment: { ...state, resources, pending_operations: [] } };
  await stack.importStack(deployment);
}

/**
 * Reads every resource of a stack from the account into state, with the program running, so that the current role is used.
 *
 * @returns what differed from state
 */
export async function refresh(request: EngineRequest): Promise<readonly PlannedChange[]> {
  const { error, events } = await runEngine(request, async (stack, { onEvent }) => {
    Object.assign(stack, { info: async () => undefined });
    await stack.refresh({ onEvent, runProgram: true });
  });
  if (error instanceof EngineError || error !== null)
    throw failed(`refresh of ${request.environment} failed`, events, error);
  return planOf(request, events).changes.filter(({ operation }) => operation !== 'same');
}
