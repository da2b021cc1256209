import { describe, expect, test } from '@jest/globals';
import { deadLetter, parseFilter } from '../../../pipeline/account/deadLetters.ts';

const payment = { merchant: 'acme', idempotencyKey: 'order-0001', amountMinor: 1999, currency: 'EUR' };
const letter = (body: string) =>
  deadLetter({
    MessageId: 'id-1',
    Body: body,
    Attributes: { SentTimestamp: String(Date.parse('2026-11-24T12:00:00Z')) },
  });

describe('a dead letter', () => {
  test('R9: tells which payment it is, and since when', () => {
    expect(letter(JSON.stringify(payment))).toEqual({
      messageId: 'id-1',
      sentAt: '2026-11-24T12:00:00.000Z',
      verdict: { status: 'payable', merchant: 'acme', idempotencyKey: 'order-0001' },
    });
  });

  test('R9: tells why it is refused, and never what it says', () => {
    const refused = letter(JSON.stringify({ ...payment, reference: '4111111111111111' }));
    expect(refused.verdict).toEqual({
      status: 'refused',
      codes: ['card-number'],
      reason: 'message: expected no card numbers, here or in any other field',
    });
    expect(JSON.stringify(refused)).not.toContain('4111');
  });
});

describe('which dead letters are chosen', () => {
  const payable = letter(JSON.stringify(payment));
  const refused = letter('{');
  const chosen = (...filters: readonly string[]) => [payable, refused].filter(parseFilter(filters));

  test('R9: those that can be paid, when nothing is said', () => {
    expect(chosen()).toEqual([payable]);
  });

  test('R9: those for which every filter holds', () => {
    expect(chosen('merchant=acme', 'key=order-0001')).toEqual([payable]);
    expect(chosen('merchant=acme', 'key=order-0002')).toEqual([]);
    expect(chosen('reason=not-json')).toEqual([refused]);
    expect(chosen('reason=payable')).toEqual([payable]);
    expect(chosen('message=id-1')).toEqual([payable, refused]);
  });

  test.each(['merchant', 'merchant=', 'amount=3', '=x', 'toString=x'])('R9: %s is no filter', (text) => {
    expect(() => parseFilter([text])).toThrow(`not a filter: ${text}`);
  });
});
