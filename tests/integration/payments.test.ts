import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { smokePayment } from '../../pipeline/account/smokePayment.ts';
import { region, startPayments, tableName, topicArn } from './paymentsWorld.ts';
import type { World } from './paymentsWorld.ts';

jest.setTimeout(60_000);

const payment = (idempotencyKey: string, changes: object = {}) =>
  JSON.stringify({ merchant: 'acme', idempotencyKey, amountMinor: 1999, currency: 'EUR', ...changes });

describe('the payment path on the emulator', () => {
  let world: World;
  beforeAll(async () => {
    world = await startPayments(5);
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
    const dead = await world.take(world.deadLettersUrl, 2, 40);
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
      credentials: world.environment,
      region,
      queueUrl: world.queueUrl,
      tableName,
      topicArn,
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
});
