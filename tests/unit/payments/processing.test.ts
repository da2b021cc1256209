import { afterEach, describe, expect, test } from '@jest/globals';
import { snsAnnouncer } from '../../../payments/announcer.ts';
import { processBatch } from '../../../payments/batch.ts';
import { dynamoLedger } from '../../../payments/dynamoLedger.ts';
import { directRequest, processDirect } from '../../../payments/direct.ts';
import { jsonLog } from '../../../payments/log.ts';
import { digestOf } from '../../../payments/payment.ts';
import type { Ports } from '../../../payments/process.ts';
import { toldByThisInstance } from '../../../payments/told.ts';
import { conditionFailed, published, recordingEndpoint, unavailable } from './recordingEndpoint.ts';
import type { Call, Endpoint } from './recordingEndpoint.ts';

const now = new Date('2026-11-24T12:00:00.000Z');
const payment = { merchant: 'acme', idempotencyKey: 'order-0001', amountMinor: 1999, currency: 'EUR' };
const item = {
  pk: { S: 'acme#order-0001' },
  amountMinor: { N: '1999' },
  currency: { S: 'EUR' },
  digest: { S: digestOf(payment) },
  recordedAt: { S: '2026-11-24T11:00:00.000Z' },
};

let endpoint: Endpoint | undefined;
const lines: string[] = [];
afterEach(async () => {
  lines.length = 0;
  await endpoint?.close();
  endpoint = undefined;
});

async function batch(answers: (call: Call) => ReturnType<typeof published>, bodies: readonly string[], receives = '1') {
  endpoint = await recordingEndpoint(answers);
  const ports: Ports = {
    ledger: dynamoLedger(endpoint.dynamo, 'table'),
    announcer: snsAnnouncer(endpoint.sns, 'arn:topic'),
    told: toldByThisInstance(),
    clock: () => now,
    topicArn: 'arn:topic',
    version: '7',
  };
  const log = jsonLog('DEBUG', { stage: 'dev' }, (line) => lines.push(line));
  const records = bodies.map((body, index) => ({
    messageId: `message-${index}`,
    body,
    attributes: { ApproximateReceiveCount: receives },
  }));
  return { ports, log, ...(await processBatch(records, ports, log)) };
}

const allWell = ({ operation }: Call) => (operation === 'Publish' ? published('sns-1') : { body: {} });
const operations = (): string[] => (endpoint?.calls ?? []).map(({ operation }) => operation);
const publishedMessage = (): Record<string, unknown> => {
  const call = endpoint?.calls.find(({ operation }) => operation === 'Publish');
  return JSON.parse(String(call?.input['Message'])) as Record<string, unknown>;
};

describe('a batch from the queue', () => {
  test('R1: a new payment costs one round trip to DynamoDB, a conditional put, and one publication', async () => {
    const { response, counts } = await batch(allWell, [JSON.stringify(payment)]);
    expect(response).toEqual({ batchItemFailures: [] });
    expect(counts).toEqual({ Recorded: 1 });
    expect(operations()).toEqual(['PutItem', 'Publish']);
    expect(endpoint?.calls[0]?.input).toEqual({
      TableName: 'table',
      Item: { ...item, recordedAt: { S: now.toISOString() } },
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    expect(endpoint?.calls[1]?.input).toMatchObject({
      TopicArn: 'arn:topic',
      'MessageAttributes.entry.1.Name': 'outcome',
      'MessageAttributes.entry.1.Value.StringValue': 'recorded',
      'MessageAttributes.entry.2.Name': 'synthetic',
      'MessageAttributes.entry.2.Value.StringValue': 'false',
    });
  });

  test('R1: a duplicate costs one round trip, and an instance that never told its outcome tells the first one', async () => {
    const { response, counts } = await batch(
      (call) => (call.operation === 'PutItem' ? conditionFailed(item) : allWell(call)),
      [JSON.stringify(payment)],
    );
    expect(response).toEqual({ batchItemFailures: [] });
    expect(counts).toEqual({ Duplicate: 1 });
    expect(operations()).toEqual(['PutItem', 'Publish']);
    expect(publishedMessage()).toMatchObject({ outcome: 'recorded', recordedAt: '2026-11-24T11:00:00.000Z' });
  });

  test('R1: a duplicate of what this instance has told costs one round trip and no publication', async () => {
    let isRecorded = false;
    const { ports, log } = await batch(
      (call) => {
        if (call.operation !== 'PutItem' || !isRecorded) return allWell(call);
        return conditionFailed(item);
      },
      [JSON.stringify(payment)],
    );
    isRecorded = true;
    const again = await processBatch([{ messageId: 'again', body: JSON.stringify(payment) }], ports, log);
    expect(again).toEqual({ response: { batchItemFailures: [] }, counts: { Duplicate: 1 } });
    expect(operations()).toEqual(['PutItem', 'Publish', 'PutItem']);
  });

  test('R1: what could not be told is not remembered as told, and a duplicate of what is owed settles it', async () => {
    let isDown = true;
    const owed = { ...item, owedShard: { S: '0' }, owedSince: { S: '2026-11-24T11:00:00.000Z' } };
    const { ports, log } = await batch(
      (call) => {
        if (call.operation === 'PutItem' && !isDown) return conditionFailed(owed);
        return call.operation === 'Publish' && isDown ? unavailable : allWell(call);
      },
      [JSON.stringify(payment)],
    );
    isDown = false;
    const again = () => processBatch([{ messageId: 'again', body: JSON.stringify(payment) }], ports, log);
    expect((await again()).counts).toEqual({ Duplicate: 1 });
    expect(operations()).toEqual(['PutItem', 'Publish', 'UpdateItem', 'PutItem', 'Publish', 'UpdateItem']);
    expect(endpoint?.calls.at(-1)?.input).toMatchObject({ UpdateExpression: 'REMOVE owedShard, owedSince' });
    // Told by now, but the mark is back: somebody else could not tell, and only `settle` takes it away.
    expect((await again()).counts).toEqual({ Duplicate: 1 });
    expect(operations().slice(6)).toEqual(['PutItem', 'Publish', 'UpdateItem']);
  });

  test('R1: an instance remembers the newest outcomes only, so that its memory does not grow for ever', () => {
    const told = toldByThisInstance(2);
    for (const id of ['a', 'b', 'c']) told.add(id);
    expect(['a', 'b', 'c'].map((id) => told.has(id))).toEqual([false, true, true]);
  });

  test('R1: the same key with other contents is refused as a conflict and changes nothing', async () => {
    const { response, counts } = await batch(
      (call) => (call.operation === 'PutItem' ? conditionFailed(item) : allWell(call)),
      [JSON.stringify({ ...payment, amountMinor: 5 })],
    );
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] });
    expect(counts).toEqual({ Conflict: 1 });
    expect(operations()).toEqual(['PutItem', 'Publish']);
    expect(publishedMessage()).toEqual({
      schemaVersion: 1,
      id: 'refused-message-0',
      outcome: 'refused',
      messageId: 'message-0',
      problems: [
        { code: 'conflict', field: 'message', expected: 'expected the contents first given with this idempotency key' },
      ],
    });
  });

  test('R9: one message that cannot be read fails alone, and its refusal is told at the first receive only', async () => {
    const { response, counts } = await batch(allWell, ['{"broken', JSON.stringify(payment)]);
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] });
    expect(counts).toEqual({ Refused: 1, Recorded: 1 });
    expect(operations().filter((operation) => operation === 'Publish')).toHaveLength(2);
    await endpoint?.close();
    await batch(allWell, ['{"broken'], '2');
    expect(operations()).toEqual([]);
  });

  test('R1: a recorded payment that could not be told is owed, and its message comes back', async () => {
    const { response, counts } = await batch(
      (call) => (call.operation === 'Publish' ? unavailable : allWell(call)),
      [JSON.stringify(payment)],
    );
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] });
    expect(counts).toEqual({ Owed: 1 });
    expect(operations()).toEqual(['PutItem', 'Publish', 'UpdateItem']);
    expect(endpoint?.calls[2]?.input).toMatchObject({
      Key: { pk: item.pk },
      UpdateExpression: 'SET owedShard = :shard, owedSince = if_not_exists(owedSince, :at)',
      ExpressionAttributeValues: { ':at': { S: now.toISOString() } },
    });
  });

  test('R1: a payment that DynamoDB could not take is told nobody and comes back', async () => {
    const throttled = { status: 400, body: { __type: 'ProvisionedThroughputExceededException', message: 'slow down' } };
    const { response, counts } = await batch(() => throttled, [JSON.stringify(payment)]);
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] });
    expect(counts).toEqual({ Failed: 1 });
    expect(operations()).toEqual(['PutItem']);
  });

  test('R17: a synthetic payment expires, carries the proof of its publication and is in no total', async () => {
    const { counts } = await batch(allWell, [JSON.stringify({ ...payment, merchant: '__smoke__' })]);
    expect(counts).toEqual({});
    expect(operations()).toEqual(['PutItem', 'Publish', 'UpdateItem']);
    const [put, publish, proof] = endpoint?.calls ?? [];
    expect(put?.input['Item']).toMatchObject({ expiresAt: { N: String(now.getTime() / 1000 + 86_400) } });
    expect(publish?.input['MessageAttributes.entry.2.Value.StringValue']).toBe('true');
    expect(proof?.input['ExpressionAttributeValues']).toEqual({
      ':topic': { S: 'arn:topic' },
      ':id': { S: 'sns-1' },
      ':at': { S: now.toISOString() },
      ':version': { S: '7' },
    });
  });

  test('R1: neither a log line nor a publication ever repeats a card number', async () => {
    const card = '4111111111111111';
    const bodies = [
      { ...payment, reference: card },
      { ...payment, [card]: 1 },
      { ...payment, merchant: card },
    ];
    const { response } = await batch(allWell, [...bodies.map((body) => JSON.stringify(body)), `{"${card}`]);
    expect(response.batchItemFailures).toHaveLength(4);
    expect(lines).toHaveLength(4);
    expect(JSON.stringify([lines, endpoint?.calls])).not.toContain(card);
    expect(operations()).toEqual(['Publish', 'Publish', 'Publish', 'Publish']);
  });

  test('R1: every log line is JSON with what Lambda filters by', async () => {
    await batch(allWell, [JSON.stringify(payment), '{']);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          level: 'INFO',
          timestamp: expect.stringMatching(/Z$/u),
          message: 'recorded',
          merchant: 'acme',
        }),
        expect.objectContaining({ level: 'WARN', message: 'refused', messageId: 'message-1', receives: 1 }),
      ]),
    );
  });
});

describe('a direct invocation', () => {
  test.each([
    null,
    7,
    {},
    { reconcile: null },
    { reconcile: { limit: 0 } },
    { reprocess: [] },
    { reprocess: 'x' },
    { Records: [] },
  ])('R9: %j is no request', (event) => {
    expect(directRequest(event)).toBeNull();
  });

  test('R9: reconcile tells every owed payment and takes its mark away', async () => {
    const owed = { ...item, owedShard: { S: '0' }, owedSince: { S: '2026-11-24T11:00:00.000Z' } };
    const { ports, log } = await batch((call) => {
      if (call.operation === 'Query') {
        const isFirst = JSON.stringify(call.input).includes('{"S":"0"}');
        return { body: { Items: isFirst ? [{ pk: item.pk }] : [] } };
      }
      return call.operation === 'GetItem' ? { body: { Item: owed } } : allWell(call);
    }, []);
    const request = directRequest({ reconcile: {} });
    expect(request).toEqual({ kind: 'reconcile', limit: 100 });
    expect(await processDirect(request ?? never(), ports, log)).toEqual({
      counts: { Settled: 1 },
      done: 1,
      failed: 0,
    });
    expect(operations()).toEqual(['Query', 'Query', 'Query', 'Query', 'GetItem', 'Publish', 'UpdateItem']);
    expect(endpoint?.calls.at(-1)?.input).toMatchObject({
      UpdateExpression: 'REMOVE owedShard, owedSince',
      ConditionExpression: 'owedSince = :since',
    });
  });

  test('R9: reprocess does what it can and says what is left', async () => {
    const { ports, log } = await batch(allWell, []);
    const request = directRequest({ reprocess: [payment, { ...payment, amountMinor: -1 }] });
    expect(await processDirect(request ?? never(), ports, log)).toEqual({
      counts: { Recorded: 1, Failed: 1 },
      done: 1,
      failed: 1,
    });
    expect(operations()).toEqual(['PutItem', 'Publish']);
  });
});

function never(): never {
  throw new Error('the request was not understood');
}
