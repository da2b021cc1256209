import type { Gate } from '../../infra/settings.ts';
import type { AlarmTrouble } from './alarmTroubles.ts';
import type { Deployment, PromotionRecord } from './promotionRecord.ts';

/** What is known at a gate. */
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

export interface Fact {
  readonly text: string;
  /** Never to be passed: not even in an emergency does an environment get what the one below does not run verified. */
  readonly always?: true;
  /** When time alone brings it; null for never, absent when somebody has to. */
  readonly until?: Date | null;
}
