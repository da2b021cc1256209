import type { Settings } from '../../infra/settings.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import type { ReleaseContext } from './context.ts';
import { decide, type GateDecision } from './gate.ts';
import { readPromotion, type PromotionRecord } from './promotionRecord.ts';

/** A gate as it stands: the facts that were read, and what follows from them. */
export interface GateStanding {
  readonly decision: GateDecision;
  readonly own: PromotionRecord;
  /** The environment below; null for the lowest. */
  readonly lower: { readonly settings: Settings; readonly record: PromotionRecord } | null;
  /** Alarms of the environment below that are not OK; null when they could not be read or nobody asks for them. */
  readonly lowerAlarms: readonly string[] | null;
}

/** Reads every fact that the gate of an environment asks for. */
export async function readGate(
  { configuration, alarmsOf, now }: ReleaseContext,
  store: DocumentStore,
  {
    settings,
    release,
    emergency,
  }: { readonly settings: Settings; readonly release: string; readonly emergency: boolean },
): Promise<GateStanding> {
  const { environment, gate } = settings;
  const below = configuration.lowerOf(environment);
  const [own, record, lowerAlarms] = await Promise.all([
    readPromotion(store, environment),
    below === undefined ? null : readPromotion(store, below.environment),
    below === undefined || !gate.requireAlarmsOk ? null : alarmsOf(below),
  ]);
  const decision = decide({ release, environment, gate, own, lower: record, lowerAlarms, now: now(), emergency });
  return {
    decision,
    own,
    lower: below === undefined || record === null ? null : { settings: below, record },
    lowerAlarms,
  };
}
