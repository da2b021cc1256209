import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { containsCardNumber } from '../../../payments/cardNumber.ts';
import { parsePayment } from '../../../payments/payment.ts';
import { Refusal } from '../../../payments/refusal.ts';

/** The card networks' published test numbers. */
const cards = [
  '4111111111111111',
  '4222222222222',
  '5555555555554444',
  '2223003122003222',
  '378282246310005',
  '6011111111111117',
  '3530111333300000',
  '30569309025904',
  '6205500000000000004',
];

const grouped = (card: string, separator: string): string =>
  (card.length === 15 ? [card.slice(0, 4), card.slice(4, 10), card.slice(10)] : (card.match(/.{1,4}/gu) ?? [])).join(
    separator,
  );

describe('R1: what looks like a card number is found', () => {
  test.each(cards)('%s', (card) => {
    expect(containsCardNumber(card)).toBe(true);
    expect(containsCardNumber(`order${card}x`)).toBe(true);
    expect(containsCardNumber(`paid with ${card}.`)).toBe(true);
  });

  test.each(cards.filter((card) => card.length > 14))('%s in groups', (card) => {
    for (const separator of [' ', '-', '.', '\u00A0', '–']) {
      expect(containsCardNumber(`card ${grouped(card, separator)} please`)).toBe(true);
    }
  });

  test('R1: full-width digits and invisible characters do not hide it', () => {
    expect(containsCardNumber('４１１１１１１１１１１１１１１１')).toBe(true);
    expect(containsCardNumber('4111\u200B1111\u200B1111\u200B1111')).toBe(true);
  });
});

describe('R1: what is no card number is let through', () => {
  test.each(['4111111111111112', '1764000000000', '20261124153000123456', '0000000000000000', 'order-2026-11-24-0001'])(
    '%s',
    (text) => {
      expect(containsCardNumber(text)).toBe(false);
    },
  );

  test('R1: no UUID is ever taken for a card number', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => !containsCardNumber(uuid)),
      { numRuns: 5000 },
    );
    const digitsOnly = fc.stringMatching(/^[2-6]\d{7}-\d{4}-\d{4}-\d{4}-\d{12}$/u);
    fc.assert(
      fc.property(digitsOnly, (uuid) => !containsCardNumber(uuid)),
      { numRuns: 5000 },
    );
  });
});

describe('R1: a message with a card number is refused wherever it is, and the refusal does not repeat it', () => {
  const [card = ''] = cards;
  const valid = { merchant: 'acme', idempotencyKey: 'order-0001', amountMinor: 1999, currency: 'EUR' };
  test.each<[string, string]>([
    ['reference', JSON.stringify({ ...valid, reference: `card ${card}` })],
    ['merchant', JSON.stringify({ ...valid, merchant: card })],
    ['idempotencyKey', JSON.stringify({ ...valid, idempotencyKey: card })],
    ['amountMinor', JSON.stringify(valid).replace('1999', card)],
    ['a field that is not ours', JSON.stringify({ ...valid, note: card })],
    ['the name of a field', JSON.stringify({ ...valid, [card]: 1 })],
    ['an escaped text', JSON.stringify({ ...valid, reference: 'X' }).replace('"X"', `"\\u0034${card.slice(1)}"`)],
    ['inside another object', JSON.stringify({ ...valid, reference: { pan: card } })],
    ['a broken message', `{"pan":"${card}"`],
  ])('%s', (_, text) => {
    try {
      parsePayment(text);
      throw new Error('accepted');
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal);
      expect((error as Refusal).problems.map(({ code }) => code)).toEqual(['card-number']);
      expect(JSON.stringify(error) + String(error)).not.toContain(card.slice(1));
    }
  });
});
