import type { Settings } from '../../infra/settings.ts';
import { readCheckpoint, type Checkpoint } from '../engine/checkpoint.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import type { ReleaseContext } from './context.ts';
import { decide, type GateDecision } from './gate.ts';
import { newerHere, type Ordered } from './order.ts';
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

export interface GateQuestion {
  readonly settings: Settings;
  readonly release: Ordered;
  readonly emergency: boolean;
  readonly kind: 'promotion' | 'redeployment';
}

/** Reads every fact that the gate of an environment asks for. */
export async function readGate(
  { configuration, alarmsOf, now }: Pick<ReleaseContext, 'configuration' | 'alarmsOf' | 'now'>,
  store: DocumentStore,
  { settings, release, emergency, kind }: GateQuestion,
): Promise<GateStanding> {
  const { environment, gate } = settings;
  const below = configuration.lowerOf(environment);
  const [own, record, lowerAlarms, checkpoint] = await Promise.all([
    readPromotion(store, environment),
    below === undefined ? null : readPromotion(store, below.environment),
    below === undefined || !gate.requireAlarmsOk ? null : alarmsOf(below),
    readCheckpoint(store, environment),
  ]);
  const stateRelease = checkpoint === null ? undefined : releaseIn(checkpoint);
  const decision = decide({
    ...{ kind, release: release.id, environment, gate, own, lower: record, lowerAlarms, stateRelease, emergency },
    newer: newerHere(release, own, record),
    now: now(),
  });
  return {
    decision,
    own,
    lower: below === undefined || record === null ? null : { settings: below, record },
    lowerAlarms,
  };
}

const releaseIn = ({ outputs: { releaseId } }: Checkpoint): string | null =>
  typeof releaseId === 'string' ? releaseId : null;
