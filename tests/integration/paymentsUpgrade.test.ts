import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { smokePayment } from '../../pipeline/account/smokePayment.ts';
import { pointTo, upgrade } from './paymentsReleases.ts';
import { depth, functionName, region, startPayments, tableName, topicArn, until } from './paymentsWorld.ts';
import type { Outcome, World } from './paymentsWorld.ts';

jest.setTimeout(60_000);

const payment = (idempotencyKey: string): string =>
  JSON.stringify({ merchant: 'acme', idempotencyKey, amountMinor: 1999, currency: 'EUR' });

describe('R21: releases while payments are in flight', () => {
  let world: World;
  beforeAll(async () => {
    world = await startPayments(5);
  });
  afterAll(() => world.stop());

  const servedBy = async (): Promise<string> => {
    const place = { credentials: world.environment, region, queueUrl: world.queueUrl, tableName, topicArn };
    return (await smokePayment({ ...place, timeoutSeconds: 20 })).servedBy;
  };

  const owed = async (): Promise<number> => (await world.items()).filter((item) => 'owedSince' in item).length;

  const keys = (prefix: string): string[] => Array.from({ length: 4 }, (_, index) => `${prefix}-000${index}`);
  const recordedAt = async (): Promise<Map<unknown, unknown>> =>
    new Map((await world.items()).map(({ pk, recordedAt: at }) => [pk, at]));

  test('R21: an upgrade and a rollback with payments at work and in the queue lose and double nothing', async () => {
    expect(await servedBy()).toBe('1');
    const sent = [...keys('base'), ...keys('upgraded'), ...keys('rolled-back')];
    // The base has recorded these and hangs before it can tell anybody; then its machine is taken away.
    world.sns.behaviour = 'hang';
    await world.send(...keys('base').map(payment));
    await until('a publication hangs', () => world.sns.hanging > 0);
    const before = await recordedAt();
    expect(await upgrade(world.clients.lambda, functionName, 'next')).toBe('2');
    world.killFunction();
    // The upgrade cannot tell what it records: it owes it when it is rolled back.
    world.sns.behaviour = 'refuse';
    await world.send(...keys('upgraded').map(payment));
    await until('a payment is owed', async () => (await owed()) > 0);
    await pointTo(world.clients.lambda, functionName, '1');
    world.sns.behaviour = 'pass';
    await world.send(...keys('rolled-back').map(payment));
    const told = await world.outcomes(sent.length);
    expect(told.map(({ idempotencyKey }) => idempotencyKey).sort()).toEqual([...sent].sort());
    expect(await servedBy()).toBe('1');

    // Everything is delivered once more, as new messages, to the version that did not record all of it, and to the other.
    await world.send(...sent.map(payment));
    await pointTo(world.clients.lambda, functionName, '2');
    await world.send(...sent.map(payment));
    await world.drained();
    expect(await servedBy()).toBe('2');
    const after = await recordedAt();
    expect([...after.keys()].filter((key) => String(key).startsWith('acme#')).sort()).toEqual(
      sent.map((key) => `acme#${key}`).sort(),
    );
    for (const [key, at] of before) expect(after.get(key)).toBe(at);
    expect(await depth(world.clients.sqs, world.deadLettersUrl)).toBe(0);
    expect(await owed()).toBe(0);
    await world.send(payment('last-0001'));
    expect(told.map(({ id }) => id)).toEqual(expect.arrayContaining(await repetitionsUntil('last-0001')));
  });

  /** Ids of what was told again. Each must be one that was told before. */
  async function repetitionsUntil(last: string): Promise<unknown[]> {
    const ids = new Set<unknown>();
    for (let outcome: Outcome = {}; outcome['idempotencyKey'] !== last;) {
      for (outcome of await world.deliveries(1)) if (outcome['idempotencyKey'] !== last) ids.add(outcome['id']);
    }
    return [...ids];
  }
});
