import type { AlarmState } from '../account/alarmStates.ts';

export interface AlarmTrouble {
  readonly name: string;
  /** What is wrong, after the name of the alarm. */
  readonly problem: string;
  /** It is over, and nothing but a look at it makes it good. */
  readonly gone?: true;
  /** When time alone makes it good. */
  readonly until?: Date;
}

export interface AlarmQuestion {
  /** Names of the alarms that the state of the environment records: one that is not there watches nothing. */
  readonly expected: readonly string[];
  /** ISO 8601: since when the release is verified there; null when it is not. */
  readonly verifiedAt: string | null;
  readonly soakMinutes: number;
}

/**
 * What the alarms of an environment say against its release. One that changed after the release was verified rang meanwhile, and
 * may be quiet again: that closes the gate until somebody looked and verified it anew. `INSUFFICIENT_DATA` from before that is no
 * trouble: our alarms take missing data as not breaching, so they have that state only until they are evaluated first.
 *
 * CloudWatch tells when a state changed and not from what. So an alarm that turned OK in the minutes after it was made or changed
 * may have been evaluated for the first time, or may have rung: soak time counts anew from there.
 */
export function alarmTroubles(alarms: readonly AlarmState[], question: AlarmQuestion): readonly AlarmTrouble[] {
  const there = new Set(alarms.map(({ name }) => name));
  const missing = question.expected.filter((name) => !there.has(name));
  return [
    ...missing.map((name) => ({ name, problem: 'is not there' })),
    ...alarms.flatMap((alarm) => troubleOf(alarm, question)),
  ];
}

function troubleOf(alarm: AlarmState, { verifiedAt, soakMinutes }: AlarmQuestion): readonly AlarmTrouble[] {
  const { name, state, changedAt } = alarm;
  if (state === 'ALARM') return [{ name, problem: 'is not OK' }];
  if (verifiedAt === null || changedAt === null || isBefore(changedAt, verifiedAt)) return [];
  if (mayBeFirstEvaluation(alarm)) {
    const until = new Date(Date.parse(changedAt) + soakMinutes * 60_000);
    return [{ name, problem: `is ${state} since ${changedAt} only, and soak time counts from there`, until }];
  }
  return [{ name, problem: `changed to ${state} at ${changedAt}, after the release was verified`, gone: true }];
}

/** Where only seconds are told, a change within the second of the verification counts as one after it. */
function isBefore(changedAt: string, verifiedAt: string): boolean {
  const [changed, verified] = [Date.parse(changedAt), Date.parse(verifiedAt)];
  return changed % 1_000 === 0 ? changed < verified - (verified % 1_000) : changed <= verified;
}

/** The longest period of our alarms is five minutes; CloudWatch evaluates them every minute. */
const evaluatedWithinMilliseconds = 15 * 60_000;

const mayBeFirstEvaluation = ({ state, changedAt, configuredAt }: AlarmState): boolean =>
  state === 'OK' &&
  changedAt !== null &&
  configuredAt !== null &&
  Date.parse(changedAt) >= Date.parse(configuredAt) &&
  Date.parse(changedAt) - Date.parse(configuredAt) <= evaluatedWithinMilliseconds;
