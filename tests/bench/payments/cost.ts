/** What one payment costs in calls and write units, and what it takes beside the same on Powertools. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { z } from 'zod';
import { snsAnnouncer } from '../../../payments/announcer.ts';
import { dynamoLedger } from '../../../payments/dynamoLedger.ts';
import { parsePayment } from '../../../payments/payment.ts';
import { processPayment } from '../../../payments/process.ts';
import { toldByThisInstance } from '../../../payments/told.ts';
import type { Told } from '../../../payments/told.ts';
import { startEmulator } from '../../../sandbox/emulator.ts';
import { atMost, indication, median } from '../row.ts';
import type { Row } from '../row.ts';
import { powertoolsHandler } from './powertoolsHandler.ts';

const account = '111111111111';
const region = 'us-east-1';
const topicArn = `arn:aws:sns:${region}:${account}:outcomes`;
const pairs = 150;
/** How many messages of the stream are duplicates that another instance gets. */
const elsewhereShare = 0.1;

interface Contender {
  readonly pay: (body: string) => Promise<unknown>;
  readonly calls: () => number;
}

/** Powertools warns when it runs outside Lambda without this. */
const functionName = { AWS_LAMBDA_FUNCTION_NAME: 'bench' };

export async function costs(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-bench-'));
  const emulator = await startEmulator({ folder, detached: false });
  Object.assign(process.env, functionName);
  try {
    return await measure(emulator.endpoint);
  } finally {
    delete process.env['AWS_LAMBDA_FUNCTION_NAME'];
    await emulator.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(endpoint: string): Promise<readonly Row[]> {
  const configuration = { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'secret' } };
  const sns = new SNSClient(configuration);
  await sns.send(new CreateTopicCommand({ Name: 'outcomes' }));
  const clients = [0, 1, 2].map(() => new DynamoDBClient(configuration));
  const [own, restarted, powertools] = clients as [DynamoDBClient, DynamoDBClient, DynamoDBClient];
  for (const name of ['own', 'powertools']) await createTable(own, name);
  const ours = ourContender(own, sns, toldByThisInstance());
  const theirs = contender(powertools, powertoolsHandler(powertools, sns, 'powertools', topicArn));
  const fresh = await race(ours, theirs, () => [body(), body()]);
  const known = body();
  await Promise.all([ours.pay(known), theirs.pay(known)]);
  const again = await race(ours, theirs, () => [known, known]);
  const elsewhere = await race(ourContender(restarted, sns, nothingTold), theirs, () => [known, known]);
  const rows = [
    atMost('DynamoDB round trips of a new payment', fresh.ourCalls, 1, 'calls', 'counted at the client'),
    atMost('DynamoDB round trips of a duplicate', again.ourCalls, 1, 'calls', 'counted at the client'),
    atMost('write units of the largest payment accepted', await writeUnits(own), 1, 'units', 'as DynamoDB counts it'),
    indication('DynamoDB round trips on Powertools idempotency', fresh.theirCalls, 'calls', 'new payment'),
    atMost('time of a new payment beside Powertools idempotency', fresh.ratio, 1, 'x', `median of ${pairs} pairs`),
    atMost('time of a duplicate beside Powertools idempotency', again.ratio, 1, 'x', `median of ${pairs} pairs`),
    indication(
      'time of a duplicate in an instance that did not tell its outcome',
      elsewhere.ratio,
      'x',
      'publishes again: Powertools pays a second write for every payment to know better',
    ),
    atMost(
      'time of a stream in which every tenth message is such a duplicate',
      stream(fresh, elsewhere),
      1,
      'x',
      'from the medians above',
    ),
  ];
  for (const client of [sns, ...clients]) client.destroy();
  return rows;
}

const createTable = (client: DynamoDBClient, TableName: string) =>
  client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    }),
  );

/** Memory of an instance that has just started, at every payment. */
const nothingTold: Told = { has: () => false, add: () => undefined };

function ourContender(dynamo: DynamoDBClient, sns: SNSClient, told: Told): Contender {
  const ports = {
    ledger: dynamoLedger(dynamo, 'own'),
    announcer: snsAnnouncer(sns, topicArn),
    told,
    clock: () => new Date(),
    topicArn,
    version: '1',
  };
  return contender(dynamo, (text) => processPayment(parsePayment(text), ports));
}

function contender(dynamo: DynamoDBClient, pay: Contender['pay']): Contender {
  let calls = 0;
  dynamo.middlewareStack.add(
    (next) => (args) => {
      calls++;
      return next(args);
    },
    { step: 'deserialize', name: 'count' },
  );
  return { pay, calls: () => calls };
}

const body = (): string =>
  JSON.stringify({ merchant: 'acme', idempotencyKey: randomUUID(), amountMinor: 1999, currency: 'EUR' });

type Race = Pick<Awaited<ReturnType<typeof race>>, 'ratio' | 'theirs'>;

/** Both in turn, so that a slow moment of the machine hits both; the first pairs only warm up. */
async function race(ours: Contender, theirs: Contender, bodies: () => readonly [string, string]) {
  const ratios: number[] = [];
  const times: number[] = [];
  const before = [ours.calls(), theirs.calls()] as const;
  for (let pair = 0; pair < pairs; pair++) {
    const [left, right] = bodies();
    const [our, their] =
      pair % 2 === 0
        ? [await time(ours, left), await time(theirs, right)]
        : ([await time(theirs, right), await time(ours, left)].reverse() as [number, number]);
    if (pair < 20) continue;
    ratios.push(our / their);
    times.push(their);
  }
  return {
    ratio: median(ratios),
    /** Milliseconds that the other one takes. */
    theirs: median(times),
    ourCalls: (ours.calls() - before[0]) / pairs,
    theirCalls: (theirs.calls() - before[1]) / pairs,
  };
}

/** What we take for the mixed stream, in times of what the other one takes for it. */
function stream(fresh: Race, elsewhere: Race): number {
  const ours = ({ ratio, theirs }: Race) => ratio * theirs;
  const mix = (one: number, other: number) => (1 - elsewhereShare) * one + elsewhereShare * other;
  return mix(ours(fresh), ours(elsewhere)) / mix(fresh.theirs, elsewhere.theirs);
}

async function time({ pay }: Contender, text: string): Promise<number> {
  const started = performance.now();
  await pay(text);
  return performance.now() - started;
}

async function writeUnits(client: DynamoDBClient): Promise<number> {
  let units = 0;
  const ledger = dynamoLedger(client, 'own');
  client.middlewareStack.add(
    (next) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      const result = await next(args);
      units += consumed.parse(result.output).ConsumedCapacity.CapacityUnits;
      return result;
    },
    { step: 'initialize', name: 'units' },
  );
  const largest = { merchant: 'm'.repeat(64), idempotencyKey: 'k'.repeat(128), amountMinor: 999_999_999_999 };
  const text = JSON.stringify({ ...largest, currency: 'EUR', reference: 'r'.repeat(280) });
  await ledger.record(parsePayment(text), new Date());
  return units;
}

const consumed = z.object({ ConsumedCapacity: z.object({ CapacityUnits: z.number() }) });
