import { durations, secondsBetween, shareOf, type Durations } from './figures.ts';
import type { DeploymentChange, Span } from './history.ts';

/** How well one environment is delivered to, by the four measures of DORA. */
export interface Delivery {
  readonly environment: string;
  readonly deployments: number;
  /** Verified deployments in a week of the span. */
  readonly perWeek: number;
  /** From the commit to the first time that its release was verified here. */
  readonly leadTime: Durations;
  readonly failures: number;
  /** Of all deployments that ended; null when none did. */
  readonly changeFailureRate: number | null;
  /** From the start of a deployment that failed, or was taken back, to the next verified one. */
  readonly timeToRestore: Durations;
  /** Failed, and nothing was verified since. */
  readonly notRestored: number;
  /** Deployments without a result on record. */
  readonly open: number;
}

const week = 7 * 24 * 3600;

/** @param changes of all environments, oldest first */
export function deliveryOf(environment: string, changes: readonly DeploymentChange[], { from, to }: Span): Delivery {
  const own = changes.filter((change) => change.environment === environment);
  const ended = own.filter(({ outcome }) => outcome !== 'open');
  const verified = own.filter(({ outcome }) => outcome === 'verified');
  const failed = ended.filter((change) => failedLater(change, ended));
  const restored = failed.map((change) => restoredAfter(change, ended));
  return {
    environment,
    deployments: ended.length,
    perWeek: verified.length / ((to.getTime() - from.getTime()) / 1000 / week),
    leadTime: durations(firstTimes(verified).flatMap(leadSeconds)),
    failures: failed.length,
    changeFailureRate: shareOf(failed.length, ended.length),
    timeToRestore: durations(restored.filter((seconds) => seconds !== null)),
    notRestored: restored.filter((seconds) => seconds === null).length,
    open: own.length - ended.length,
  };
}

/** A release is delivered once: deploying it again repairs, it does not deliver. */
const firstTimes = (verified: readonly DeploymentChange[]): readonly DeploymentChange[] =>
  verified.filter(({ release }, index) => verified.findIndex((other) => other.release === release) === index);

const leadSeconds = ({ committedAt, finishedAt }: DeploymentChange): readonly number[] =>
  committedAt === null || finishedAt === null ? [] : [secondsBetween(committedAt, finishedAt)];

/** It ended badly by itself, or somebody took it back: the next deployment is a redeployment of another release. */
function failedLater(change: DeploymentChange, ended: readonly DeploymentChange[]): boolean {
  if (change.outcome !== 'verified') return true;
  const next = ended[ended.indexOf(change) + 1];
  return next !== undefined && next.kind === 'redeployment' && next.release !== change.release;
}

function restoredAfter(failed: DeploymentChange, ended: readonly DeploymentChange[]): number | null {
  const next = ended.slice(ended.indexOf(failed) + 1).find(({ outcome }) => outcome === 'verified');
  return next?.finishedAt ? secondsBetween(failed.startedAt, next.finishedAt) : null;
}
