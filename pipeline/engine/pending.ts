import type { DocumentStore } from '../store/documentStore.ts';
import {
  replaceState,
  type Checkpoint,
  type PendingOperation,
  type StateFile,
  type StateFileResource,
} from './checkpoint.ts';
import { changesIn, failed, type PlannedChange } from './plan.ts';
import { runEngine, type EngineRequest } from './run.ts';

/** What was found in the account about an operation that a dead run left pending. */
export interface PendingDecision {
  readonly operation: PendingOperation;
  /** Physical id when the account has the resource, null when it does not. */
  readonly found: string | null;
}

/**
 * Settles pending operations by what the account holds: a creation that happened enters state under its id, one that did not is
 * forgotten, updates and deletions are read back by the refresh that follows. Nothing in the account changes.
 */
export const settlePending = (
  store: DocumentStore,
  environment: string,
  { version }: Pick<Checkpoint, 'version'>,
  decisions: readonly PendingDecision[],
): Promise<void> => replaceState(store, environment, version, (state) => rewritten(state, decisions));

/** Whether a resource of state stands in the account and is to stay there. */
export const isInPlace = (resource: { readonly delete?: boolean; readonly pendingReplacement?: boolean }): boolean =>
  resource.delete !== true && resource.pendingReplacement !== true;

function rewritten(state: StateFile, decisions: readonly PendingDecision[]): StateFile {
  let resources = [...(state.resources ?? [])];
  for (const { operation, found } of decisions) {
    if (operation.type === 'creating' && found !== null) {
      resources = withCreated(resources, { ...operation.resource, id: found, outputs: {} });
    }
  }
  return { ...state, resources, pending_operations: [] };
}

/**
 * One that replaces another takes its place, so that what depends on it still comes after it. The other one is gone when it was
 * deleted first, and is left to be deleted when it was not, as the engine would have left it.
 */
function withCreated(resources: readonly StateFileResource[], created: StateFileResource): StateFileResource[] {
  const index = resources.findIndex(({ urn, delete: replaced }) => urn === created.urn && replaced !== true);
  const old = resources[index];
  if (old === undefined) return [...resources, created];
  if (old.id === created.id && isInPlace(old)) return [...resources];
  const left = isInPlace(old) ? [{ ...old, delete: true }] : [];
  return [...resources.toSpliced(index, 1, created), ...left];
}

/**
 * Reads every resource of a stack from the account into state. The program does not run: with it the engine would read one
 * resource after the other. So the role is the one that state records, and only who deploys may ask for this.
 *
 * @returns what differed from state
 */
export async function refresh(request: EngineRequest): Promise<readonly PlannedChange[]> {
  const { error, events } = await runEngine(request, async (stack, { onEvent }) => {
    Object.assign(stack, { info: async () => undefined });
    await stack.refresh({ onEvent, runProgram: false });
  });
  if (error !== null) throw failed(`refresh of ${request.environment} failed`, events, error);
  // Of a refresh, only the results mean anything.
  const found = events.flatMap(({ resOutputsEvent }) => (resOutputsEvent ? [resOutputsEvent.metadata] : []));
  return changesIn(found).filter(({ operation }) => operation !== 'same');
}
