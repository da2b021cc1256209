import type { Gate } from '../../infra/settings.ts';
import { EngineError } from '../errors.ts';
import type { Deployment, PromotionRecord } from './promotionRecord.ts';
import type { AlarmTrouble } from './alarmTroubles.ts';
import { isFrozen } from './freezeWindow.ts';
import { shortId } from './release.ts';

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

export interface GateFacts {
  /** A redeployment goes back to what was verified here before: it asks for nothing but the newest state. */
  readonly kind: 'promotion' | 'redeployment';
  readonly release: string;
  /** Uncommitted changes were built into it: nobody reviewed them, and its commit and authors are not what they seem. */
  readonly uncommitted: boolean;
  readonly environment: string;
  readonly gate: Gate;
  /** Record of this environment. */
  readonly own: PromotionRecord;
  /** Record of the environment below; null for the lowest. */
  readonly lower: PromotionRecord | null;
  /** What the alarms of the environment below say against the release; null when they could not be read. */
  readonly lowerAlarms: readonly AlarmTrouble[] | null;
  /** A newer release that was verified here; null when there is none, or nobody can order them. */
  readonly newer: Deployment | null;
  /** Release that the state of this environment is of; null when it names none, undefined when there is no state to ask. */
  readonly stateRelease: string | null | undefined;
  readonly now: Date;
  /** Somebody goes on without waiting: soak time, alarms, freeze windows and pauses are passed, and recorded. */
  readonly emergency: boolean;
}

interface Fact {
  readonly text: string;
  /** Never to be passed: not even in an emergency does an environment get what the one below does not run verified. */
  readonly always?: true;
  /** When time alone brings it; null for never, absent when somebody has to. */
  readonly until?: Date | null;
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

function lowerVerified({ lower, release }: GateFacts): readonly Fact[] {
  if (lower === null) return [];
  const { current, environment } = lower;
  const fact = (text: string): readonly Fact[] => [{ text, always: true }];
  if (current === null) return fact(`${environment} runs no release yet`);
  if (current.release !== release)
    return fact(`${environment} runs ${shortId(current.release)}, not ${shortId(release)}`);
  return current.verifiedAt === null
    ? fact(`${environment} runs ${shortId(release)}, but it is not verified there`)
    : [];
}

function reviewable({ uncommitted, gate, release, environment }: GateFacts): readonly Fact[] {
  if (!uncommitted || !gate.requireApproval) return [];
  return [
    {
      text: `${shortId(release)} was built with uncommitted changes, which ${environment} does not take: commit them, and build it again from there`,
      always: true,
    },
  ];
}

/** What `infra/index.ts` calls the release when the stock CLI runs it. */
const byHand = 'outside-the-pipeline';

/**
 * A plan that is made from an old state creates again what is there, also after a refresh: that reads what state names and nothing
 * else. After a failed or dead update nobody knows which it is.
 */
function stale({ own: { current, environment }, stateRelease }: GateFacts): readonly Fact[] {
  if (stateRelease === undefined || !current?.deployedAt || stateRelease === current.release) return [];
  if (stateRelease === byHand) return [];
  const held = stateRelease === null ? 'of no release' : `of ${shortId(stateRelease)}`;
  return [
    {
      text: `the state of ${environment} is ${held}, but ${shortId(current.release)} was deployed ${current.deployedAt}: bring back the newest version of its state (docs/operations.md#an-old-state), then npm run recover -- ${environment}`,
      always: true,
    },
  ];
}

/** The stock CLI wrote this state after us: it is no old one, and a redeployment, which refreshes first, takes it over. */
function outside({ own: { current, environment }, stateRelease }: GateFacts): readonly Fact[] {
  if (stateRelease !== byHand || !current?.deployedAt) return [];
  const back = `npm run redeploy -- ${environment} ${shortId(current.release)} --reason TEXT`;
  return [
    { text: `the state of ${environment} was written outside of the pipeline: ${back} takes it over`, always: true },
  ];
}

/** An old run that is started again knows nothing of what came after it. */
function older({ newer, release, own: { environment, verified } }: GateFacts): readonly Fact[] {
  if (newer === null) return [];
  const back = verified.some((each) => each.release === release)
    ? `going back is npm run redeploy -- ${environment} ${shortId(release)} --reason TEXT`
    : 'what should replace it is committed after it';
  const committed = newer.committedAt === undefined ? '' : ` (committed ${newer.committedAt})`;
  return [
    {
      text: `${shortId(newer.release)}${committed} was verified in ${environment}, and is newer than ${shortId(release)}: ${back}`,
      always: true,
    },
  ];
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
