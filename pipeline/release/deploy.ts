import type { Settings } from '../../infra/settings.ts';
import type { Plan, PlannedChange } from '../engine/plan.ts';
import { settingsOf } from '../engine/run.ts';
import type { UpdateResult } from '../engine/update.ts';
import { EngineError } from '../errors.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import type { SmokePaymentResult } from '../account/smokePayment.ts';
import { describeActor } from './actor.ts';
import { OtherPlanError, requireApproved, requireIndependent } from './approval.ts';
import { withAuthors } from './authors.ts';
import type { ReleaseContext } from './context.ts';
import type { DeployRequest, DeployResult } from './deployment.ts';
import { evidenceId, writeEnd, writeStart, type EvidenceEnd, type EvidenceStart } from './evidence.ts';
import { fingerprint, isEmpty } from './fingerprint.ts';
import { GateClosedError } from './gate.ts';
import { gateCard, type GateCard } from './gateCard.ts';
import { ifStillTrue } from './knownPlan.ts';
import { acquireLease, type HeldLease } from './lease.ts';
import { planDifference } from './planDifference.ts';
import { heals, isVerified, wayBack, withStarted, withVerified } from './deploymentRecord.ts';
import { changePromotion, type BegunDeployment, type PromotionRecord } from './promotionRecord.ts';
import { planLines, summarise } from './planText.ts';
import { engineLines } from './progressLines.ts';
import { readGate, type GateStanding } from './readGate.ts';
import { commandAgain } from './continuation.ts';
import { Tracker } from './resumeCard.ts';
import { verifyDeployment } from './verify.ts';

/** A deployment in the middle of it: what every step needs. */
interface Work {
  readonly context: ReleaseContext;
  readonly request: DeployRequest;
  readonly store: DocumentStore;
  readonly lease: HeldLease;
  readonly tracker: Tracker;
}

/**
 * Deploys one release to one environment under a lease: gate, fresh plan, evidence, update, a real payment and a look at the
 * account. Each step is recorded before it starts, so that whoever finds the record after a crash knows how far it came.
 *
 * @throws EngineError when the lease is held, the gate is closed, the plan is not the approved one, or the update failed;
 *   `VerificationError` when it was applied and does not work
 */
export async function deployRelease(context: ReleaseContext, request: DeployRequest): Promise<DeployResult> {
  const { interrupt } = context;
  const tracker = new Tracker(request.environment, request.release.id, commandAgain(request, context.actor));
  const onInterrupt = () => context.showCard(tracker.card());
  interrupt?.addEventListener('abort', onInterrupt);
  try {
    if (interrupt?.aborted === true) onInterrupt();
    return await withLease(context, request, tracker);
  } finally {
    interrupt?.removeEventListener('abort', onInterrupt);
  }
}

async function withLease(context: ReleaseContext, request: DeployRequest, tracker: Tracker): Promise<DeployResult> {
  const { effects, actor, now } = context;
  const { environment, release } = request;
  const store = await effects.store(`deploy-${environment}`);
  const { kind, reason, emergency, to = environment } = request;
  const asked = { kind, reason, emergency, to };
  const lease = await acquireLease({ store, environment, release: release.id, holder: actor, asked, now });
  try {
    const result = await underLease({ context, request, store, lease, tracker });
    await lease.release();
    return result;
  } catch (error) {
    const released = await evenSo(context, environment, () => lease.release());
    if (!released) context.showCard(tracker.heldCard());
    throw error;
  }
}

/** Tidying up after a failure must not hide the failure. @returns whether it went well */
async function evenSo(context: ReleaseContext, environment: string, action: () => Promise<void>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    context.progress(environment, `also: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

async function underLease(asked: Work): Promise<DeployResult> {
  const { context, store } = asked;
  const standing = await openGate(asked);
  const request = await withAuthors(context, asked.request, standing.own);
  const work = { ...asked, request };
  const plan = await approvedPlan(work);
  request.refuse?.(plan);
  const { own } = standing;
  const card = await cardOf(work, standing, plan);
  for (const loss of card.losses) context.progress(request.environment, `DATA IS LOST: ${loss}`);
  if (isEmpty(plan) && !request.refresh && isVerified(own, request.release.id)) {
    if (own.emergency !== null && heals(request)) await heal(work);
    return { changes: [], smoke: null, card };
  }
  const begun = await begin(work, plan, card);
  const result = await applyAndVerify(work, plan, own, begun).catch(async (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    context.showCard(work.tracker.card());
    const end = ended(work, own, begun.evidence, { outcome: 'failed', error: message });
    await evenSo(context, request.environment, () => writeEnd(store, request.environment, end));
    throw error;
  });
  await writeEnd(store, request.environment, ended(work, own, begun.evidence, { outcome: 'verified', ...result }));
  return { ...result, card };
}

/** The release that an emergency brought is there already, and has passed the ordinary gate by now. */
const heal = ({ store, request: { environment } }: Work): Promise<PromotionRecord> =>
  changePromotion(store, environment, (record) => ({ ...record, emergency: null }));

/** Whoever asked for an end while nothing is changed yet gets it before the next step. What was changed is still verified. */
async function enter({ context, request, lease, tracker }: Work, step: string): Promise<void> {
  if (context.interrupt?.aborted === true && step !== 'verification') {
    throw new EngineError(`${request.environment} was interrupted before anything was changed`, {
      advice: 'The same command goes on.',
    });
  }
  tracker.enter(step);
  await lease.step(step);
}

const engineRequest = ({ context, request, tracker }: Work) => ({
  source: request.source,
  environment: request.environment,
  surroundings: context.surroundings,
  purpose: `deploy-${request.environment}` as const,
  onEvent: (event: Parameters<Tracker['follow']>[0]) => {
    tracker.follow(event);
    engineLines(request.environment, context.progress)(event);
  },
  ...(context.interrupt === undefined ? {} : { interrupt: context.interrupt }),
});

/** A redeployment goes to what was verified here before: whoever asks for it checked that. */
async function openGate(work: Work): Promise<GateStanding> {
  const { context, request, store } = work;
  await enter(work, 'gate');
  const settings = settingsOf(request.source, request.environment);
  const { release, emergency, kind } = request;
  const standing = await readGate(context, store, { settings, release, emergency, kind });
  if (standing.decision.missing.length === 0) return standing;
  throw new GateClosedError(request.environment, standing.decision);
}

async function approvedPlan(work: Work): Promise<Plan> {
  const { request } = work;
  const { approvedPlan: approved, environment } = request;
  await enter(work, 'planning');
  const settings = settingsOf(request.source, environment);
  const plan = await freshPlan(work, settings);
  work.tracker.plan(plan.changes);
  if (needsApproval(request, plan)) requireApproved(settings, request.approvers);
  requireIndependent(settings, { authors: request.release.authors, approvers: request.approvers });
  // Where nothing is left to do, somebody else has done it meanwhile.
  const nothing = isEmpty(plan) && !request.refresh;
  if (approved === undefined || nothing || approved.fingerprint === fingerprint(plan)) return plan;
  const difference = approved.plan === undefined ? planLines(plan) : planDifference(approved.plan, plan);
  throw new OtherPlanError(
    `the plan for ${environment} is not the one that was approved:\n${difference.map((line) => `  ${line}`).join('\n')}`,
    { advice: 'Nothing was applied. Look at the fresh plan and approve that one.' },
  );
}

async function freshPlan(work: Work, settings: Settings): Promise<Plan> {
  const { context, request, store } = work;
  const { refresh, release } = request;
  const known = await ifStillTrue(request.known, store, settings, { release: release.id, refresh });
  if (known !== null) return known.plan;
  context.progress(request.environment, 'planning');
  return context.effects.preview({ ...engineRequest(work), onEvent: () => {} }, { refresh });
}

const cardOf = ({ context, request, store }: Work, standing: GateStanding, plan: Plan): Promise<GateCard> => {
  const { approvedPlan: approved } = request;
  const shown = approved?.plan && approved.at !== undefined ? { plan: approved.plan, at: approved.at } : undefined;
  const reviewed = request.reviewed ?? shown;
  const settings = settingsOf(request.source, request.environment);
  return gateCard(context, { settings, store, plan, standing, reviewed, overwritten: approved?.overwritten ?? null });
};

/** A redeployment goes to what was approved before; nobody needs to look at a plan that changes nothing. */
const needsApproval = ({ kind, refresh }: DeployRequest, plan: Plan): boolean =>
  kind === 'promotion' && (refresh || !isEmpty(plan));

/** Evidence first: nothing is changed that nobody could account for. The lease names it, so that recovery can end it. */
async function begin(work: Work, plan: Plan, card: GateCard): Promise<BegunDeployment> {
  const { context, request, store, lease } = work;
  const { kind, environment, release, reason, approvers, tests, source } = request;
  const startedAt = context.now();
  const id = evidenceId(startedAt, release.id, lease.lease.id);
  await enter(work, 'evidence');
  await writeStart(store, {
    schemaVersion: 1,
    ...{ id, environment, kind, release: release.id, commit: release.commit, reason },
    authors: [...release.authors],
    startedBy: describeActor(context.actor),
    approvers: [...approvers],
    approvalRequired: settingsOf(source, environment).gate.requireApproval && needsApproval(request, plan),
    tests: [...tests],
    startedAt: startedAt.toISOString(),
    card: structuredClone(card) as unknown as EvidenceStart['card'],
  });
  return { evidence: id, release: release.id, startedAt: startedAt.toISOString() };
}

type Ending = Pick<EvidenceEnd, 'outcome'> &
  Partial<{ changes: readonly PlannedChange[]; smoke: SmokePaymentResult | null; error: string }>;

function ended({ context, tracker, request }: Work, own: PromotionRecord, id: string, ending: Ending): EvidenceEnd {
  return {
    schemaVersion: 1,
    id,
    finishedAt: context.now().toISOString(),
    outcome: ending.outcome,
    changes:
      ending.changes === undefined ? [...tracker.card().done] : [...planLines({ changes: ending.changes, notes: [] })],
    payment: ending.smoke?.idempotencyKey ?? null,
    error: ending.error ?? null,
    wayBack: wayBack(own, request.release.id),
  };
}

async function applyAndVerify(
  work: Work,
  plan: Plan,
  before: PromotionRecord,
  begun: BegunDeployment,
): Promise<Pick<DeployResult, 'changes' | 'smoke'>> {
  const updated = await apply(work, plan, begun);
  const { context, request } = work;
  await enter(work, 'verification');
  const settings = settingsOf(request.source, request.environment);
  const smoke = await verifyDeployment(context, settings, updated.outputs, wayBack(before, request.release.id));
  await changePromotion(work.store, request.environment, (record) => withVerified(record, request, context.now()));
  return { changes: updated.changes, smoke };
}

/**
 * The record says what is being deployed before the account changes, and what was deployed after. Also when the same release
 * is deployed again: until that is verified, the environment above gets nothing.
 */
async function apply(work: Work, plan: Plan, begun: BegunDeployment): Promise<UpdateResult> {
  const { context, request, store } = work;
  const { environment } = request;
  const by = describeActor(context.actor);
  await enter(work, 'updating');
  context.progress(environment, `updating: ${summarise(plan.changes)}`);
  const { current } = await changePromotion(store, environment, (record) =>
    withStarted(record, request, { by, begun }),
  );
  const result = await context.effects.update(engineRequest(work), { refresh: request.refresh });
  await changePromotion(store, environment, (record) => ({
    ...record,
    current: current && { ...current, deployedAt: context.now().toISOString(), plan: fingerprint(plan) },
  }));
  return result;
}
