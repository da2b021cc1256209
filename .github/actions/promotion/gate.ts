import { alarmsNotOk } from '../../../pipeline/release/alarmsNotOk.ts';
import { decide } from '../../../pipeline/release/gate.ts';
import { readPromotion, type PromotionRecord } from '../../../pipeline/release/promotionRecord.ts';
import type { Bench } from './bench.ts';
import type { DocumentStore } from '../../../pipeline/store/documentStore.ts';

export interface GateRequest {
  readonly environment: string;
  readonly release: string;
  /** The person who started this says so: neither a pause nor a freeze window counts. */
  readonly override: boolean;
}

/** Each fact that is missing before this release may enter the environment, as a sentence. */
export async function missingFacts(
  bench: Bench,
  store: DocumentStore,
  request: GateRequest,
): Promise<readonly string[]> {
  const { configuration, surroundings, now } = bench;
  const { environment, release, override } = request;
  const { gate } = bench.settings(environment);
  const below = configuration.lowerOf(environment);
  const [own, lower, lowerAlarms] = await Promise.all([
    readPromotion(store, environment),
    below === undefined ? null : readPromotion(store, below.environment),
    below === undefined || !gate.requireAlarmsOk ? null : alarmsNotOk(surroundings, below),
  ]);
  const judged = override ? overridden(own) : own;
  const rules = override ? { ...gate, freezeWindows: [] } : gate;
  const decision = decide({ release, environment, gate: rules, own: judged, lower, lowerAlarms, now: now() });
  return decision.status === 'open' ? [] : decision.missing;
}

const overridden = (own: PromotionRecord): PromotionRecord => ({ ...own, paused: null });
