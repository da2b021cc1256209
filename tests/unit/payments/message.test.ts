import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { largestMessageBytes } from '../../../payments/message.ts';
import { parsePayment } from '../../../payments/payment.ts';
import type { Payment } from '../../../payments/payment.ts';
import { Refusal } from '../../../payments/refusal.ts';

const valid = { merchant: 'acme', idempotencyKey: 'order-0001', amountMinor: 1999, currency: 'EUR' };

/** `code field: expected`, one line a problem. */
function refusal(text: string): readonly string[] {
  try {
    parsePayment(text);
  } catch (error) {
    if (error instanceof Refusal)
      return error.problems.map(({ code, field, expected }) => `${code} ${field}: ${expected}`);
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

const refused = (changes: object): readonly string[] => refusal(JSON.stringify({ ...valid, ...changes }));

const merchantRule = 'merchant: expected 1 to 64 letters, digits, "-" or "_", starting with a letter or digit';
const keyRule = 'idempotencyKey: expected 8 to 128 letters, digits or any of - _ . : =';
const amountRule = 'amountMinor: expected a whole number of minor units from 1 to 999999999999';
const currencyRule = 'currency: expected the ISO 4217 code of a currency in use, in capitals';
const exponentRule = "exponent: expected the number of decimal places of the currency's minor unit";
const referenceRule = 'reference: expected text of 1 to 280 bytes';

describe('R1: a field that breaks its rule is refused with that rule, and the value is not repeated', () => {
  test.each<[string, unknown, string]>([
    ['merchant', undefined, `missing ${merchantRule}`],
    ['merchant', '', `invalid ${merchantRule}`],
    ['merchant', 'a'.repeat(65), `invalid ${merchantRule}`],
    ['merchant', '_acme', `invalid ${merchantRule}`],
    ['merchant', '__smoke__x', `invalid ${merchantRule}`],
    ['merchant', 'ac#me', `invalid ${merchantRule}`],
    ['merchant', 'acmé', `invalid ${merchantRule}`],
    ['merchant', 7, `invalid ${merchantRule}`],
    ['merchant', null, `invalid ${merchantRule}`],
    ['idempotencyKey', undefined, `missing ${keyRule}`],
    ['idempotencyKey', 'short', `invalid ${keyRule}`],
    ['idempotencyKey', 'k'.repeat(129), `invalid ${keyRule}`],
    ['idempotencyKey', 'with space', `invalid ${keyRule}`],
    ['idempotencyKey', 'order#0001', `invalid ${keyRule}`],
    ['idempotencyKey', 12345678, `invalid ${keyRule}`],
    ['amountMinor', undefined, `missing ${amountRule}`],
    ['amountMinor', 0, `invalid ${amountRule}`],
    ['amountMinor', -1, `invalid ${amountRule}`],
    ['amountMinor', 19.99, `invalid ${amountRule}`],
    ['amountMinor', '1999', `invalid ${amountRule}`],
    ['amountMinor', 1_000_000_000_000, `invalid ${amountRule}`],
    ['amountMinor', true, `invalid ${amountRule}`],
    ['amountMinor', null, `invalid ${amountRule}`],
    ['currency', undefined, `missing ${currencyRule}`],
    ['currency', 'eur', `invalid ${currencyRule}`],
    ['currency', 'EURO', `invalid ${currencyRule}`],
    ['currency', 'DEM', `invalid ${currencyRule}`],
    ['currency', 'XAU', `invalid ${currencyRule}`],
    ['currency', 978, `invalid ${currencyRule}`],
    ['exponent', 3, 'invalid exponent: expected 2, as the currency has'],
    ['exponent', '2', `invalid ${exponentRule}`],
    ['exponent', 5, `invalid ${exponentRule}`],
    ['reference', '', `invalid ${referenceRule}`],
    ['reference', 'ä'.repeat(141), `invalid ${referenceRule}`],
    ['reference', 12, `invalid ${referenceRule}`],
  ])('%s %j', (field, value, message) => {
    expect(refused({ [field]: value })).toEqual([message]);
  });

  test('R1: every problem of a message is told at once', () => {
    expect(refused({ merchant: '', amountMinor: 0, note: 'x' })).toEqual([
      'unknown-field message: expected only merchant, idempotencyKey, amountMinor, currency, exponent, reference',
      `invalid ${merchantRule}`,
      `invalid ${amountRule}`,
    ]);
  });
});

describe('R1: a message that is not one flat object of ours is refused', () => {
  const text = JSON.stringify(valid);
  const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
  test.each<[string, string, string]>([
    [
      'oversized',
      text.replace('{', `{${' '.repeat(largestMessageBytes)}`),
      `too-large message: expected at most ${largestMessageBytes} bytes`,
    ],
    ['truncated', text.slice(0, -5), 'not-json message: expected a JSON object'],
    ['empty', '', 'not-json message: expected a JSON object'],
    ['base64', Buffer.from(text).toString('base64'), 'not-json message: expected a JSON object'],
    ['encoded twice', JSON.stringify(text), 'not-an-object message: expected a JSON object'],
    ['a list', `[${text}]`, 'not-an-object message: expected a JSON object'],
    ['null', 'null', 'not-an-object message: expected a JSON object'],
    [
      'wrongly decoded',
      text.replace('acme', 'ac\uFFFDme'),
      'encoding message: expected valid UTF-8 without control characters',
    ],
    [
      'half a surrogate pair',
      text.replace('acme', 'ac\uD800me'),
      'encoding message: expected valid UTF-8 without control characters',
    ],
    [
      'an escaped half',
      text.replace('acme', 'ac\\uD800me'),
      'encoding message: expected valid UTF-8 without control characters',
    ],
    [
      'an escaped control',
      text.replace('acme', 'ac\\u0000me'),
      'encoding message: expected valid UTF-8 without control characters',
    ],
    ['a byte order mark', `\uFEFF${text}`, 'encoding message: expected valid UTF-8 without control characters'],
    ['deeply nested', text.replace('"acme"', deep), 'nested message: expected a flat object'],
    ['nested', text.replace('"acme"', '{"name":"acme"}'), 'nested message: expected a flat object'],
    [
      'a polluted prototype',
      text.replace('{', '{"__proto__":{"amountMinor":1},'),
      'forbidden-key message: expected no keys that change prototypes',
    ],
    [
      'a polluted constructor',
      text.replace('{', '{"constructor":1,'),
      'forbidden-key message: expected no keys that change prototypes',
    ],
    ['a key given twice', text.replace('{', '{"amountMinor":1,'), 'duplicate-key message: expected every key once'],
    [
      'a key given twice by escape',
      text.replace('{', '{"amount\\u004dinor":1,'),
      'duplicate-key message: expected every key once',
    ],
  ])('%s', (_, body, message) => {
    expect(refusal(body)).toEqual([message]);
    expect(({} as Record<string, unknown>)['amountMinor']).toBeUndefined();
  });
});

describe('R1: what holds to the rules is a payment', () => {
  test('R1: the fields of the message are the payment, the exponent only checked', () => {
    expect(parsePayment(JSON.stringify({ ...valid, exponent: 2, reference: 'Rechnung 7 – größer' }))).toEqual({
      ...valid,
      reference: 'Rechnung 7 – größer',
    });
  });

  test('R1: a notification of a topic is unwrapped', () => {
    const envelope = {
      Type: 'Notification',
      TopicArn: 'arn:aws:sns:us-east-1:111111111111:in',
      Message: JSON.stringify(valid),
    };
    expect(parsePayment(JSON.stringify(envelope))).toEqual(valid);
    expect(refusal(JSON.stringify({ ...envelope, Message: '{"merchant":"acme"' }))).toEqual([
      'not-json message: expected a JSON object',
    ]);
  });

  test('R1: no text at all makes the parser do anything but accept or refuse', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.json().map((json) => JSON.stringify({ ...valid, reference: json })),
    );
    fc.assert(
      fc.property(anything, (text) => {
        try {
          const payment: Payment = parsePayment(text);
          expect(Object.keys(valid).every((key) => Object.hasOwn(payment, key))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      }),
      { numRuns: 500 },
    );
  });
});
