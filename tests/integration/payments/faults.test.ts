import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { parseFilter } from '../../../pipeline/account/deadLetters.ts';
import type { DeadLetter } from '../../../pipeline/account/deadLetters.ts';
import { redrive } from '../../../pipeline/account/redrive.ts';
import type { Fate } from '../../../pipeline/account/redrive.ts';
import { smokePayment } from '../../../pipeline/account/smokePayment.ts';
import { depth, until } from './actions.ts';
import { placeOf } from './place.ts';
import { broken, denied, throttled } from './refusals.ts';
import { startPayments } from './world.ts';
import type { World } from './world.ts';

jest.setTimeout(120_000);

const { own, ownArns, region } = placeOf('dev');

const payment = (idempotencyKey: string, changes: object = {}) => ({
  merchant: 'acme',
  idempotencyKey,
  amountMinor: 1999,
  currency: 'EUR',
  ...changes,
});

describe('the payment path when something fails', () => {
  let world: World;
  beforeAll(async () => {
    world = await startPayments();
  });
  afterAll(() => world.stop());

  const item = async (key: string) => (await world.items()).find(({ pk }) => pk === key);

  test('R1: a function killed between record and publication is repaired by the next delivery', async () => {
    world.sns.behaviour = 'hang';
    await world.send(JSON.stringify(payment('killed-0001')));
    await until('the publication hangs', () => world.sns.hanging > 0);
    const recorded = await item('acme#killed-0001');
    expect(recorded).toBeDefined();
    world.killFunction();
    world.sns.behaviour = 'pass';
    expect(await world.outcomes(1)).toMatchObject([
      { idempotencyKey: 'killed-0001', recordedAt: recorded?.['recordedAt'] },
    ]);
    expect(await item('acme#killed-0001')).toEqual(recorded);
  });

  test('R1: a function killed before the record loses nothing', async () => {
    world.dynamodb.behaviour = 'hang';
    await world.send(JSON.stringify(payment('killed-0002')));
    await until('the record hangs', () => world.dynamodb.hanging > 0);
    world.killFunction();
    world.dynamodb.behaviour = 'pass';
    expect(await world.outcomes(1)).toMatchObject([{ idempotencyKey: 'killed-0002' }]);
  });

  test('R9: while DynamoDB throttles nothing is told; after the last receive the payment waits as a dead letter', async () => {
    world.dynamodb.behaviour = throttled;
    await world.send(JSON.stringify(payment('throttled-0001')));
    await until('the dead letter', async () => (await depth(world.clients.sqs, world.deadLettersUrl)) === 1);
    world.dynamodb.behaviour = 'pass';
    expect(await item('acme#throttled-0001')).toBeUndefined();
  });

  const letters: (readonly [DeadLetter, Fate])[] = [];
  const redriveWith = (filter: readonly string[], send: boolean) => {
    letters.length = 0;
    return redrive({
      credentials: world.credentials,
      region,
      from: own.ingestDeadLetters,
      to: own.ingest,
      filter: parseFilter(filter),
      send,
      limit: 100,
      onLetter: (letter, fate) => letters.push([letter, fate]),
    });
  };

  test('R9: dead letters are shown without being touched, chosen by filter, and sent again', async () => {
    expect(await redriveWith([], false)).toEqual({ sent: 0, 'would be sent': 1, left: 0 });
    expect(letters).toEqual([
      [
        {
          messageId: expect.any(String),
          sentAt: expect.stringMatching(/Z$/u),
          verdict: { status: 'payable', merchant: 'acme', idempotencyKey: 'throttled-0001' },
        },
        'would be sent',
      ],
    ]);
    expect(await redriveWith(['merchant=other'], true)).toEqual({ sent: 0, 'would be sent': 0, left: 1 });
    expect(await redriveWith(['merchant=acme', 'key=throttled-0001'], true)).toEqual({
      sent: 1,
      'would be sent': 0,
      left: 0,
    });
    expect(await world.outcomes(1)).toMatchObject([{ idempotencyKey: 'throttled-0001' }]);
    expect(await redriveWith([], true)).toEqual({ sent: 0, 'would be sent': 0, left: 0 });
  });

  test('R1: while SNS is down payments are owed; reconcile tells them and a redrive afterwards pays nothing twice', async () => {
    world.sns.behaviour = broken;
    await world.send(JSON.stringify(payment('owed-0001')));
    await until('the dead letter', async () => (await depth(world.clients.sqs, world.deadLettersUrl)) === 1);
    const owed = await item('acme#owed-0001');
    expect(owed).toMatchObject({ owedSince: expect.any(String), owedShard: expect.any(String) });
    expect((await world.invoke({ reconcile: {} })).error).toBe('Unhandled');
    world.sns.behaviour = 'pass';
    expect(await world.invoke({ reconcile: { limit: 10 } })).toEqual({ error: undefined, payload: { done: 1 } });
    const [first] = await world.outcomes(1);
    expect(first).toMatchObject({ idempotencyKey: 'owed-0001', recordedAt: owed?.['recordedAt'] });
    const { owedSince: _since, owedShard: _shard, ...settled } = owed ?? {};
    expect(await item('acme#owed-0001')).toEqual(settled);
    expect(await redriveWith(['reason=payable'], true)).toMatchObject({ sent: 1 });
    await world.drained();
    await world.send(JSON.stringify(payment('owed-0002')));
    // Told again only by an instance that did not tell it, and then as it was told first.
    const before = await world.deliveriesBefore('owed-0002');
    expect(before.filter((outcome) => outcome['id'] !== first?.['id'])).toEqual([]);
    expect(await item('acme#owed-0001')).toEqual(settled);
  });

  test('R3: what comes while the reserved concurrency is in use is throttled; the payment at work is paid', async () => {
    world.dynamodb.behaviour = 'hang';
    await world.send(JSON.stringify(payment('busy-0001')));
    await until('the only invocation is at work', () => world.dynamodb.hanging > 0);
    // The emulator holds nobody to the reservation who comes by way of the alias.
    const direct = new InvokeCommand({ FunctionName: own.function, Payload: JSON.stringify({ reconcile: {} }) });
    await expect(world.clients.lambda.send(direct)).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      $metadata: { httpStatusCode: 429 },
    });
    world.dynamodb.release();
    expect(await world.outcomes(1)).toMatchObject([{ idempotencyKey: 'busy-0001' }]);
    // The outcome is told before the invocation ends; the one at work is free once its message has left the queue.
    await world.drained();
    expect((await world.invoke({ reconcile: {} })).error).toBeUndefined();
  });

  test('R3: at a reserved concurrency of 1 a flood of messages is paid, each once', async () => {
    const keys = Array.from({ length: 40 }, (_, index) => `flood-${String(index).padStart(4, '0')}`);
    await world.send(...keys.map((key) => JSON.stringify(payment(key))));
    await until(
      'all are recorded',
      async () => keys.length === (await world.items()).filter(({ pk }) => String(pk).includes('flood')).length,
    );
    const told = await world.outcomes(40);
    expect(told.map(({ idempotencyKey }) => idempotencyKey).sort()).toEqual(keys);
    expect(await depth(world.clients.sqs, world.deadLettersUrl)).toBe(0);
  });

  const smoke = (changes: object = {}) =>
    smokePayment({
      credentials: world.credentials,
      region,
      queueUrl: world.queueUrl,
      tableName: own.table,
      topicArn: ownArns.outcomes,
      timeoutSeconds: 3,
      ...changes,
    });

  test('R17: a smoke payment that is lost says at which hop', async () => {
    await expect(smoke({ queueUrl: `${world.queueUrl}-gone` })).rejects.toThrow(
      /^the smoke payment was lost at the queue: /u,
    );
    await expect(smoke({ tableName: 'gone' })).rejects.toThrow(
      /^the smoke payment was lost at the table: gone could not be read/u,
    );
    await expect(smoke({ topicArn: 'arn:aws:sns:us-east-1:111111111111:other' })).rejects.toThrow(
      /^the smoke payment was lost at the topic: its outcome went to/u,
    );
    world.sns.behaviour = broken;
    await expect(smoke()).rejects.toThrow(/^the smoke payment was lost at the topic: recorded, but /u);
    world.sns.behaviour = 'pass';
    world.dynamodb.behaviour = denied;
    await expect(smoke()).rejects.toThrow(/^the smoke payment was lost at the function: not recorded in /u);
    world.dynamodb.behaviour = 'pass';
  });
});
