import type { Settings } from '../../infra/settings.ts';
import type { Surroundings } from '../engine/surroundings.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import { openStore } from '../store/open.ts';
import { endsWithoutStart, readEvidence, type Evidence } from './evidence.ts';
import { readPromotion, type PromotionRecord } from './promotionRecord.ts';

interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** Everything that is on record about the changes of a span of time, and whether that is all of it. */
export interface EvidenceExport {
  readonly from: string;
  readonly to: string;
  readonly complete: boolean;
  readonly changes: readonly Evidence[];
  /** Deployments that the promotion records know and the evidence does not. */
  readonly withoutEvidence: readonly {
    readonly environment: string;
    readonly release: string;
    readonly startedAt: string;
    /** Where it should be; null for deployments that older versions recorded, which name none. */
    readonly id: string | null;
  }[];
  /** Results whose beginning is not on record; of all times, since only the beginning would tell when it was. */
  readonly withoutStart: readonly { readonly environment: string; readonly id: string }[];
}

/**
 * @param from inclusive
 * @param to exclusive
 */
export async function exportEvidence(
  surroundings: Surroundings,
  environments: readonly Settings[],
  span: Span,
): Promise<EvidenceExport> {
  const store = openStore(surroundings.stateBackend, await surroundings.credentials('observe'));
  const perEnvironment = await Promise.all(environments.map(({ environment }) => recordsOf(store, environment, span)));
  const changes = perEnvironment.flatMap((each) => each.changes);
  const withoutEvidence = perEnvironment.flatMap((each) => each.withoutEvidence);
  const withoutStart = perEnvironment.flatMap((each) => each.withoutStart);
  const whole = withoutEvidence.length === 0 && withoutStart.length === 0;
  return {
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    complete: whole && changes.every(({ missing }) => missing.length === 0),
    changes: changes.toSorted((a, b) => a.start.startedAt.localeCompare(b.start.startedAt)),
    withoutEvidence,
    withoutStart,
  };
}

async function recordsOf(store: DocumentStore, environment: string, span: Span) {
  const [changes, record, ends] = await Promise.all([
    readEvidence(store, environment, span),
    readPromotion(store, environment),
    endsWithoutStart(store, environment),
  ]);
  const ids = new Set(changes.map(({ start }) => start.id));
  const releases = new Set(changes.map(({ start }) => start.release));
  const withoutEvidence = [
    ...(record.begun ?? [])
      .filter(({ evidence }) => !ids.has(evidence))
      .map(({ evidence, ...deployment }) => ({ ...deployment, id: evidence })),
    ...unnamed(record).filter(({ release }) => !releases.has(release)),
  ];
  return {
    changes,
    withoutEvidence: withoutEvidence
      .filter(({ startedAt }) => within(startedAt, span))
      .map((deployment) => ({ environment, ...deployment })),
    withoutStart: ends.map((id) => ({ environment, id })),
  };
}

/**
 * Deployments from before records named the evidence of each: only their release can tell. What failed verification, or never
 * came so far, is in the record as the current one only.
 */
function unnamed({ current, verified, begun = [] }: PromotionRecord) {
  const since = begun.at(-1)?.startedAt;
  const deployments = current === null || current.verifiedAt !== null ? verified : [current, ...verified];
  return deployments
    .filter(({ startedAt }) => since === undefined || Date.parse(startedAt) < Date.parse(since))
    .map(({ release, startedAt }) => ({ release, startedAt, id: null }));
}

const within = (instant: string, { from, to }: Span): boolean =>
  Date.parse(instant) >= from.getTime() && Date.parse(instant) < to.getTime();
