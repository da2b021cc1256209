/** What a deployment writes into the record of its environment, and what it reads from it. */
import type { DeployRequest } from './deployment.ts';
import { committedLast } from './order.ts';
import type { BegunDeployment, Deployment, PromotionRecord } from './promotionRecord.ts';
import { shortId } from './release.ts';

export const isVerified = ({ current }: PromotionRecord, release: string): boolean =>
  current?.release === release && current.verifiedAt !== null;

/** The command that goes back to what was verified here last; null when nothing else was. */
export function wayBack({ environment, verified }: PromotionRecord, release: string): string | null {
  const earlier = verified.find((deployment) => deployment.release !== release);
  return earlier === undefined
    ? null
    : `npm run redeploy -- ${environment} ${shortId(earlier.release)} --reason "REASON"`;
}

/**
 * Before the account changes. An emergency is on record from here on: what failed or was killed after it passed a gate is shown
 * as well.
 */
export function withStarted(
  record: PromotionRecord,
  request: DeployRequest,
  { by, begun }: { readonly by: string; readonly begun: BegunDeployment },
): PromotionRecord & { readonly current: Deployment } {
  const { release, reason, emergency } = request;
  const at = begun.startedAt;
  const committedAt = committedLast(release, [record]);
  return {
    ...record,
    current: {
      ...{ release: release.id, commit: release.commit, by, reason, startedAt: at },
      ...{ deployedAt: null, verifiedAt: null, plan: '' },
      ...(committedAt === null ? {} : { committedAt }),
    },
    begun: [begun, ...(record.begun ?? [])],
    paused: pausedBy(record, request, { by, at }),
    emergency: emergency ? { since: at, by, reason, release: release.id } : record.emergency,
  };
}

/** Going back to an earlier release pauses automatic promotion, or the next run would bring the later one again. */
function pausedBy(
  { current, paused }: PromotionRecord,
  { kind, release, reason }: DeployRequest,
  { by, at }: { readonly by: string; readonly at: string },
): PromotionRecord['paused'] {
  if (kind !== 'redeployment' || current === null || current.release === release.id) return paused;
  return { since: at, by, reason: `rolled back to ${shortId(release.id)}: ${reason}` };
}

/** What passes the ordinary gate heals an emergency, also the same release; another emergency and a way back keep it on record. */
export const heals = ({ emergency, kind }: Pick<DeployRequest, 'emergency' | 'kind'>): boolean =>
  kind === 'promotion' && !emergency;

export function withVerified(record: PromotionRecord, request: DeployRequest, now: Date): PromotionRecord {
  if (record.current === null) return record;
  const current = { ...record.current, verifiedAt: now.toISOString() };
  const earlier = record.verified.filter(({ release }) => release !== current.release);
  return { ...record, current, verified: [current, ...earlier], emergency: heals(request) ? null : record.emergency };
}
