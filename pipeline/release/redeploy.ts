import type { Plan, PlannedChange } from '../engine/plan.ts';
import { ConfigurationError, EngineError } from '../errors.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import type { ReleaseContext } from './context.ts';
import { dataLosses, destroyed, lossesOfPayments } from './dataLoss.ts';
import { deployRelease } from './deploy.ts';
import type { DeployRequest } from './deployment.ts';
import { readPromotion } from './promotionRecord.ts';
import { shortId, type Release } from './release.ts';
import { loadRelease, readRelease } from './releaseStore.ts';

export interface RedeployRequest {
  readonly environment: string;
  /** Id or its first digits. */
  readonly release: string;
  readonly reason: string;
  readonly dryRun: boolean;
  /** Recorded as one, and shown in every report until a normal promotion heals it. */
  readonly emergency: boolean;
  readonly approvedPlan?: DeployRequest['approvedPlan'];
  readonly approvers?: readonly string[];
}

export interface RedeployResult {
  readonly release: string;
  readonly changes: readonly PlannedChange[];
  /** Data that a revert lets go of again: retention that somebody made longer by hand, points in time. */
  readonly losses: readonly string[];
}

/**
 * Deploys a release that was verified in this environment before: its own program, configuration and package, under the
 * current pipeline and roles. The account is refreshed first, so that the real state is what gets changed. Going back to an
 * earlier release pauses automatic promotion until somebody resumes it.
 *
 * @throws ConfigurationError when no such release was verified here; EngineError when going back would lose data, or reverting
 *   what was changed by hand would destroy what holds it
 */
export async function redeploy(context: ReleaseContext, request: RedeployRequest): Promise<RedeployResult> {
  const { environment, reason, emergency } = request;
  const { surroundings, effects, root, progress } = context;
  const purpose = `deploy-${environment}` as const;
  const store = await effects.store(purpose);
  const { release, isRevert } = await verifiedRelease(store, request);
  const refuse = refuseLosses(isRevert);
  const source = await loadRelease(store, release.id, root);
  if (request.dryRun) {
    progress(environment, `planning ${shortId(release.id)}`);
    const plan = await effects.preview({ source, environment, surroundings, purpose }, { refresh: true });
    refuse(plan);
    return { release: release.id, changes: plan.changes, losses: dataLosses(plan.changes) };
  }
  const { changes, card } = await deployRelease(context, {
    ...{ source, release, environment, reason, emergency, refresh: true, kind: 'redeployment', tests: [] },
    approvedPlan: request.approvedPlan,
    approvers: request.approvers ?? [],
    refuse,
  });
  return { release: release.id, changes, losses: card.losses };
}

interface Verified {
  readonly release: Release;
  /** It runs there: what was changed by hand is put back. */
  readonly isRevert: boolean;
}

/** The release as it was deployed here. Its record may be of another commit: of whoever stored the same contents first. */
async function verifiedRelease(store: DocumentStore, { environment, release }: RedeployRequest): Promise<Verified> {
  const { verified, current } = await readPromotion(store, environment);
  const matching = verified.filter((deployment) => deployment.release.startsWith(release));
  const [found] = matching;
  if (matching.length === 1 && found !== undefined) {
    const stored = await readRelease(store, found.release);
    // Of what was never committed, only its record knows who wrote it.
    const authors = stored?.dirty === true ? stored.authors : [];
    if (stored !== null)
      return {
        release: { ...stored, commit: found.commit, authors },
        isRevert: current?.release === found.release,
      };
  }
  const known = verified.map((deployment) => shortId(deployment.release)).join(', ') || 'none';
  throw new ConfigurationError(
    matching.length > 1
      ? `"${release}" begins the id of ${matching.length} releases`
      : `release "${release}" was never verified in ${environment}`,
    { advice: `Verified there before: ${known}. Another release gets there by promotion.` },
  );
}

/** Going back gives up nothing that an earlier release did not know of; a revert may, where the program says so. */
const refuseLosses =
  (isRevert: boolean) =>
  ({ changes }: Pick<Plan, 'changes'>): void => {
    const losses = isRevert ? dataLosses(destroyed(changes)) : lossesOfPayments(changes);
    if (losses.length === 0) return;
    throw new EngineError(`${isRevert ? 'reverting' : 'going back'} would lose data: ${losses.join('; ')}`, {
      advice: 'Nothing was changed. Go forward instead: change the program so that it keeps them.',
    });
  };
