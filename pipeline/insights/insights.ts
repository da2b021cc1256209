import type { Rules } from '../comparison/rules.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import { deliveryOf, type Delivery } from './delivery.ts';
import { driftOf, type Drift } from './drift.ts';
import { readHistory, type Span } from './history.ts';
import type { StoredReports } from './reports.ts';
import { waiverAges, type WaiverAge } from './waivers.ts';

export interface Insights {
  readonly schemaVersion: 1;
  readonly from: string;
  readonly to: string;
  /** In promotion order. */
  readonly delivery: readonly Delivery[];
  /** Null when no folder of reports was given. */
  readonly drift: Drift | null;
  readonly waivers: readonly WaiverAge[];
  /** What could not be read, and is missing from the figures. */
  readonly unreadable: StoredReports['unreadable'];
}

/** How the pipeline did in a span of time, from its own records. */
export async function insightsOf(given: {
  readonly store: DocumentStore;
  /** In promotion order. */
  readonly environments: readonly string[];
  readonly rules: Rules;
  readonly reports: StoredReports | null;
  readonly span: Span;
  readonly now: Date;
}): Promise<Insights> {
  const { store, environments, rules, span, now } = given;
  const changes = await readHistory(store, environments, span);
  const inSpan = given.reports?.reports.filter(
    ({ generatedAt }) => Date.parse(generatedAt) >= span.from.getTime() && Date.parse(generatedAt) < span.to.getTime(),
  );
  return {
    schemaVersion: 1,
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    delivery: environments.map((environment) => deliveryOf(environment, changes, span)),
    drift: inSpan === undefined ? null : driftOf(inSpan),
    waivers: waiverAges(rules, given.reports?.reports ?? [], now),
    unreadable: given.reports?.unreadable ?? [],
  };
}
