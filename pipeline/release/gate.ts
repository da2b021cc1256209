import type { Gate } from '../../infra/settings.ts';
import { EngineError } from '../errors.ts';
import { isFrozen } from './freezeWindow.ts';
import type { Fact, GateFacts } from './gateFacts.ts';
import { shortId } from './release.ts';
import { lowerVerified, older, outside, reviewable, stale } from './releaseFacts.ts';

/** A fact is missing. Nothing was begun, so there is nothing to put in order. */
export class GateClosedError extends EngineError {
  /** When it opens by itself; null when somebody has to do something. */
  readonly opensAt: Date | null;

  constructor(environment: string, { missing, opensAt }: GateDecision) {
    super(`the gate of ${environment} is closed: ${missing.join('; ')}`, {
      advice:
        opensAt === null
          ? 'Nothing was changed. When this is no longer so, start it again.'
          : `Nothing was changed. It opens by itself at ${opensAt.toISOString()}: start it again then.`,
    });
    this.opensAt = opensAt;
  }
}

export interface GateDecision {
  /** Each fact that is not there yet, as a sentence; empty when the gate is open. */
  readonly missing: readonly string[];
  /** Facts that an emergency goes on without. */
  readonly overridden: readonly string[];
  /** When the gate opens by itself, if nothing but time is missing; null when it is open or needs somebody. */
  readonly opensAt: Date | null;
}

/** An environment takes exactly what the one below runs, verified; every fact that is missing is named. */
export function decide(facts: GateFacts): GateDecision {
  const asked =
    facts.kind === 'redeployment'
      ? [stale]
      : [lowerVerified, reviewable, stale, outside, older, paused, soaked, alarms, frozen];
  const found = asked.flatMap((each) => each(facts));
  const passed = facts.emergency ? found.filter(({ always }) => !always) : [];
  const missing = found.filter((fact) => !passed.includes(fact));
  return {
    missing: missing.map(({ text }) => text),
    overridden: passed.map(({ text }) => text),
    opensAt: opening(facts, missing),
  };
}

const paused = ({ own }: GateFacts): readonly Fact[] =>
  own.paused === null
    ? []
    : [
        {
          text: `promotion to ${own.environment} is paused since ${own.paused.since} by ${own.paused.by}: ${own.paused.reason} (npm run releases -- --resume ${own.environment})`,
        },
      ];

function soaked({ lower, release, gate, now }: GateFacts): readonly Fact[] {
  const verifiedAt = lower?.current?.release === release ? lower.current.verifiedAt : null;
  if (lower === null || verifiedAt === null) return [];
  // A clock that is behind the one that wrote the record counts as no time at all.
  const minutes = Math.max(0, (now.getTime() - Date.parse(verifiedAt)) / 60_000);
  if (minutes >= gate.soakMinutes) return [];
  const until = new Date(Date.parse(verifiedAt) + gate.soakMinutes * 60_000);
  return [{ text: `${lower.environment} has run it for ${Math.floor(minutes)} of ${gate.soakMinutes} minutes`, until }];
}

function alarms({ lower, lowerAlarms, gate, release, now }: GateFacts): readonly Fact[] {
  if (lower === null || !gate.requireAlarmsOk) return [];
  if (lowerAlarms === null) return [{ text: `the alarms of ${lower.environment} could not be read` }];
  const again = `look into it, then verify it anew: npm run redeploy -- ${lower.environment} ${shortId(release)} --reason TEXT`;
  return lowerAlarms
    .filter(({ until }) => until === undefined || until > now)
    .map(({ name, problem, until, gone }) => ({
      text: `alarm ${name} of ${lower.environment} ${problem}${gone === true ? `: ${again}` : ''}`,
      ...(until === undefined ? {} : { until }),
    }));
}

function frozen({ gate, own, now }: GateFacts): readonly Fact[] {
  const open = gate.freezeWindows.filter((window) => isFrozen(window, now));
  return open.map(({ from, to, days, timezone }) => ({
    text: `${own.environment} is frozen ${from}-${to} on ${days.join(', ')} (${timezone})`,
    until: endOf(gate, now),
  }));
}

const quarterHour = 15 * 60_000;
/** A week of windows repeats itself: what is still frozen after that never opens. */
const longest = 8 * 24 * 60 * 60_000;

function endOf({ freezeWindows }: Gate, from: Date): Date | null {
  let time = from.getTime();
  const end = time + longest;
  while (time < end && freezeWindows.some((window) => isFrozen(window, new Date(time)))) time += quarterHour;
  return time < end ? new Date(time) : null;
}

function opening({ gate }: GateFacts, missing: readonly Fact[]): Date | null {
  const times = missing.map(({ until }) => until);
  const known = times.filter((time) => time instanceof Date);
  if (times.length === 0 || known.length < times.length) return null;
  const latest = Math.max(...known.map((time) => time.getTime()));
  return endOf(gate, new Date(latest));
}
