/** What subscribers are told about a payment. A pure function of the record, so that every repetition says the same. */
import { createHash } from 'node:crypto';
import { minorUnitExponent } from './currency.ts';
import type { Entry } from './ledger.ts';
import { isSynthetic } from './payment.ts';
import type { Problem } from './refusal.ts';

export interface Outcome {
  /** The same for every repetition: subscribers drop what they have seen. */
  readonly id: string;
  readonly outcome: 'recorded' | 'refused';
  readonly synthetic: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

export const outcomeId = ({ key, digest }: Entry): string =>
  createHash('sha256').update(`${key}\n${digest}`).digest('base64url');

export function recordedOutcome(entry: Entry): Outcome {
  const { payment, recordedAt } = entry;
  const body = { ...payment, exponent: minorUnitExponent(payment.currency), recordedAt };
  return { id: outcomeId(entry), outcome: 'recorded', synthetic: isSynthetic(payment), body };
}

/**
 * Nothing that the message said is in it. The id follows from the message's and not from its content: a plain hash of a text
 * that holds a card number would give the number away.
 */
export const refusedOutcome = (messageId: string, problems: readonly Problem[], synthetic: boolean): Outcome => ({
  id: `refused-${messageId}`,
  outcome: 'refused',
  synthetic,
  body: { messageId, problems },
});
