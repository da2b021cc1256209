import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { currencies } from '../../../payments/currency.ts';
import { entryOf, itemOf } from '../../../payments/item.ts';
import type { Item } from '../../../payments/item.ts';
import { digestOf, keyOf, parsePayment } from '../../../payments/payment.ts';
import type { Payment } from '../../../payments/payment.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
const bytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, { S, N }]) => {
    const number = N === undefined ? 0 : Math.ceil(N.length / 2) + 1;
    return sum + Buffer.byteLength(name) + (S === undefined ? number : Buffer.byteLength(S));
  }, 0);

const payments: fc.Arbitrary<Payment> = fc
  .record(
    {
      merchant: fc.oneof(fc.stringMatching(/^[A-Za-z0-9][A-Za-z_-]{0,63}$/u), fc.constant('__smoke__')),
      idempotencyKey: fc.stringMatching(/^[A-Za-z_.:=-]{8,128}$/u),
      amountMinor: fc.integer({ min: 1, max: 999_999_999_999 }),
      currency: fc.constantFrom(...currencies),
      reference: fc.stringMatching(/^[a-zäöü€ ]{1,90}$/u),
    },
    { requiredKeys: ['merchant', 'idempotencyKey', 'amountMinor', 'currency'] },
  )
  .map((payment) => parsePayment(JSON.stringify(payment)));

const entry = (payment: Payment) => ({
  key: keyOf(payment),
  payment,
  digest: digestOf(payment),
  recordedAt: '2026-11-24T12:00:00.000Z',
});

test('R1: what is recorded is read back as it was sent', () => {
  fc.assert(fc.property(payments, (payment) => expect(entryOf(itemOf(entry(payment)))).toEqual(entry(payment))));
});

test('R1: the largest payment that is accepted costs one write unit', () => {
  const largest = parsePayment(
    JSON.stringify({
      merchant: 'm'.repeat(64),
      idempotencyKey: 'k'.repeat(128),
      amountMinor: 999_999_999_999,
      currency: 'EUR',
      reference: 'r'.repeat(280),
    }),
  );
  expect(bytes(itemOf(entry(largest)))).toBeLessThanOrEqual(1024);
});

test('R1: the digest tells contents apart, and only contents', () => {
  const payment: Payment = { merchant: 'acme', idempotencyKey: 'order-0001', amountMinor: 1999, currency: 'EUR' };
  const others: Payment[] = [
    { ...payment, amountMinor: 1998 },
    { ...payment, currency: 'USD' },
    { ...payment, reference: 'x' },
    { ...payment, reference: 'y' },
  ];
  expect(new Set([payment, ...others].map(digestOf)).size).toBe(5);
});
