import type { Settings } from '../../infra/settings.ts';
import type { Source } from '../engine/source.ts';
import type { Plan } from '../engine/plan.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import type { Approval } from './approval.ts';
import type { ReleaseContext } from './context.ts';
import type { DeployRequest, DeployResult } from './deploy.ts';
import { deployOrGoBack } from './rollback.ts';
import { fingerprint, isEmpty } from './fingerprint.ts';
import { gateCard, type GateCard } from './gateCard.ts';
import { readGate, type GateStanding } from './readGate.ts';
import { shortId, type Release } from './release.ts';

export interface PromoteRequest {
  readonly source: Source;
  readonly release: Release;
  /** Settings of the environments to walk, from the lowest to the target. */
  readonly environments: readonly Settings[];
  readonly reason: string;
  /** Go on without waiting for soak time, alarms, freeze windows and pauses. */
  readonly emergency: boolean;
  /** Look at the account first, so that what was changed behind the pipeline's back is put right. */
  readonly refresh: boolean;
  readonly tests: DeployRequest['tests'];
  /** Asks for approval of a plan where the gate wants one; refused ends the promotion before that environment. */
  readonly approve: (environment: Settings, card: GateCard) => Promise<Approval>;
  /** Waits until a gate opens by itself; false when nobody wants to wait. */
  readonly waitUntil: (environment: Settings, opensAt: Date) => Promise<boolean>;
  /** A plan of this release that was looked at before, for what changed since. */
  readonly reviewed?: (environment: string) => { readonly plan: Plan; readonly at: string } | undefined;
}

export type StepResult =
  | { readonly environment: string; readonly status: 'promoted'; readonly result: DeployResult }
  /** The release runs there verified, and the account needs no change. */
  | { readonly environment: string; readonly status: 'already-there' }
  | {
      readonly environment: string;
      readonly status: 'refused';
      readonly missing: readonly string[];
      readonly opensAt: Date | null;
    }
  | { readonly environment: string; readonly status: 'not-approved' }
  | { readonly environment: string; readonly status: 'failed'; readonly error: Error }
  /** An environment below did not get the release. */
  | { readonly environment: string; readonly status: 'not-started' };

/**
 * Walks one release through the environments, each gated on the one before. Stops at the first that does not get it; what was
 * done stays done, and the same command continues from there.
 */
export async function promote(context: ReleaseContext, request: PromoteRequest): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  for (const settings of request.environments) {
    const blocked =
      context.interrupt?.aborted === true ||
      results.some(({ status }) => status !== 'promoted' && status !== 'already-there');
    const { environment } = settings;
    results.push(blocked ? { environment, status: 'not-started' } : await step(context, request, settings));
  }
  return results;
}

async function step(context: ReleaseContext, request: PromoteRequest, settings: Settings): Promise<StepResult> {
  const { environment } = settings;
  try {
    const store = await context.effects.store('observe');
    const standing = await openGate(context, request, settings, store);
    const { missing, opensAt } = standing.decision;
    if (missing.length > 0) return { environment, status: 'refused', missing, opensAt };
    context.progress(environment, 'planning');
    const plan = await planFor(context, request, environment);
    const { current } = standing.own;
    const runsHere = current?.release === request.release.id && current.verifiedAt !== null;
    if (isEmpty(plan) && runsHere && !request.refresh) return { environment, status: 'already-there' };
    return await approveAndDeploy(context, request, { settings, store, standing, plan });
  } catch (error) {
    return { environment, status: 'failed', error: error instanceof Error ? error : new Error(String(error)) };
  }
}

async function openGate(
  context: ReleaseContext,
  request: PromoteRequest,
  settings: Settings,
  store: DocumentStore,
): Promise<GateStanding> {
  const question = { settings, release: request.release.id, emergency: request.emergency };
  const standing = await readGate(context, store, question);
  const { opensAt } = standing.decision;
  if (opensAt === null || !(await request.waitUntil(settings, opensAt))) return standing;
  return readGate(context, store, question);
}

const planFor = (
  { surroundings, effects }: ReleaseContext,
  { source }: PromoteRequest,
  environment: string,
): Promise<Plan> => effects.preview({ source, environment, surroundings, purpose: 'observe' });

interface Planned {
  readonly settings: Settings;
  readonly store: DocumentStore;
  readonly standing: GateStanding;
  readonly plan: Plan;
}

/** An empty plan changes nothing but the recorded release: nobody needs to look at it, unless drift is to be put right too. */
async function approveAndDeploy(
  context: ReleaseContext,
  request: PromoteRequest,
  { settings, store, standing, plan }: Planned,
): Promise<StepResult> {
  const { environment, gate } = settings;
  const asked = gate.requireApproval && (request.refresh || !isEmpty(plan));
  const approval = asked ? await ask(context, request, { settings, store, standing, plan }) : nobody;
  if (approval.status === 'refused') return { environment, status: 'not-approved' };
  context.progress(environment, `deploying ${shortId(request.release.id)}`);
  const { source, release, reason, emergency, refresh, tests } = request;
  const result = await deployOrGoBack(context, {
    ...{ source, release, environment, reason, emergency, refresh, tests },
    kind: 'promotion',
    approvedPlan: { fingerprint: fingerprint(plan), plan, at: context.now().toISOString() },
    approvers: approval.by,
  });
  return { environment, status: 'promoted', result };
}

const nobody: Approval = { status: 'approved', by: [] };

/** Before somebody is asked, the account is looked at: an update would overwrite what was changed behind its back. */
async function ask(context: ReleaseContext, request: PromoteRequest, planned: Planned): Promise<Approval> {
  const { settings } = planned;
  const overwritten = planned.standing.own.current === null ? [] : await context.look(settings);
  const reviewed = request.reviewed?.(settings.environment);
  const card = await gateCard(context, { ...planned, reviewed, overwritten });
  return request.approve(settings, card);
}
