import type { Settings } from '../../infra/settings.ts';
import { readCheckpoint, type Checkpoint } from '../engine/checkpoint.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import { alarmTroubles, type AlarmTrouble } from './alarmTroubles.ts';
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
  /** What its alarms say against the release; null when they could not be read or nobody asks for them. */
  readonly lowerAlarms: readonly AlarmTrouble[] | null;
}

export interface GateQuestion {
  readonly settings: Settings;
  readonly release: Ordered;
  readonly emergency: boolean;
  readonly kind: 'promotion' | 'redeployment';
}

type Reader = Pick<ReleaseContext, 'configuration' | 'surroundings' | 'alarmsOf' | 'now'>;

/** Reads every fact that the gate of an environment asks for. */
export async function readGate(
  reader: Reader,
  store: DocumentStore,
  { settings, release, emergency, kind }: GateQuestion,
): Promise<GateStanding> {
  const { environment, gate } = settings;
  const below = reader.configuration.lowerOf(environment);
  const [own, record, alarms, checkpoint] = await Promise.all([
    readPromotion(store, environment),
    below === undefined ? null : readPromotion(store, below.environment),
    below === undefined || !gate.requireAlarmsOk ? null : alarmsBelow(reader, store, below),
    readCheckpoint(store, environment),
  ]);
  const stateRelease = checkpoint === null ? undefined : releaseIn(checkpoint);
  const verifiedAt = record?.current?.verifiedAt ?? null;
  const lowerAlarms = alarms && alarmTroubles(alarms.read, { ...gate, expected: alarms.expected, verifiedAt });
  const decision = decide({
    ...{ kind, release: release.id, environment, gate, own, lower: record, lowerAlarms, stateRelease, emergency },
    // In the sandbox, work in progress goes all the way: there is nobody to protect.
    uncommitted: release.dirty === true && reader.surroundings.kind !== 'sandbox',
    newer: newerHere(release, own, record),
    now: reader.now(),
  });
  return {
    decision,
    own,
    lower: below === undefined || record === null ? null : { settings: below, record },
    lowerAlarms,
  };
}

/** With the names of those that must be there; null when they could not be read. */
async function alarmsBelow({ alarmsOf }: Reader, store: DocumentStore, below: Settings) {
  const [read, checkpoint] = await Promise.all([alarmsOf(below), readCheckpoint(store, below.environment)]);
  return read && { read, expected: checkpoint === null ? [] : alarmsIn(checkpoint) };
}

const alarmsIn = ({ resources }: Checkpoint): readonly string[] =>
  resources
    .filter((resource) => resource.type === 'aws:cloudwatch/metricAlarm:MetricAlarm' && !resource.delete)
    .map(({ id }) => id);

const releaseIn = ({ outputs: { releaseId } }: Checkpoint): string | null =>
  typeof releaseId === 'string' ? releaseId : null;
