import type { Settings } from '../../infra/settings.ts';
import type { Source } from '../engine/source.ts';
import { preview, type Plan } from '../engine/plan.ts';
import type { Surroundings } from '../engine/surroundings.ts';
import type { Progress } from '../progress.ts';
import { openStore } from '../store/open.ts';
import type { Actor } from './actor.ts';
import { deployRelease, type DeployResult } from './deploy.ts';
import { fingerprint, isEmpty } from './fingerprint.ts';
import { decide } from './gate.ts';
import { readPromotion } from './promotionRecord.ts';
import { shortId, type Release } from './release.ts';

export interface PromoteRequest {
  readonly source: Source;
  readonly release: Release;
  /** Settings of the environments to walk, from the lowest to the target. */
  readonly environments: readonly Settings[];
  readonly surroundings: Surroundings;
  readonly actor: Actor;
  readonly reason: string;
  /** Asks for approval of a plan where the gate wants one; false ends the promotion before that environment. */
  readonly approve: (environment: Settings, plan: Plan) => Promise<boolean>;
  /** Names of the alarms of an environment that are not OK; null when they cannot be read. */
  readonly alarmsOf: (environment: Settings) => Promise<readonly string[] | null>;
  readonly progress: Progress;
  readonly interrupt?: AbortSignal;
  readonly now: () => Date;
}

export type StepResult =
  | { readonly environment: string; readonly status: 'promoted'; readonly result: DeployResult }
  /** The release runs there verified, and the account needs no change. */
  | { readonly environment: string; readonly status: 'already-there' }
  | { readonly environment: string; readonly status: 'refused'; readonly missing: readonly string[] }
  | { readonly environment: string; readonly status: 'not-approved' }
  | { readonly environment: string; readonly status: 'failed'; readonly error: Error }
  /** An environment below did not get the release. */
  | { readonly environment: string; readonly status: 'not-started' };

/**
 * Walks one release through the environments, each gated on the one before. Stops at the first that does not get it; what was
 * done stays done, and the same command continues from there.
 */
export async function promote(request: PromoteRequest): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  for (const settings of request.environments) {
    const blocked = results.some(({ status }) => status !== 'promoted' && status !== 'already-there');
    const { environment } = settings;
    results.push(blocked ? { environment, status: 'not-started' } : await step(request, settings));
  }
  return results;
}

async function step(request: PromoteRequest, settings: Settings): Promise<StepResult> {
  const { environment } = settings;
  try {
    const missing = await gateOf(request, settings);
    if (missing.length > 0) return { environment, status: 'refused', missing };
    const plan = await planOf(request, settings);
    if (isEmpty(plan) && (await isVerifiedHere(request, settings))) return { environment, status: 'already-there' };
    if (needsApproval(settings, plan) && !(await request.approve(settings, plan)))
      return { environment, status: 'not-approved' };
    return { environment, status: 'promoted', result: await deploy(request, settings, plan) };
  } catch (error) {
    return { environment, status: 'failed', error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** An empty plan changes nothing but the recorded release: nobody needs to look at it. */
const needsApproval = ({ gate }: Settings, plan: Plan): boolean => gate.requireApproval && !isEmpty(plan);

async function gateOf(request: PromoteRequest, settings: Settings): Promise<readonly string[]> {
  const { surroundings, release, now } = request;
  const store = openStore(surroundings.stateBackend, await surroundings.credentials('observe'));
  const lower = request.source.environments.find(({ environment }) => environment === settings.promotesFrom);
  const [own, below, lowerAlarms] = await Promise.all([
    readPromotion(store, settings.environment),
    lower === undefined ? null : readPromotion(store, lower.environment),
    lower === undefined || !settings.gate.requireAlarmsOk ? null : request.alarmsOf(lower),
  ]);
  const { environment, gate } = settings;
  const decision = decide({ release: release.id, environment, gate, own, lower: below, lowerAlarms, now: now() });
  return decision.status === 'open' ? [] : decision.missing;
}

async function planOf({ source, surroundings, progress }: PromoteRequest, { environment }: Settings): Promise<Plan> {
  progress(environment, 'planning');
  return preview({ source, environment, surroundings, purpose: 'observe' });
}

async function isVerifiedHere({ surroundings, release }: PromoteRequest, { environment }: Settings): Promise<boolean> {
  const store = openStore(surroundings.stateBackend, await surroundings.credentials('observe'));
  const { current } = await readPromotion(store, environment);
  return current?.release === release.id && current.verifiedAt !== null;
}

async function deploy(request: PromoteRequest, settings: Settings, plan: Plan): Promise<DeployResult> {
  request.progress(settings.environment, `deploying ${shortId(request.release.id)}`);
  return deployRelease({
    source: request.source,
    release: request.release,
    environment: settings.environment,
    surroundings: request.surroundings,
    actor: request.actor,
    reason: request.reason,
    refresh: false,
    approvedPlan: fingerprint(plan),
    progress: request.progress,
    now: request.now,
    ...(request.interrupt === undefined ? {} : { interrupt: request.interrupt }),
  });
}
