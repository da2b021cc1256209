/** What the payment code refuses, field by field, in its own words: every row of the table is what it answers to that message. */
import { parsePayment, rules } from '../../payments/payment.ts';
import { Refusal } from '../../payments/refusal.ts';

const good = { merchant: 'acme', idempotencyKey: 'order-0001', amountMinor: 1999, currency: 'EUR' };

/** A value, and what to call it where it is too long to be read. */
type Example = readonly [value: unknown, name?: string];

const examples: Readonly<Record<string, readonly Example[]>> = {
  merchant: [[undefined], [''], ['m'.repeat(65), '65 letters'], ['_acme'], ['ac#me'], ['acmé'], [7], [null]],
  idempotencyKey: [
    [undefined],
    ['short'],
    ['k'.repeat(129), '129 letters'],
    ['with space'],
    ['order#0001'],
    [12345678],
  ],
  amountMinor: [[undefined], [0], [-1], [19.99], ['1999'], [1_000_000_000_000], [true], [null]],
  currency: [[undefined], ['eur'], ['EURO'], ['DEM'], ['XAU'], [978], [null]],
  exponent: [[3], ['2'], [5], [1.5], [null]],
  reference: [[''], ['ä'.repeat(141), '282 bytes'], [12], [['a']], ['4111 1111 1111 1111', 'a card number']],
};

export interface Refused {
  readonly field: string;
  readonly value: string;
  /** Code, field and rule, as they are logged and announced. */
  readonly answer: string;
}

/** Fails when a field has no example or an example is accepted. */
export function refusedValues(): readonly Refused[] {
  return Object.keys(rules).flatMap((field) => {
    const own = examples[field] ?? [];
    if (own.length === 0) throw new Error(`no example of a ${field} that is refused`);
    return own.map(([value, name]) => ({
      field,
      value: name ?? (value === undefined ? 'missing' : JSON.stringify(value)),
      answer: refusal(JSON.stringify({ ...good, [field]: value })),
    }));
  });
}

function refusal(message: string): string {
  try {
    parsePayment(message);
  } catch (error) {
    if (error instanceof Refusal) {
      return error.problems.map(({ code, field, expected }) => `${code} ${field}: ${expected}`).join('; ');
    }
    throw error;
  }
  throw new Error(`this is accepted: ${message}`);
}
