import type { Settings } from '../../infra/settings.ts';
import type { Surroundings } from '../engine/surroundings.ts';
import { openStore } from '../store/open.ts';
import { readEvidence, type Evidence } from './evidence.ts';
import { readPromotion, type Deployment } from './promotionRecord.ts';

/** Everything that is on record about the changes of a span of time, and whether that is all of it. */
export interface EvidenceExport {
  readonly from: string;
  readonly to: string;
  readonly complete: boolean;
  readonly changes: readonly Evidence[];
  /** Deployments that the promotion records know and the evidence does not. */
  readonly withoutEvidence: readonly (Deployment & { readonly environment: string })[];
}

/**
 * @param from inclusive
 * @param to exclusive
 */
export async function exportEvidence(
  surroundings: Surroundings,
  environments: readonly Settings[],
  span: { readonly from: Date; readonly to: Date },
): Promise<EvidenceExport> {
  const store = openStore(surroundings.stateBackend, await surroundings.credentials('observe'));
  const perEnvironment = await Promise.all(
    environments.map(async ({ environment }) => {
      const [changes, record] = await Promise.all([
        readEvidence(store, environment, span),
        readPromotion(store, environment),
      ]);
      const known = new Set(changes.map(({ start }) => start.release));
      const withoutEvidence = record.verified
        .filter(({ release, startedAt }) => within(startedAt, span) && !known.has(release))
        .map((deployment) => ({ ...deployment, environment }));
      return { changes, withoutEvidence };
    }),
  );
  const changes = perEnvironment.flatMap((each) => each.changes);
  const withoutEvidence = perEnvironment.flatMap((each) => each.withoutEvidence);
  return {
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    complete: withoutEvidence.length === 0 && changes.every(({ missing }) => missing.length === 0),
    changes: changes.toSorted((a, b) => a.start.startedAt.localeCompare(b.start.startedAt)),
    withoutEvidence,
  };
}

const within = (instant: string, { from, to }: { readonly from: Date; readonly to: Date }): boolean =>
  Date.parse(instant) >= from.getTime() && Date.parse(instant) < to.getTime();
