import type { Settings } from '../../infra/settings.ts';
import type { AlarmState } from '../account/alarmStates.ts';
import type { Rules } from '../comparison/rules.ts';
import type { Configuration } from '../configuration/index.ts';
import type { Surroundings } from '../engine/surroundings.ts';
import type { Progress } from '../progress.ts';
import type { Actor } from './actor.ts';
import type { Effects } from './effects.ts';
import type { ResumeCard } from './resumeCard.ts';

/** What everything that moves a release works with; `pipeline/releaseContext.ts` puts it together. */
export interface ReleaseContext {
  /** The checkout, whose packages the programs of stored releases use. */
  readonly root: string;
  readonly configuration: Configuration;
  /** What may differ between environments. */
  readonly rules: Rules;
  readonly surroundings: Surroundings;
  readonly effects: Effects;
  readonly actor: Actor;
  readonly progress: Progress;
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly interrupt?: AbortSignal;
  readonly now: () => Date;
  /** The alarms of an environment; null when they cannot be read. */
  readonly alarmsOf: (environment: Settings) => Promise<readonly AlarmState[] | null>;
  /**
   * What the account holds that state does not record, or what could not be seen of it; empty when all is as recorded.
   *
   * @param options.undeployed also what the release asks for and state does not have
   */
  readonly look: (environment: Settings, options: { readonly undeployed: boolean }) => Promise<readonly string[]>;
  /**
   * Everybody who wrote what a commit has and the first known of `bases` (newest first) has not: logins, mail addresses, or both
   * as git writes them.
   */
  readonly writersSince: (commit: string, bases: readonly string[]) => Promise<readonly string[]>;
  /** Told how far a deployment came that was interrupted or failed, the moment that is known. */
  readonly showCard: (card: ResumeCard) => void;
}
