import type { Settings } from '../../infra/settings.ts';
import { hubCredentials } from '../engine/guard.ts';
import { preview } from '../engine/plan.ts';
import { settingsOf } from '../engine/run.ts';
import type { Source } from '../engine/source.ts';
import type { Surroundings } from '../engine/surroundings.ts';
import { update, type UpdateResult } from '../engine/update.ts';
import { EngineError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import { openStore } from '../store/open.ts';
import { describeActor, type Actor } from './actor.ts';
import { fingerprint } from './fingerprint.ts';
import { acquireLease, type HeldLease } from './lease.ts';
import { changePromotion, readPromotion, type Deployment, type PromotionRecord } from './promotionRecord.ts';
import { engineLines } from './progressLines.ts';
import type { Release } from './release.ts';
import type { SmokePaymentResult } from '../account/smokePayment.ts';
import { smoke } from './verify.ts';

export interface DeployRequest {
  readonly source: Source;
  readonly release: Pick<Release, 'id' | 'commit'>;
  readonly environment: string;
  readonly surroundings: Surroundings;
  readonly actor: Actor;
  readonly reason: string;
  /** Look at the account first, so that what was changed behind the pipeline's back is put right. */
  readonly refresh: boolean;
  /** What an approver saw; another plan ends the deployment. Undefined where nobody has to approve. */
  readonly approvedPlan?: string;
  readonly progress: Progress;
  readonly interrupt?: AbortSignal;
  readonly now: () => Date;
}

export interface DeployResult {
  readonly update: UpdateResult;
  /** Null when nothing was changed and the release had been verified here before. */
  readonly smoke: SmokePaymentResult | null;
  /** Fingerprint of what was applied. */
  readonly plan: string;
}

/**
 * Deploys one release to one environment under a lease, and verifies it with a real payment. Each step is recorded before it
 * starts, so that whoever finds the record after a crash knows how far it came.
 *
 * @throws EngineError when the lease is held, the plan is not the approved one, the update failed, or no payment came through
 */
export async function deployRelease(request: DeployRequest): Promise<DeployResult> {
  const { surroundings, environment, release, actor, now } = request;
  const store = openStore(
    surroundings.stateBackend,
    await hubCredentials(surroundings, `deploy-${environment}`, request.source.environments),
  );
  const lease = await acquireLease({ store, environment, release: release.id, holder: actor, now });
  try {
    await requireApprovedPlan(request, lease);
    const before = await readPromotion(store, environment);
    const updated = await apply(request, lease, store, before);
    const plan = fingerprint(updated);
    if (updated.changes.length === 0 && isVerified(before, release.id)) return { update: updated, smoke: null, plan };
    return { update: updated, smoke: await verify(request, lease, store, updated), plan };
  } finally {
    await lease.release();
  }
}

const isVerified = ({ current }: PromotionRecord, release: string): boolean =>
  current?.release === release && current.verifiedAt !== null;

const engineRequest = (request: DeployRequest) => ({
  source: request.source,
  environment: request.environment,
  surroundings: request.surroundings,
  purpose: `deploy-${request.environment}` as const,
  onEvent: engineLines(request.environment, request.progress),
  ...(request.interrupt === undefined ? {} : { interrupt: request.interrupt }),
});

async function requireApprovedPlan(request: DeployRequest, lease: HeldLease): Promise<void> {
  if (request.approvedPlan === undefined) return;
  await lease.step('planning');
  const plan = await preview({ ...engineRequest(request), onEvent: () => {} });
  if (request.approvedPlan === fingerprint(plan)) return;
  throw new EngineError(`the plan for ${request.environment} is not the one that was approved`, {
    advice: 'Nothing was applied. Look at the fresh plan and approve that one.',
  });
}

/** The record says what is being deployed before the account changes, and what was deployed after. */
async function apply(
  request: DeployRequest,
  lease: HeldLease,
  store: DocumentStore,
  before: PromotionRecord,
): Promise<UpdateResult> {
  const { environment, release, now } = request;
  if (!isVerified(before, release.id)) {
    await changePromotion(store, environment, (record) => ({ ...record, current: started(request) }));
  }
  await lease.step('updating');
  const result = await update(engineRequest(request), { refresh: request.refresh });
  if (isVerified(before, release.id) && result.changes.length === 0) return result;
  await changePromotion(store, environment, (record) => ({
    ...record,
    current: { ...started(request), deployedAt: now().toISOString(), plan: fingerprint(result) },
  }));
  return result;
}

const started = ({ release, actor, now, reason }: DeployRequest): Deployment => ({
  release: release.id,
  commit: release.commit,
  by: describeActor(actor),
  startedAt: now().toISOString(),
  deployedAt: null,
  verifiedAt: null,
  plan: '',
  reason,
});

async function verify(
  request: DeployRequest,
  lease: HeldLease,
  store: DocumentStore,
  updated: UpdateResult,
): Promise<SmokePaymentResult> {
  await lease.step('smoke payment');
  const settings: Settings = settingsOf(request.source, request.environment);
  const { surroundings, progress } = request;
  const result = await smoke({ settings, outputs: updated.outputs, surroundings, progress });
  await changePromotion(store, request.environment, (record) => {
    if (record.current === null) return record;
    const current = { ...record.current, verifiedAt: request.now().toISOString() };
    const earlier = record.verified.filter(({ release }) => release !== current.release);
    return { ...record, current, verified: [current, ...earlier], emergency: null };
  });
  return result;
}
