import type { Settings } from '../../infra/settings.ts';
import { readCheckpoint, type Checkpoint } from '../engine/checkpoint.ts';
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

export interface GateQuestion {
  readonly settings: Settings;
  readonly release: string;
  readonly emergency: boolean;
  /** The account is looked at first, so an old state does no harm. */
  readonly refresh?: boolean;
}

/** Reads every fact that the gate of an environment asks for. */
export async function readGate(
  { configuration, alarmsOf, now }: Pick<ReleaseContext, 'configuration' | 'alarmsOf' | 'now'>,
  store: DocumentStore,
  { settings, release, emergency, refresh = false }: GateQuestion,
): Promise<GateStanding> {
  const { environment, gate } = settings;
  const below = configuration.lowerOf(environment);
  const [own, record, lowerAlarms, checkpoint] = await Promise.all([
    readPromotion(store, environment),
    below === undefined ? null : readPromotion(store, below.environment),
    below === undefined || !gate.requireAlarmsOk ? null : alarmsOf(below),
    refresh ? null : readCheckpoint(store, environment),
  ]);
  const stateRelease = checkpoint === null ? undefined : releaseIn(checkpoint);
  const decision = decide({
    ...{ release, environment, gate, own, lower: record, lowerAlarms, stateRelease, emergency },
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
