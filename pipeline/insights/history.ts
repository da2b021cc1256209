import { readEvidence } from '../release/evidence.ts';
import { readPromotion } from '../release/promotionRecord.ts';
import { listReleases } from '../release/releaseStore.ts';
import type { DocumentStore } from '../store/documentStore.ts';

/** One deployment of one environment, however it ended. Times are ISO 8601. */
export interface DeploymentChange {
  readonly environment: string;
  readonly release: string;
  /** When the commit of the release was made; null when the release is no longer stored. */
  readonly committedAt: string | null;
  readonly kind: 'promotion' | 'redeployment';
  readonly startedAt: string;
  /** Null while it is under way, and for a run that died and was not recovered yet. */
  readonly finishedAt: string | null;
  /** `recovered`: the run died and recovery said what it had done. `open`: no result is on record. */
  readonly outcome: 'verified' | 'failed' | 'recovered' | 'open';
}

export interface Span {
  /** Inclusive. */
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

/**
 * Every deployment that started in a span of time, oldest first: from the evidence, and from the promotion records where the
 * evidence has none. What failed is known from the evidence alone.
 */
export async function readHistory(
  store: DocumentStore,
  environments: readonly string[],
  span: Span,
): Promise<readonly DeploymentChange[]> {
  const releases = await listReleases(store);
  const committedAt = new Map(releases.map((release) => [release.id, release.committedAt]));
  const all = await Promise.all(environments.map((environment) => historyOf(store, environment, span, committedAt)));
  return all.flat().sort((a, b) => a.startedAt.localeCompare(b.startedAt));
}

async function historyOf(
  store: DocumentStore,
  environment: string,
  span: Span,
  commits: ReadonlyMap<string, string>,
): Promise<readonly DeploymentChange[]> {
  const [evidence, { verified }] = await Promise.all([
    readEvidence(store, environment, span),
    readPromotion(store, environment),
  ]);
  const known = evidence.map(({ start, end }) => ({
    environment,
    release: start.release,
    committedAt: commits.get(start.release) ?? null,
    kind: start.kind,
    startedAt: start.startedAt,
    finishedAt: end?.finishedAt ?? null,
    outcome: end?.outcome ?? ('open' as const),
  }));
  const withoutEvidence = verified
    .filter(({ startedAt }) => within(startedAt, span) && !known.some((change) => change.startedAt === startedAt))
    .filter(({ release }) => !known.some((change) => change.release === release && change.outcome === 'verified'))
    .map(({ release, startedAt, verifiedAt }) => ({
      environment,
      release,
      committedAt: commits.get(release) ?? null,
      kind: 'promotion' as const,
      startedAt,
      finishedAt: verifiedAt,
      outcome: 'verified' as const,
    }));
  return [...known, ...withoutEvidence];
}

const within = (instant: string, { from, to }: Span): boolean =>
  Date.parse(instant) >= from.getTime() && Date.parse(instant) < to.getTime();
