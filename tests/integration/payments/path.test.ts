import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { redrive } from '../../../pipeline/account/redrive.ts';
import { smokePayment } from '../../../pipeline/account/smokePayment.ts';
import { depth, until } from './actions.ts';
import { placeOf } from './place.ts';
import { startPayments } from './world.ts';
import type { World } from './world.ts';

jest.setTimeout(120_000);

const { own, ownArns, region } = placeOf('dev');

const payment = (idempotencyKey: string, changes: object = {}) =>
  JSON.stringify({ merchant: 'acme', idempotencyKey, amountMinor: 1999, currency: 'EUR', ...changes });

describe('the payment path on the emulator', () => {
  let world: World;
  beforeAll(async () => {
    world = await startPayments();
  });
  afterAll(() => world.stop());

  test('R1: a message is recorded once and its outcome reaches the subscriber', async () => {
    await world.send(payment('order-0001'));
    const [outcome] = await world.outcomes(1);
    expect(outcome).toEqual({
      schemaVersion: 1,
      id: expect.stringMatching(/^[\w-]{43}$/u),
      outcome: 'recorded',
      merchant: 'acme',
      idempotencyKey: 'order-0001',
      amountMinor: 1999,
      currency: 'EUR',
      exponent: 2,
      recordedAt: expect.stringMatching(/Z$/u),
    });
    expect(await world.items()).toEqual([
      {
        pk: 'acme#order-0001',
        amountMinor: 1999,
        currency: 'EUR',
        digest: expect.any(String),
        recordedAt: outcome?.['recordedAt'],
      },
    ]);
  });

  test('R9: in one batch a poison message and a conflict go to the dead-letter queue after 5 receives, the rest is paid', async () => {
    await world.send(
      payment('order-0002'),
      '{"broken',
      payment('order-0002', { amountMinor: 5 }),
      payment('order-0003'),
    );
    const dead = await world.take(world.deadLettersUrl, 2);
    expect(dead.map(({ receives }) => receives)).toEqual([6, 6]);
    expect(dead.map(({ body }) => body)).toContain('{"broken');
    const told = await world.outcomes(4);
    expect(told.map(({ outcome }) => outcome).sort()).toEqual(['recorded', 'recorded', 'refused', 'refused']);
    expect((await world.items()).map(({ pk }) => pk).sort()).toEqual([
      'acme#order-0001',
      'acme#order-0002',
      'acme#order-0003',
    ]);
  });

  test('R1: a duplicate is recorded once, and told again under the same id only by an instance that never told it', async () => {
    await world.send(payment('order-0004'));
    const [first] = await world.outcomes(1);
    await world.send(payment('order-0004'));
    await world.drained();
    await world.send(payment('order-0006'));
    // Nothing about the duplicate in between.
    expect(await world.deliveries(1)).toMatchObject([{ idempotencyKey: 'order-0006' }]);
    world.killFunction();
    await world.send(payment('order-0004'));
    expect(await world.deliveries(1)).toEqual([first]);
    expect((await world.items()).filter(({ pk }) => pk === 'acme#order-0004')).toHaveLength(1);
  });

  test('R17: a smoke payment comes back with the proof that it was told, and no subscriber gets it', async () => {
    const lines: string[] = [];
    const result = await smokePayment({
      credentials: world.credentials,
      region,
      queueUrl: world.queueUrl,
      tableName: own.table,
      topicArn: ownArns.outcomes,
      timeoutSeconds: 20,
      onProgress: (line) => lines.push(line),
    });
    expect(result.notificationId).toMatch(/^[0-9a-f-]{36}$/u);
    expect(result.servedBy).toBe('1');
    expect(lines).toHaveLength(2);
    const [item] = (await world.items()).filter(({ pk }) => pk === `__smoke__#${result.idempotencyKey}`);
    expect(Number(item?.['expiresAt'])).toBeGreaterThan(Date.now() / 1000 + 23 * 3600);
    await world.send(payment('order-0005'));
    expect(await world.outcomes(1)).toMatchObject([{ idempotencyKey: 'order-0005' }]);
  });

  const card = '4111 1111 1111 1111';
  const hostile: Readonly<Record<string, string>> = {
    'too-large': payment('hostile-01', { reference: 'x'.repeat(20_000) }),
    'not-json': payment('hostile-02').slice(0, -9),
    encoding: payment('hostile-03', { reference: Buffer.from([0xc3, 0x28, 0xff]).toString('utf8') }),
    nested: payment('hostile-04').replace('1999', `${'['.repeat(5000)}1${']'.repeat(5000)}`),
    'forbidden-key': payment('hostile-05').replace('{', '{"__proto__":{"synthetic":true},'),
    'card-number': payment('hostile-06', { reference: card }),
  };

  test('R1: hostile messages in one batch reach the dead-letter queue with their reason, and nothing else of them is left', async () => {
    await world.sendTogether(payment('harmless-01'), ...Object.values(hostile), payment('harmless-02'));
    await until('all are dead', async () => (await depth(world.clients.sqs, world.deadLettersUrl)) === 6);
    const codes: unknown[] = [];
    await redrive({
      credentials: world.credentials,
      region,
      from: own.ingestDeadLetters,
      to: own.ingest,
      filter: () => false,
      send: false,
      limit: 100,
      onLetter: ({ verdict }) => codes.push(...(verdict.status === 'refused' ? verdict.codes : ['payable'])),
    });
    expect(codes.sort()).toEqual(Object.keys(hostile).sort());
    const told = await world.outcomes(8);
    const reasons = told.flatMap(({ problems = [] }) => (problems as { code: string }[]).map(({ code }) => code));
    expect(reasons.sort()).toEqual(Object.keys(hostile).sort());
    const keys = (await world.items()).map(({ pk }) => String(pk));
    expect(keys.filter((key) => key.includes('harmless')).sort()).toEqual(['acme#harmless-01', 'acme#harmless-02']);
    expect(keys.filter((key) => key.includes('hostile'))).toEqual([]);
    const logs = await world.logs();
    const first = logs.filter((line) => /"refused".*"receives":1\b/u.test(line)).slice(-6);
    expect(new Set(first.map((line) => /"requestId":"([^"]+)"/u.exec(line)?.[1])).size).toBe(1);
    expect(JSON.stringify([logs, told, await world.items()])).not.toMatch(/4111 ?1111|hostile/u);
  });
});
