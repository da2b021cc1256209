import type { Observation } from '../snapshot/observation.ts';
import type { Rules, Variation } from './rules.ts';

/** What is compared, and by which rules. */
export interface Sides {
  readonly baseline: Observation;
  readonly target: Observation;
  readonly rules: Rules;
  /** Rules that were found to be about something. */
  readonly used: Set<Variation>;
}
