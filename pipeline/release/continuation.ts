/** Which command goes on with a deployment that stopped. */
import type { Actor } from './actor.ts';
import type { EvidenceStart } from './evidence.ts';
import type { Lease } from './lease.ts';
import { shortId } from './release.ts';

export const promoteAgain = 'npm run promote';

interface Stopped {
  readonly kind: EvidenceStart['kind'];
  readonly environment: string;
  readonly release: { readonly id: string };
  readonly reason: string;
  readonly again?: string | undefined;
}

/** Of one that ended in order: the command that was typed, or the run that was started, once more. */
export const commandAgain = (stopped: Stopped, actor: Actor): string =>
  actor.kind === 'github-actions'
    ? rerun(actor)
    : stopped.kind === 'promotion'
      ? (stopped.again ?? promoteAgain)
      : redeployAgain(stopped);

/**
 * Of one that died and was recovered. A promotion goes on with the stored release, not with the working tree of whoever recovers:
 * that may hold something else.
 */
export function commandAfter(
  environment: string,
  release: string,
  { lease, begun }: { readonly lease: Lease | null; readonly begun: Pick<EvidenceStart, 'kind' | 'reason'> | null },
): string {
  if (lease?.holder.kind === 'github-actions' && lease.found === undefined) return rerun(lease.holder);
  const asked = lease?.asked ?? begun;
  if (asked === null) return promoteAgain;
  if (asked.kind === 'redeployment') return redeployAgain({ environment, release: { id: release }, ...asked });
  const { to, emergency } = lease?.asked ?? { to: environment, emergency: false };
  return [
    `npm run recover -- ${environment} --continue`,
    ...(to === environment ? [] : [`--to ${to}`]),
    ...(emergency ? [`--emergency --reason ${JSON.stringify(asked.reason)}`] : []),
  ].join(' ');
}

const rerun = ({ runId, repository }: Extract<Actor, { kind: 'github-actions' }>): string =>
  `gh run rerun ${runId} --failed --repo ${repository}`;

const redeployAgain = ({ environment, release, reason }: Omit<Stopped, 'kind'>): string =>
  `npm run redeploy -- ${environment} ${shortId(release.id)} --reason ${JSON.stringify(reason)}`;
