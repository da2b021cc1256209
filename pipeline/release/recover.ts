import { hostname } from 'node:os';
import type { Settings } from '../../infra/settings.ts';
import { locate } from '../account/locate/index.ts';
import { completeCreation } from '../account/completeCreation.ts';
import { deploySpoke, readSpoke } from '../account/spoke.ts';
import { readCheckpoint, type PendingOperation } from '../engine/checkpoint.ts';
import { breakLock, describeLock, readLocks } from '../engine/lock.ts';
import { refresh, settlePending, type PendingDecision } from '../engine/pending.ts';
import { isInfrastructure, preview, type PlannedChange } from '../engine/plan.ts';
import type { EngineRequest } from '../engine/run.ts';
import type { Source } from '../engine/source.ts';
import type { Surroundings } from '../engine/surroundings.ts';
import { EngineError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import { openStore } from '../store/open.ts';
import { wayBack } from './deploymentRecord.ts';
import { openEvidence, writeEnd } from './evidence.ts';
import { breakLease, describeLease, readLease, type Lease } from './lease.ts';
import { readPromotion } from './promotionRecord.ts';
import { loadRelease } from './releaseStore.ts';

/** Whether the run that holds a lease still lives. */
export type HolderState = 'alive' | 'dead' | 'unknown';

export interface RecoverRequest {
  readonly root: string;
  readonly settings: Settings;
  readonly surroundings: Surroundings;
  /** Asks GitHub about a run; undefined where no token is at hand. */
  readonly runState?: (repository: string, runId: string, attempt: number) => Promise<HolderState>;
  /** A person says that the holder is dead: needed for a laptop that cannot be asked. */
  readonly holderIsDead: boolean;
  /** Used when neither lease nor record names a release: the working tree. */
  readonly fallback: () => Promise<Source>;
  readonly progress: Progress;
  readonly interrupt?: AbortSignal;
  readonly now: () => Date;
}

/** What a dead run left, what was made of it, and what is still to be done. */
export interface RecoveryCard {
  readonly environment: string;
  readonly release: string;
  /** Who had it, in words; null when nothing was left behind. */
  readonly holder: string | null;
  readonly lastStep: string | null;
  readonly locks: readonly string[];
  readonly settled: readonly { readonly urn: string; readonly type: string; readonly outcome: string }[];
  /** What the account held and state did not say. */
  readonly refreshed: readonly PlannedChange[];
  /** What the release still asks for. */
  readonly remaining: readonly PlannedChange[];
}

/**
 * Recovers an environment from a run that died: finds out whose it was and whether it lives, removes its lock and lease, asks the
 * account about every pending operation, and says what is still to be done. Running it again is safe.
 *
 * @throws EngineError while the holder lives, or when nobody can tell
 */
export async function recover(request: RecoverRequest): Promise<RecoveryCard> {
  const { settings, surroundings, progress } = request;
  const { environment } = settings;
  const store = openStore(surroundings.stateBackend, await surroundings.credentials(`deploy-${environment}`));
  const held = await readLease(store, environment);
  const locks = await readLocks(store, environment);
  if (held !== null) await requireDead(request, held.lease);
  else if (locks.length > 0) requireSaidDead(request, locks.map(describeLock).join(', '));
  const source = await sourceFor(request, store, held?.lease.release ?? null);
  const engine = engineRequest(request, source);
  await Promise.all(locks.map((lock) => breakLock(store, lock)));
  const settled = await settle(request, engine, store);
  progress(environment, 'reading the account');
  const refreshed = await refresh(engine);
  const plan = await preview({ ...engine, purpose: 'observe' });
  const remaining = plan.changes.filter(({ operation }) => operation !== 'same');
  await endEvidence(request, store, { step: held?.lease.step ?? null, remaining });
  // The lease goes last: until here nobody else starts, and a recovery that dies is recovered the same way.
  if (held !== null) await breakLease(store, environment, held.version);
  return {
    environment,
    release: source.release,
    holder: held === null ? null : describeLease(held.lease),
    lastStep: held?.lease.step ?? null,
    locks: locks.map(describeLock),
    settled: settled.map(outcomeOf),
    refreshed,
    remaining,
  };
}

/** The dead run could not say what became of its change; the account and the plan can. */
async function endEvidence(
  { settings: { environment }, now }: RecoverRequest,
  store: DocumentStore,
  { step, remaining }: { readonly step: string | null; readonly remaining: readonly PlannedChange[] },
): Promise<void> {
  const open = await openEvidence(store, environment);
  if (open.length === 0) return;
  const record = await readPromotion(store, environment);
  for (const id of open) {
    await writeEnd(store, environment, {
      schemaVersion: 1,
      id,
      finishedAt: now().toISOString(),
      outcome: 'recovered',
      changes: remaining.map(({ operation, type, name }) => `not done: ${operation} ${type} ${name}`),
      payment: null,
      error: `the run died${step === null ? '' : ` at "${step}"`}`,
      wayBack: wayBack(record, record.current?.release ?? ''),
    });
  }
}

const engineRequest = ({ settings, surroundings, interrupt }: RecoverRequest, source: Source): EngineRequest => ({
  source,
  environment: settings.environment,
  surroundings,
  purpose: `deploy-${settings.environment}`,
  ...(interrupt === undefined ? {} : { interrupt }),
});

async function requireDead(request: RecoverRequest, lease: Lease): Promise<void> {
  const state = request.holderIsDead ? 'dead' : await holderState(request, lease);
  const who = describeLease(lease);
  if (state === 'alive')
    throw new EngineError(`${lease.environment} is held by ${who}, and that run is alive`, {
      advice: 'Wait for it, or end it first.',
    });
  if (state === 'unknown') requireSaidDead(request, who);
}

function requireSaidDead({ holderIsDead, settings }: RecoverRequest, who: string): void {
  if (holderIsDead) return;
  throw new EngineError(`cannot tell whether ${who} is still at work on ${settings.environment}`, {
    advice: `When you know that it is not: npm run recover -- ${settings.environment} --holder-is-dead`,
  });
}

async function holderState({ runState }: RecoverRequest, { holder }: Lease): Promise<HolderState> {
  if (holder.kind === 'github-actions') {
    return runState === undefined ? 'unknown' : runState(holder.repository, holder.runId, holder.attempt);
  }
  return holder.host === hostname() ? processState(holder.processId) : 'unknown';
}

function processState(processId: number): HolderState {
  try {
    process.kill(processId, 0);
    return 'alive';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'alive' : 'dead';
  }
}

/** The release that was being deployed: of the lease, else of the record, else the working tree. */
async function sourceFor(
  { root, settings, fallback }: RecoverRequest,
  store: DocumentStore,
  ofLease: string | null,
): Promise<Source> {
  const release = ofLease ?? (await readPromotion(store, settings.environment)).current?.release;
  return release === undefined ? fallback() : loadRelease(store, release, root);
}

async function settle(
  request: RecoverRequest,
  engine: EngineRequest,
  store: DocumentStore,
): Promise<readonly PendingDecision[]> {
  const checkpoint = await readCheckpoint(store, request.settings.environment);
  if (checkpoint === null || checkpoint.pendingOperations.length === 0) return [];
  const decisions = await Promise.all(checkpoint.pendingOperations.map((operation) => decisionOf(request, operation)));
  await complete(request, decisions);
  await settlePending(engine, checkpoint.file, decisions);
  return decisions;
}

async function complete(
  { settings, surroundings, progress }: RecoverRequest,
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
  { settings, surroundings, progress }: RecoverRequest,
  operation: PendingOperation,
): Promise<PendingDecision> {
  const { urn, type, inputs, custom, id } = operation.resource;
  if (operation.type !== 'creating') return { operation, found: id || null };
  // Components, providers and the stack are in no account: the program makes them again.
  if (!custom || !isInfrastructure(operation.resource)) return { operation, found: null };
  progress(settings.environment, `was ${urn.slice(urn.lastIndexOf('::') + 2)} created?`);
  const credentials = await readSpoke(surroundings, settings);
  const name = urn.slice(urn.lastIndexOf('::') + 2);
  return {
    operation,
    found: await locate(credentials, settings.account, settings.region, { urn, type, name, inputs }),
  };
}

function outcomeOf({ operation, found }: PendingDecision): RecoveryCard['settled'][number] {
  const { urn, type } = operation.resource;
  if (operation.type !== 'creating') return { urn, type, outcome: `${operation.type}: read from the account` };
  return { urn, type, outcome: found === null ? 'was not created: forgotten' : `was created: taken over as ${found}` };
}
