import type { Gate } from '../../infra/settings.ts';
import type { PromotionRecord } from './promotionRecord.ts';
import { isFrozen } from './freezeWindow.ts';
import { shortId } from './release.ts';

/** Why a release may or may not enter an environment. `missing` names each fact that is not there, as a sentence. */
export type GateDecision =
  { readonly status: 'open' } | { readonly status: 'closed'; readonly missing: readonly string[] };

export interface GateFacts {
  readonly release: string;
  readonly environment: string;
  readonly gate: Gate;
  /** Record of this environment. */
  readonly own: PromotionRecord;
  /** Record of the environment below; null for the lowest. */
  readonly lower: PromotionRecord | null;
  /** Alarms of the environment below that are not OK; null when they could not be read. */
  readonly lowerAlarms: readonly string[] | null;
  readonly now: Date;
}

/** An environment takes exactly what the one below runs, verified; every fact that is missing is named. */
export function decide(facts: GateFacts): GateDecision {
  const missing = [...paused(facts), ...lowerVerified(facts), ...soaked(facts), ...alarms(facts), ...frozen(facts)];
  return missing.length === 0 ? { status: 'open' } : { status: 'closed', missing };
}

const paused = ({ own }: GateFacts): readonly string[] =>
  own.paused === null
    ? []
    : [`promotion to ${own.environment} is paused since ${own.paused.since} by ${own.paused.by}: ${own.paused.reason}`];

function lowerVerified({ lower, release }: GateFacts): readonly string[] {
  if (lower === null) return [];
  const { current, environment } = lower;
  if (current === null) return [`${environment} runs no release yet`];
  if (current.release !== release) return [`${environment} runs ${shortId(current.release)}, not ${shortId(release)}`];
  return current.verifiedAt === null ? [`${environment} runs ${shortId(release)}, but it is not verified there`] : [];
}

function soaked({ lower, release, gate, now }: GateFacts): readonly string[] {
  const verifiedAt = lower?.current?.release === release ? lower.current.verifiedAt : null;
  if (lower === null || verifiedAt === null) return [];
  const minutes = (now.getTime() - Date.parse(verifiedAt)) / 60_000;
  if (minutes >= gate.soakMinutes) return [];
  return [`${lower.environment} has run it for ${Math.floor(minutes)} of ${gate.soakMinutes} minutes`];
}

function alarms({ lower, lowerAlarms, gate }: GateFacts): readonly string[] {
  if (lower === null || !gate.requireAlarmsOk) return [];
  if (lowerAlarms === null) return [`the alarms of ${lower.environment} could not be read`];
  return lowerAlarms.map((alarm) => `alarm ${alarm} of ${lower.environment} is not OK`);
}

const frozen = ({ gate, own, now }: GateFacts): readonly string[] =>
  gate.freezeWindows
    .filter((window) => isFrozen(window, now))
    .map(
      ({ from, to, days, timezone }) =>
        `${own.environment} is frozen ${from}-${to} on ${days.join(', ')} (${timezone})`,
    );
