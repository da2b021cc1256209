/** What a deployment writes into the record of its environment, and what it reads from it. */
import type { DeployRequest } from './deployment.ts';
import type { Deployment, PromotionRecord } from './promotionRecord.ts';
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

export const startedDeployment = ({ release, reason }: DeployRequest, by: string, now: Date): Deployment => ({
  ...{ release: release.id, commit: release.commit, by, reason, startedAt: now.toISOString() },
  ...{ deployedAt: null, verifiedAt: null, plan: '' },
});

/** Going back to an earlier release pauses automatic promotion, or the next run would bring the later one again. */
export function pausedBy(
  { current, paused }: PromotionRecord,
  { kind, release, reason }: DeployRequest,
  { by, at }: { readonly by: string; readonly at: string },
): PromotionRecord['paused'] {
  if (kind !== 'redeployment' || current === null || current.release === release.id) return paused;
  return { since: at, by, reason: `rolled back to ${shortId(release.id)}: ${reason}` };
}

/** A normal promotion heals an emergency; another emergency keeps it on record. */
export function withVerified(
  record: PromotionRecord,
  { emergency, reason, kind }: DeployRequest,
  now: Date,
): PromotionRecord {
  if (record.current === null) return record;
  const current = { ...record.current, verifiedAt: now.toISOString() };
  const earlier = record.verified.filter(({ release }) => release !== current.release);
  const { by, release } = current;
  const shown = emergency
    ? { since: now.toISOString(), by, reason, release }
    : kind === 'promotion'
      ? null
      : record.emergency;
  return { ...record, current, verified: [current, ...earlier], emergency: shown };
}
