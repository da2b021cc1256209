/** What a dead run left pending, put in order by what the account holds. */
import { completeCreation } from '../account/completeCreation.ts';
import { locate } from '../account/locate/index.ts';
import { deploySpoke, readSpoke } from '../account/spoke.ts';
import { readCheckpoint, type Checkpoint, type PendingOperation } from '../engine/checkpoint.ts';
import { isInPlace, settlePending, type PendingDecision } from '../engine/pending.ts';
import { isInfrastructure } from '../engine/plan.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import type { Settings } from '../../infra/settings.ts';
import type { Surroundings } from '../engine/surroundings.ts';
import type { Progress } from '../progress.ts';

interface SettleRequest {
  readonly settings: Settings;
  readonly surroundings: Surroundings;
  readonly progress: Progress;
}

/** What became of one pending operation. */
export interface Settled {
  readonly urn: string;
  readonly type: string;
  /** In words. */
  readonly outcome: string;
}

/**
 * Asks the account about every operation that a dead run left pending, completes what was made half, and writes the answers into
 * state.
 */
export async function settle(request: SettleRequest, store: DocumentStore): Promise<readonly PendingDecision[]> {
  const checkpoint = await readCheckpoint(store, request.settings.environment);
  if (checkpoint === null || checkpoint.pendingOperations.length === 0) return [];
  const decisions = await Promise.all(
    checkpoint.pendingOperations.map((operation) => decisionOf(request, checkpoint, operation)),
  );
  await complete(request, decisions);
  await settlePending(store, request.settings.environment, checkpoint, decisions);
  return decisions;
}

async function complete(
  { settings, surroundings, progress }: SettleRequest,
  decisions: readonly PendingDecision[],
): Promise<void> {
  const created = decisions.flatMap(({ operation, found }) =>
    operation.type === 'creating' && found !== null ? [{ type: operation.resource.type, id: found }] : [],
  );
  if (created.length === 0) return;
  const credentials = await deploySpoke(surroundings, settings);
  for (const resource of created) {
    const done = await completeCreation(credentials, settings.region, resource);
    if (done !== null) progress(settings.environment, `${resource.id}: ${done}`);
  }
}

async function decisionOf(
  { settings, surroundings, progress }: SettleRequest,
  { resources }: Checkpoint,
  operation: PendingOperation,
): Promise<PendingDecision> {
  const { urn, type, inputs, custom, id } = operation.resource;
  if (operation.type !== 'creating') return { operation, found: id || null };
  // Components, providers and the stack are in no account: the program makes them again.
  if (!custom || !isInfrastructure(operation.resource)) return { operation, found: null };
  progress(settings.environment, `was ${urn.slice(urn.lastIndexOf('::') + 2)} created?`);
  const credentials = await readSpoke(surroundings, settings);
  const name = urn.slice(urn.lastIndexOf('::') + 2);
  const known = resources.filter((each) => each.urn === urn && isInPlace(each)).map((each) => each.id);
  const found = await locate(credentials, settings.account, settings.region, { urn, type, name, inputs, known });
  return { operation, found };
}

/** What became of one of them, in words. */
export function outcomeOf({ operation, found }: PendingDecision): Settled {
  const { urn, type } = operation.resource;
  if (operation.type !== 'creating') return { urn, type, outcome: `${operation.type}: read from the account` };
  return { urn, type, outcome: found === null ? 'was not created: forgotten' : `was created: taken over as ${found}` };
}
