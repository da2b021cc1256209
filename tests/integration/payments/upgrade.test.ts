import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { smokePayment } from '../../../pipeline/account/smokePayment.ts';
import { depth, until } from './actions.ts';
import { placeOf } from './place.ts';
import { broken } from './refusals.ts';
import { pointTo, upgrade } from './releases.ts';
import { startPayments } from './world.ts';
import type { World } from './world.ts';

jest.setTimeout(120_000);

const { own, ownArns, region } = placeOf('dev');

const payment = (idempotencyKey: string): string =>
  JSON.stringify({ merchant: 'acme', idempotencyKey, amountMinor: 1999, currency: 'EUR' });

describe('R21: releases while payments are in flight', () => {
  let world: World;
  beforeAll(async () => {
    world = await startPayments();
  });
  afterAll(() => world.stop());

  const servedBy = async (): Promise<string> => {
    const { credentials, queueUrl } = world;
    const place = { credentials, region, queueUrl, tableName: own.table, topicArn: ownArns.outcomes };
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
    expect(await upgrade(world.clients.lambda, world.place, 'next')).toBe('2');
    world.killFunction();
    // The upgrade cannot tell what it records: it owes it when it is rolled back.
    world.sns.behaviour = broken;
    await world.send(...keys('upgraded').map(payment));
    await until('a payment is owed', async () => (await owed()) > 0);
    await pointTo(world.clients.lambda, world.place, '1');
    world.sns.behaviour = 'pass';
    await world.send(...keys('rolled-back').map(payment));
    const told = await world.outcomes(sent.length);
    expect(told.map(({ idempotencyKey }) => idempotencyKey).sort()).toEqual([...sent].sort());
    expect(await servedBy()).toBe('1');

    // Everything is delivered once more, as new messages, to the version that did not record all of it, and to the other.
    await world.send(...sent.map(payment));
    await pointTo(world.clients.lambda, world.place, '2');
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
    const again = await world.deliveriesBefore('last-0001');
    expect(told.map(({ id }) => id)).toEqual(expect.arrayContaining(again.map(({ id }) => id)));
  });
});
