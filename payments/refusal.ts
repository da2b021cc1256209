/** Why a message is refused. Never carries anything that the message said: it may be a card number. */
export type RefusalCode =
  | 'too-large'
  | 'encoding'
  | 'not-json'
  | 'not-an-object'
  | 'forbidden-key'
  | 'duplicate-key'
  | 'unknown-field'
  | 'nested'
  | 'card-number'
  | 'missing'
  | 'invalid'
  | 'conflict';

export interface Problem {
  readonly code: RefusalCode;
  /** A field of ours, or `message` for the whole. */
  readonly field: string;
  readonly expected: string;
}

/** A message that no retry can make good. It goes to the dead-letter queue when its receives are used up. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ field, expected }) => `${field}: ${expected}`).join('; '));
    this.problems = problems;
  }
}

export const problem = (code: RefusalCode, field: string, expected: string): Problem => ({ code, field, expected });
