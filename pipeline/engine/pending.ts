import type { DocumentStore } from '../store/documentStore.ts';
import { replaceState, type Checkpoint, type PendingOperation, type StateFile } from './checkpoint.ts';
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

function rewritten(state: StateFile, decisions: readonly PendingDecision[]): StateFile {
  const known = new Set((state.resources ?? []).map(({ urn }) => urn));
  const adopted = decisions.filter(
    ({ operation, found }) => operation.type === 'creating' && found !== null && !known.has(operation.resource.urn),
  );
  const resources = [
    ...(state.resources ?? []),
    ...adopted.map(({ operation, found }) => ({ ...operation.resource, id: found, outputs: {} })),
  ];
  return { ...state, resources, pending_operations: [] };
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
