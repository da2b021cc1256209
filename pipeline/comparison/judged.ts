import type { Properties, Value } from '../snapshot/observation.ts';
import type { Change, Severity } from './finding.ts';

export interface Judged {
  readonly severity: Severity;
  /** Why it matters, one sentence without a full stop. */
  readonly why: string;
}

/** A difference, as it is judged. */
export interface Subject {
  readonly type: string;
  readonly change: Change;
  readonly path: string;
  readonly expected: Value;
  readonly actual: Value;
  /** All properties on either side, for what can only be judged as a whole. */
  readonly before: Properties | null;
  readonly after: Properties | null;
}
