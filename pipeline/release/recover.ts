import type { Settings } from '../../infra/settings.ts';
import { removeHalfWritten } from '../engine/companions.ts';
import { breakLock, describeLock, readLocks } from '../engine/lock.ts';
import type { PlannedChange } from '../engine/plan.ts';
import type { EngineRequest } from '../engine/run.ts';
import type { Source } from '../engine/source.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import type { ReleaseContext } from './context.ts';
import { commandAfter } from './continuation.ts';
import type { EvidenceStart } from './evidence.ts';
import { requireDead, requireSaidDead, type HolderState } from './holder.ts';
import { acquireLease, readLease, takeOverLease, type FoundLease, type HeldLease } from './lease.ts';
import { statesOf, type KnownPlan } from './knownPlan.ts';
import { planLines } from './planText.ts';
import { readPromotion } from './promotionRecord.ts';
import { endEvidence } from './recoveredEvidence.ts';
import { loadRelease } from './releaseStore.ts';
import { outcomeOf, type Settled } from './settle.ts';

export interface RecoverRequest {
  readonly settings: Settings;
  /** Asks GitHub about a run; undefined where no token is at hand. */
  readonly runState?: ((repository: string, runId: string, attempt: number) => Promise<HolderState>) | undefined;
  /** A person says that the holder is dead: needed for a laptop that cannot be asked. */
  readonly holderIsDead: boolean;
  /** Used when neither lease nor record names a release: the working tree. */
  readonly fallback: () => Promise<Source>;
}

/** What a dead run left, what was made of it, and what is still to be done. */
export interface RecoveryCard {
  readonly environment: string;
  readonly release: string;
  /** Who had it, in words; null when nothing was left behind. */
  readonly holder: string | null;
  readonly lastStep: string | null;
  readonly locks: readonly string[];
  readonly settled: readonly Settled[];
  /** What the account held and state did not say. */
  readonly refreshed: readonly PlannedChange[];
  /** What the release still asks for. */
  readonly remaining: readonly PlannedChange[];
  /** What the dead run was asked for, as lease or evidence say; null when nobody had begun anything. */
  readonly begun: Pick<EvidenceStart, 'kind' | 'reason'> | null;
  /** The plan of what remains, for whoever goes on at once. */
  readonly known: KnownPlan;
  /** The one command that continues. */
  readonly command: string;
}

/**
 * Recovers an environment from a run that died: finds out whose it was and whether it lives, takes over its lease, removes its lock,
 * asks the account about every pending operation, and says what is still to be done. Running it again is safe: a recovery that dies
 * holds the environment, and is recovered the same way.
 *
 * @throws EngineError while the holder lives, when nobody can tell, or when somebody else recovers it
 */
export async function recover(context: ReleaseContext, request: RecoverRequest): Promise<RecoveryCard> {
  const { environment } = request.settings;
  const store = await context.effects.store(`deploy-${environment}`);
  const found = await readLease(store, environment);
  if (found !== null) await requireDead(request, found.lease);
  else await requireUnlocked(request, store);
  const source = await sourceFor(context, request, store, found?.lease.release ?? null);
  const asked = { store, environment, release: source.release, holder: context.actor, now: context.now };
  const lease = await (found === null ? acquireLease(asked) : takeOverLease(asked, found));
  // Until it is given back nobody else starts.
  const work = { context, request, store, source, found, lease };
  const card = await underLease(work).catch(async (error: unknown) => {
    // Nothing was held before, and nothing is afterwards. What was taken over stays held: it is not in order yet.
    if (found === null) await lease.release().catch(() => {});
    throw error;
  });
  await lease.release();
  return card;
}

/** Pulumi's lock alone names no run. */
async function requireUnlocked(request: RecoverRequest, store: DocumentStore): Promise<void> {
  const locks = await readLocks(store, request.settings.environment);
  if (locks.length > 0) requireSaidDead(request, locks.map(describeLock).join(', '));
}

interface Work {
  readonly context: ReleaseContext;
  readonly request: RecoverRequest;
  readonly store: DocumentStore;
  readonly source: Source;
  /** What the dead run left; null when it left none. */
  readonly found: FoundLease | null;
  readonly lease: HeldLease;
}

async function underLease(work: Work): Promise<RecoveryCard> {
  const { context, request, store, source, found, lease } = work;
  const { settings } = request;
  const { environment } = settings;
  const { effects, progress } = context;
  const engine = engineRequest(work);
  if (context.surroundings.stateBackend.startsWith('file:')) await removeHalfWritten(store);
  const locks = await readLocks(store, environment);
  await Promise.all(locks.map((lock) => breakLock(store, lock)));
  const settled = await effects.settle(settings, store, progress);
  progress(environment, 'reading the account');
  const refreshed = await effects.refresh(engine);
  const states = await statesOf(store, settings);
  const plan = await effects.preview({ ...engine, purpose: 'observe' }, { refresh: false });
  const remaining = plan.changes.filter(({ operation }) => operation !== 'same');
  const left = lease.lease.found;
  const begun = await endEvidence(context, environment, store, { step: left?.step ?? null, remaining });
  return {
    ...{ environment, release: source.release, refreshed, remaining },
    ...{ holder: left?.holder ?? null, lastStep: left?.step ?? null, locks: locks.map(describeLock) },
    settled: settled.map(outcomeOf),
    begun: found?.lease.asked ?? begun,
    known: { plan, states, found: foundBeside(settled, refreshed) },
    command: commandAfter(environment, source.release, { lease: found?.lease ?? null, begun }),
  };
}

/** What changed in the account and not by the dead run. */
function foundBeside(
  settled: Awaited<ReturnType<ReleaseContext['effects']['settle']>>,
  refreshed: readonly PlannedChange[],
): readonly string[] {
  const own = new Set(settled.map(({ operation }) => operation.resource.urn));
  return planLines({ changes: refreshed.filter(({ urn }) => !own.has(urn)), notes: [] });
}

const engineRequest = ({ context, request, source }: Work): EngineRequest => ({
  source,
  environment: request.settings.environment,
  surroundings: context.surroundings,
  purpose: `deploy-${request.settings.environment}`,
  ...(context.interrupt === undefined ? {} : { interrupt: context.interrupt }),
});

/** The release that was being deployed: of the lease, else of the record, else the working tree. */
async function sourceFor(
  { root }: ReleaseContext,
  { settings, fallback }: RecoverRequest,
  store: DocumentStore,
  ofLease: string | null,
): Promise<Source> {
  const release = ofLease ?? (await readPromotion(store, settings.environment)).current?.release;
  return release === undefined ? fallback() : loadRelease(store, release, root);
}
