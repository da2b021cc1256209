import { preview } from '../../../pipeline/engine/plan.ts';
import { isEmpty } from '../../../pipeline/release/fingerprint.ts';
import { gateCard, type GateCard } from '../../../pipeline/release/gateCard.ts';
import { readGate, type GateStanding } from '../../../pipeline/release/readGate.ts';
import type { Ordered } from '../../../pipeline/release/order.ts';
import { shortId } from '../../../pipeline/release/release.ts';
import { loadRelease, readRelease } from '../../../pipeline/release/releaseStore.ts';
import type { DocumentStore } from '../../../pipeline/store/documentStore.ts';
import { keepPlan } from './approvedPlan.ts';
import type { Bench } from './bench.ts';
import { inSections } from './card.ts';
import { reviewOf, type AskReview } from './review.ts';

export interface PlanRequest {
  readonly environment: string;
  readonly release: string;
  /** That the run is about: who wrote the release, and how its checks went, is asked of it. */
  readonly commit: string;
  /** ISO 8601, of the commit that the run is about; empty when only the records know. */
  readonly committedAt: string;
  /** Back to what was verified here before; the deployment checks that. */
  readonly redeploy: boolean;
  /** The person who started this goes on without waiting. */
  readonly override: boolean;
}

/** The plan that an approver sees. What the gate misses is said here, and stops the deployment only if it is still missing then. */
export async function plan(bench: Bench, request: PlanRequest, ask: AskReview): Promise<void> {
  const { environment, release, redeploy, override: emergency } = request;
  const { tell, surroundings, root } = bench;
  const store = await bench.store('observe');
  const source = await loadRelease(store, release, root);
  const settings = bench.settings(environment);
  const [standing, planned] = await Promise.all([
    standingOf(bench, store, request),
    // As the deployment will see it: a redeployment looks at the account first.
    preview({ source, environment, surroundings, purpose: 'observe' }, { refresh: redeploy }),
  ]);
  const { current } = standing.own;
  const overwritten = current === null ? [] : await bench.look(settings, { undeployed: false });
  const reviewed = await reviewOf(bench, ask, request.commit, environment);
  const card = await gateCard(bench, { settings, store, plan: planned, standing, reviewed, overwritten });
  const healing = standing.own.emergency !== null && !emergency && !redeploy && standing.decision.missing.length === 0;
  const inPlace = isEmpty(planned) && current?.release === release && current.verifiedAt !== null && !healing;
  tell.output('deploy', String(!inPlace || (redeploy && overwritten.length > 0)));
  tell.output('fingerprint', card.plan.fingerprint);
  await keepPlan(root, planned, overwritten);
  await tell.summary(inWords(card, inPlace));
}

export async function standingOf(bench: Bench, store: DocumentStore, request: PlanRequest): Promise<GateStanding> {
  const record = await readRelease(store, request.release);
  return readGate(bench, store, {
    settings: bench.settings(request.environment),
    release: { dirty: record?.dirty, ...ordered(request) },
    emergency: request.override,
    kind: request.redeploy ? 'redeployment' : 'promotion',
  });
}

/** What the run says of the release's age; the records may know of a newer commit that gave the same. */
export const ordered = ({ release, committedAt }: Pick<PlanRequest, 'release' | 'committedAt'>): Ordered =>
  committedAt === '' ? { id: release } : { id: release, committedAt, dirty: false };

function inWords(card: GateCard, inPlace: boolean): string {
  return [
    `### ${card.environment}: ${card.plan.summary}`,
    ...(inPlace ? ['It runs this release, verified. Nothing is deployed, and nobody has to approve.'] : []),
    `Release \`${shortId(card.release)}\`. A plan that is another one at the deployment is not applied.`,
    ...(card.missing.length === 0 ? [] : ['**Not yet:** the deployment is refused unless this has changed by then.']),
    ...inSections(card),
  ].join('\n\n');
}
