/** What a payment is, and every rule that a message has to meet to be one. */
import { createHash } from 'node:crypto';
import { minorUnitExponent } from './currency.ts';
import { readMessage } from './message.ts';
import type { Fields } from './message.ts';
import { problem, Refusal } from './refusal.ts';
import type { Problem } from './refusal.ts';
import { syntheticMerchant } from './synthetic.ts';

export interface Payment {
  readonly merchant: string;
  readonly idempotencyKey: string;
  /** Whole number of the currency's minor units: 1999 is 19.99 EUR, and 1999 JPY. */
  readonly amountMinor: number;
  readonly currency: string;
  /** Free text for the merchant's books. */
  readonly reference?: string;
}

interface Rule {
  readonly required: boolean;
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
}

const largestAmountMinor = 999_999_999_999;

/** The lengths keep the stored item below 1 KB, which is one write unit of DynamoDB. */
export const rules: Readonly<Record<string, Rule>> = {
  merchant: {
    required: true,
    expected: 'expected 1 to 64 letters, digits, "-" or "_", starting with a letter or digit',
    holds: (value) => value === syntheticMerchant || matches(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/u, value),
  },
  idempotencyKey: {
    required: true,
    expected: 'expected 8 to 128 letters, digits or any of - _ . : =',
    holds: (value) => matches(/^[A-Za-z0-9_.:=-]{8,128}$/u, value),
  },
  amountMinor: {
    required: true,
    expected: `expected a whole number of minor units from 1 to ${largestAmountMinor}`,
    holds: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= largestAmountMinor,
  },
  currency: {
    required: true,
    expected: 'expected the ISO 4217 code of a currency in use, in capitals',
    holds: (value) => typeof value === 'string' && minorUnitExponent(value) !== undefined,
  },
  exponent: {
    required: false,
    expected: "expected the number of decimal places of the currency's minor unit",
    holds: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 4,
  },
  reference: {
    required: false,
    expected: 'expected text of 1 to 280 bytes',
    holds: (value) => typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= 280,
  },
};

export const unknownFieldRule = `expected only ${Object.keys(rules).join(', ')}`;

/** Reads a message. Throws `Refusal` with every problem found. */
export function parsePayment(text: string): Payment {
  const fields = readMessage(text);
  const problems = [...unknownFields(fields), ...fieldProblems(fields)];
  if (problems.length === 0) problems.push(...exponentProblems(fields));
  if (problems.length > 0) throw new Refusal(problems);
  const { merchant, idempotencyKey, amountMinor, currency, reference } = fields as unknown as Payment;
  return { merchant, idempotencyKey, amountMinor, currency, ...(reference === undefined ? {} : { reference }) };
}

const matches = (pattern: RegExp, value: unknown): boolean => typeof value === 'string' && pattern.test(value);

/** The name is not repeated: it is the sender's text. */
const unknownFields = (fields: Fields): Problem[] =>
  Object.keys(fields).every((key) => Object.hasOwn(rules, key))
    ? []
    : [problem('unknown-field', 'message', unknownFieldRule)];

function fieldProblems(fields: Fields): Problem[] {
  return Object.entries(rules).flatMap(([field, { required, expected, holds }]) => {
    if (!Object.hasOwn(fields, field)) return required ? [problem('missing', field, expected)] : [];
    return holds(fields[field]) ? [] : [problem('invalid', field, expected)];
  });
}

/** A producer that states the exponent is checked: it catches a payment that is a hundred times too large. */
function exponentProblems(fields: Fields): Problem[] {
  const expected = minorUnitExponent(String(fields['currency']));
  const stated = fields['exponent'];
  return stated === undefined || stated === expected
    ? []
    : [problem('invalid', 'exponent', `expected ${expected}, as the currency has`)];
}

/** The business key: one payment for each, whatever happens. `#` is in neither part. */
export const keyOf = ({ merchant, idempotencyKey }: Pick<Payment, 'merchant' | 'idempotencyKey'>): string =>
  `${merchant}#${idempotencyKey}`;

/** Digest of what may not differ between two messages with the same key. */
export const digestOf = (payment: Payment): string =>
  createHash('sha256')
    .update(JSON.stringify([payment.amountMinor, payment.currency, payment.reference ?? null]))
    .digest('base64url');

export const isSynthetic = ({ merchant }: Pick<Payment, 'merchant'>): boolean => merchant === syntheticMerchant;
