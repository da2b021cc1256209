import type { Settings } from '../../infra/settings.ts';
import { breakLock, describeLock, readLocks } from '../engine/lock.ts';
import { refresh } from '../engine/pending.ts';
import { preview, type PlannedChange } from '../engine/plan.ts';
import type { EngineRequest } from '../engine/run.ts';
import type { Source } from '../engine/source.ts';
import type { Surroundings } from '../engine/surroundings.ts';
import type { Progress } from '../progress.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import { openStore } from '../store/open.ts';
import { wayBack } from './deploymentRecord.ts';
import { openEvidence, writeEnd, type EvidenceStart } from './evidence.ts';
import { requireDead, requireSaidDead, type HolderState } from './holder.ts';
import { breakLease, describeLease, readLease } from './lease.ts';
import { statesOf, type KnownPlan } from './knownPlan.ts';
import { planLines } from './planText.ts';
import { readPromotion } from './promotionRecord.ts';
import { loadRelease } from './releaseStore.ts';
import { commandAgain } from './resumeCard.ts';
import { outcomeOf, settle } from './settle.ts';

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
  /** What the dead run had begun, as its evidence says; null when it died before it changed anything. */
  readonly begun: Pick<EvidenceStart, 'kind' | 'reason'> | null;
  /** The plan of what remains, for whoever goes on at once. */
  readonly known: KnownPlan;
  /** The one command that continues. */
  readonly command: string;
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
  const settled = await settle(request, store);
  progress(environment, 'reading the account');
  const refreshed = await refresh(engine);
  const states = await statesOf(store, settings);
  const plan = await preview({ ...engine, purpose: 'observe' });
  const remaining = plan.changes.filter(({ operation }) => operation !== 'same');
  const begun = await endEvidence(request, store, { step: held?.lease.step ?? null, remaining });
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
    begun,
    known: { plan, states, found: foundBeside(settled, refreshed) },
    command: commandAgain({ kind: 'promotion', reason: '', ...begun, environment, release: { id: source.release } }),
  };
}

/** What changed in the account and not by the dead run. */
function foundBeside(
  settled: Awaited<ReturnType<typeof settle>>,
  refreshed: readonly PlannedChange[],
): readonly string[] {
  const own = new Set(settled.map(({ operation }) => operation.resource.urn));
  return planLines({ changes: refreshed.filter(({ urn }) => !own.has(urn)), notes: [] });
}

/** The dead run could not say what became of its change; the account and the plan can. */
async function endEvidence(
  { settings: { environment }, now }: RecoverRequest,
  store: DocumentStore,
  { step, remaining }: { readonly step: string | null; readonly remaining: readonly PlannedChange[] },
): Promise<RecoveryCard['begun']> {
  const open = await openEvidence(store, environment);
  const record = await readPromotion(store, environment);
  for (const { id } of open) {
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
  const last = open.at(-1);
  return last === undefined ? null : { kind: last.kind, reason: last.reason };
}

const engineRequest = ({ settings, surroundings, interrupt }: RecoverRequest, source: Source): EngineRequest => ({
  source,
  environment: settings.environment,
  surroundings,
  purpose: `deploy-${settings.environment}`,
  ...(interrupt === undefined ? {} : { interrupt }),
});

/** The release that was being deployed: of the lease, else of the record, else the working tree. */
async function sourceFor(
  { root, settings, fallback }: RecoverRequest,
  store: DocumentStore,
  ofLease: string | null,
): Promise<Source> {
  const release = ofLease ?? (await readPromotion(store, settings.environment)).current?.release;
  return release === undefined ? fallback() : loadRelease(store, release, root);
}
