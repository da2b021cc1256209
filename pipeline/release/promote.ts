import type { Settings } from '../../infra/settings.ts';
import type { Source } from '../engine/source.ts';
import type { Plan } from '../engine/plan.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import type { Approval } from './approval.ts';
import type { ReleaseContext } from './context.ts';
import { commandAgain } from './continuation.ts';
import type { DeployRequest, DeployResult } from './deployment.ts';
import { isVerified } from './deploymentRecord.ts';
import { deployOrGoBack } from './rollback.ts';
import { fingerprint, isEmpty } from './fingerprint.ts';
import { gateCard, type GateCard } from './gateCard.ts';
import { ifStillTrue, type KnownPlan } from './knownPlan.ts';
import { readGate, type GateStanding } from './readGate.ts';
import { shortId, type Release } from './release.ts';
import { Tracker, type ResumeCard } from './resumeCard.ts';

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
  /** The command that goes on, for whoever finds the resume card. */
  readonly again?: string;
  /** A plan that recovery has just made. */
  readonly known?: (environment: string) => KnownPlan | undefined;
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
  | {
      readonly environment: string;
      readonly status: 'failed';
      readonly error: Error;
      /** Something may be half done there: recovery comes first. */
      readonly recoverFirst: boolean;
    }
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
  let recoverFirst = false;
  const showCard = (card: ResumeCard) => {
    recoverFirst = card.recoverFirst;
    context.showCard(card);
  };
  try {
    const prepared = await untilApproved(context, request, settings);
    return prepared.status === 'ready' ? await deploy({ ...context, showCard }, request, settings, prepared) : prepared;
  } catch (error) {
    return {
      environment,
      status: 'failed',
      error: error instanceof Error ? error : new Error(String(error)),
      recoverFirst,
    };
  }
}

interface Ready {
  readonly status: 'ready';
  /** What somebody approved; null where nobody has to look, and planning under the lease is enough. */
  readonly plan: Plan | null;
  /** Changes behind the pipeline's back that were shown with it; absent when nobody looked. */
  readonly overwritten?: readonly string[];
  readonly approvers: readonly string[];
}

/** Everything before the lease. Whoever interrupts it is told where it stood, and nothing is begun any more. */
async function untilApproved(
  context: ReleaseContext,
  request: PromoteRequest,
  settings: Settings,
): Promise<Ready | StepResult> {
  const { interrupt } = context;
  const { environment } = settings;
  const stopped = { kind: 'promotion', environment, ...request } as const;
  const tracker = new Tracker(environment, request.release.id, commandAgain(stopped, context.actor));
  const onInterrupt = () => context.showCard(tracker.card());
  const notStarted = { environment, status: 'not-started' } as const;
  interrupt?.addEventListener('abort', onInterrupt);
  try {
    const prepared = await prepare(context, request, settings, tracker);
    return interrupt?.aborted === true ? notStarted : prepared;
  } catch (error) {
    if (interrupt?.aborted === true) return notStarted;
    throw error;
  } finally {
    interrupt?.removeEventListener('abort', onInterrupt);
  }
}

async function prepare(
  context: ReleaseContext,
  request: PromoteRequest,
  settings: Settings,
  tracker: Tracker,
): Promise<Ready | StepResult> {
  const { environment } = settings;
  tracker.enter('gate');
  const store = await context.effects.store('observe');
  const standing = await openGate(context, request, settings, store);
  const { missing, opensAt } = standing.decision;
  if (missing.length > 0) return { environment, status: 'refused', missing, opensAt };
  const runsHere = isVerified(standing.own, request.release.id);
  if (!settings.gate.requireApproval && (request.refresh || !runsHere))
    return { status: 'ready', plan: null, approvers: [] };
  tracker.enter('planning');
  const asked = { release: request.release.id, refresh: request.refresh };
  const known = await ifStillTrue(request.known?.(environment), store, settings, asked);
  const plan = known?.plan ?? (await planFor(context, request, environment));
  tracker.plan(plan.changes);
  // An emergency is healed under the lease, when the release that it brought passes the ordinary gate.
  const healing = standing.own.emergency !== null && !request.emergency;
  if (isEmpty(plan) && runsHere && !request.refresh && !healing) return { environment, status: 'already-there' };
  tracker.enter('approval');
  return approvalOf(context, request, { settings, store, standing, plan, known });
}

async function openGate(
  context: ReleaseContext,
  request: PromoteRequest,
  settings: Settings,
  store: DocumentStore,
): Promise<GateStanding> {
  const { release, emergency } = request;
  const question = { settings, release, emergency, kind: 'promotion' } as const;
  const standing = await readGate(context, store, question);
  const { opensAt } = standing.decision;
  if (opensAt === null || !(await request.waitUntil(settings, opensAt))) return standing;
  return readGate(context, store, question);
}

function planFor(
  { surroundings, effects, interrupt, progress }: ReleaseContext,
  { source, refresh }: PromoteRequest,
  environment: string,
): Promise<Plan> {
  progress(environment, 'planning');
  const asked = { source, environment, surroundings, purpose: 'observe' } as const;
  return effects.preview({ ...asked, ...(interrupt === undefined ? {} : { interrupt }) }, { refresh });
}

interface Planned {
  readonly settings: Settings;
  readonly store: DocumentStore;
  readonly standing: GateStanding;
  readonly plan: Plan;
  readonly known: KnownPlan | null;
}

/** An empty plan changes nothing but the recorded release: nobody needs to look at it, unless drift is to be put right too. */
const approvalOf = (
  context: ReleaseContext,
  request: PromoteRequest,
  planned: Planned,
): Promise<Ready | StepResult> | Ready =>
  planned.settings.gate.requireApproval && (request.refresh || !isEmpty(planned.plan))
    ? ask(context, request, planned)
    : { status: 'ready', plan: planned.plan, approvers: [] };

async function deploy(
  context: ReleaseContext,
  { source, release, reason, emergency, refresh, tests, known, again, environments }: PromoteRequest,
  { environment }: Settings,
  { plan, overwritten, approvers }: Ready,
): Promise<StepResult> {
  context.progress(environment, `deploying ${shortId(release.id)}`);
  const result = await deployOrGoBack(context, {
    ...{ source, release, environment, reason, emergency, refresh, tests, approvers },
    kind: 'promotion',
    known: known?.(environment),
    ...{ again, to: environments.at(-1)?.environment },
    approvedPlan:
      plan === null
        ? undefined
        : {
            ...{ fingerprint: fingerprint(plan), plan, at: context.now().toISOString() },
            ...(overwritten === undefined ? {} : { overwritten }),
          },
  });
  return { environment, status: 'promoted', result };
}

/** Before somebody is asked, the account is looked at: an update would overwrite what was changed behind its back. */
async function ask(context: ReleaseContext, request: PromoteRequest, planned: Planned): Promise<Ready | StepResult> {
  const { settings } = planned;
  const overwritten = planned.known?.found ?? (await meddled(context, planned));
  const reviewed = request.reviewed?.(settings.environment);
  const card = await gateCard(context, { ...planned, reviewed, overwritten });
  const approval = await request.approve(settings, card);
  return approval.status === 'refused'
    ? { environment: settings.environment, status: 'not-approved' }
    : { status: 'ready', plan: planned.plan, overwritten, approvers: approval.by };
}

const meddled = async ({ look }: ReleaseContext, { standing, settings }: Planned): Promise<readonly string[]> =>
  standing.own.current === null ? [] : look(settings, { undeployed: false });
