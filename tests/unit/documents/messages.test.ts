/** What the reference page of PaymentProcessor says of messages that are refused, held to the function's own judgement. */
import { describe, expect, test } from '@jest/globals';
import { parsePayment } from '../../../payments/payment.ts';
import { processPayment } from '../../../payments/process.ts';
import type { Ports } from '../../../payments/process.ts';
import { Refusal } from '../../../payments/refusal.ts';
import { toldByThisInstance } from '../../../payments/told.ts';
import { read } from './documents.ts';

const payment = { merchant: 'acme', idempotencyKey: 'order-0001', amountMinor: 1999, currency: 'EUR' };
const text = JSON.stringify(payment);

/** What breaks each rule that the page names: another value for a field, or another text for a message. */
const broken: Readonly<Record<string, unknown>> = {
  merchant: '-',
  idempotencyKey: 'short',
  amountMinor: 19.99,
  currency: 'XXX',
  exponent: 5,
  reference: '',
};
const hostile: Readonly<Record<string, string>> = {
  'too-large': text + ' '.repeat(20_000),
  encoding: text.replace('acme', '\uFFFD'),
  'not-json': text.slice(0, -1),
  'not-an-object': `[${text}]`,
  'card-number': text.replace('order-0001', '4111111111111111'),
  'forbidden-key': text.replace('{', '{"__proto__":{},'),
  nested: text.replace('"EUR"', '["EUR"]'),
  'duplicate-key': text.replace('{', '{"currency":"USD",'),
  'unknown-field': text.replace('{', '{"amount":1999,'),
};

async function refusal(attempt: () => unknown): Promise<string> {
  const error = await caught(attempt);
  if (!(error instanceof Refusal)) throw new Error('accepted');
  return error.problems.map(({ code, field, expected }) => `${code} ${field}: ${expected}`).join('\n');
}

async function caught(attempt: () => unknown): Promise<unknown> {
  try {
    await attempt();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Cells of the rows of a table, by the text of the first one. */
function rows(head: string): ReadonlyMap<string, string> {
  const [, table = ''] = read('docs/reference/payment-processor.md').split(`${head}\n`);
  const lines = table.split('\n\n')[0]?.split('\n').slice(1) ?? [];
  return new Map(
    lines.map((line) => [
      line.split('|')[1]?.replaceAll(/[ `]/gu, '') ?? '',
      line.split(' | ').at(-1)?.slice(0, -2) ?? '',
    ]),
  );
}

const fields = rows('| field |  | refused with |');
const codes = rows('| code | refused with |');

describe('R1: the page says what is refused, and with which message', () => {
  test('R1: every field and every code that is documented has an example here, and no other', () => {
    expect([...fields.keys()]).toEqual(Object.keys(broken));
    expect([...codes.keys()]).toEqual([...Object.keys(hostile), 'conflict']);
  });

  test.each(Object.entries(broken))('R1: a wrong %s', async (field, value) => {
    const body = JSON.stringify({ ...payment, [field]: value });
    expect(await refusal(() => parsePayment(body))).toBe(`invalid ${fields.get(field)}`);
  });

  test.each(Object.entries(hostile))('R1: %s', async (code, body) => {
    expect(await refusal(() => parsePayment(body))).toBe(`${code} ${codes.get(code)}`);
  });

  test('R1: a conflict', async () => {
    const refuse = () => Promise.reject(new Error('not expected'));
    const ports: Ports = {
      ledger: {
        record: () => Promise.resolve({ status: 'conflict' }),
        ...{ owe: refuse, settle: refuse, prove: refuse, owed: refuse },
      },
      announcer: { announce: refuse },
      told: toldByThisInstance(),
      clock: () => new Date(),
      topicArn: 'topic',
      version: '1',
    };
    expect(await refusal(() => processPayment(payment, ports))).toBe(`conflict ${codes.get('conflict')}`);
  });
});
