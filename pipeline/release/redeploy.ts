import { preview, type PlannedChange } from '../engine/plan.ts';
import type { Surroundings } from '../engine/surroundings.ts';
import { ConfigurationError, EngineError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import { openStore } from '../store/open.ts';
import { describeActor, type Actor } from './actor.ts';
import { deployRelease } from './deploy.ts';
import { changePromotion, readPromotion } from './promotionRecord.ts';
import { shortId, type Release } from './release.ts';
import { loadRelease, readRelease } from './releaseStore.ts';

export interface RedeployRequest {
  readonly root: string;
  readonly environment: string;
  /** Id or its first digits. */
  readonly release: string;
  readonly surroundings: Surroundings;
  readonly actor: Actor;
  readonly reason: string;
  readonly dryRun: boolean;
  readonly progress: Progress;
  readonly interrupt?: AbortSignal;
  readonly now: () => Date;
}

export interface RedeployResult {
  readonly release: string;
  readonly changes: readonly PlannedChange[];
}

/** Losing one of these loses what nothing can bring back. */
const holdsData: ReadonlySet<string> = new Set([
  'aws:dynamodb/table:Table',
  'aws:sqs/queue:Queue',
  'aws:kms/key:Key',
  'aws:cloudwatch/logGroup:LogGroup',
]);

/**
 * Deploys a release that was verified in this environment before: its own program, configuration and package, under the
 * current pipeline and roles. Going back to an earlier release pauses automatic promotion until somebody resumes it.
 *
 * @throws ConfigurationError when no such release was verified here; EngineError when the plan would destroy data
 */
export async function redeploy(request: RedeployRequest): Promise<RedeployResult> {
  const { root, environment, surroundings, progress } = request;
  const store = openStore(surroundings.stateBackend, await surroundings.credentials(`deploy-${environment}`));
  const release = await verifiedRelease(store, request);
  const source = await loadRelease(store, release.id, root);
  progress(environment, `planning ${shortId(release.id)}`);
  const plan = await preview({ source, environment, surroundings, purpose: `deploy-${environment}` });
  refuseDataLoss(plan.changes);
  if (request.dryRun) return { release: release.id, changes: plan.changes };
  await pauseWhenGoingBack(store, request, release);
  const { update } = await deployRelease({ ...request, source, release, refresh: true });
  return { release: release.id, changes: update.changes };
}

async function verifiedRelease(store: DocumentStore, { environment, release }: RedeployRequest): Promise<Release> {
  const { verified } = await readPromotion(store, environment);
  const matching = verified.filter((deployment) => deployment.release.startsWith(release));
  const [found] = matching;
  if (matching.length === 1 && found !== undefined) {
    const stored = await readRelease(store, found.release);
    if (stored !== null) return stored;
  }
  const known = verified.map((deployment) => shortId(deployment.release)).join(', ') || 'none';
  throw new ConfigurationError(
    matching.length > 1
      ? `"${release}" begins the id of ${matching.length} releases`
      : `release "${release}" was never verified in ${environment}`,
    { advice: `Verified there before: ${known}. Another release gets there by promotion.` },
  );
}

function refuseDataLoss(changes: readonly PlannedChange[]): void {
  const lost = changes.filter(
    ({ type, operation }) => holdsData.has(type) && (operation === 'delete' || operation === 'replace'),
  );
  if (lost.length === 0) return;
  const list = lost.map(({ operation, type, name }) => `${operation} ${type} ${name}`).join('; ');
  throw new EngineError(`going back would destroy data: ${list}`, {
    advice: 'Nothing was changed. Go forward instead: change the program so that it keeps them.',
  });
}

async function pauseWhenGoingBack(store: DocumentStore, request: RedeployRequest, release: Release): Promise<void> {
  const { environment, actor, reason, now } = request;
  await changePromotion(store, environment, (record) => {
    if (record.current === null || record.current.release === release.id) return record;
    const why = `rolled back to ${shortId(release.id)}: ${reason}`;
    return { ...record, paused: { since: now().toISOString(), by: describeActor(actor), reason: why } };
  });
}
