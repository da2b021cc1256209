/**
 * A real payment through a deployed environment, prod too: queue, function, table, topic. It is of the synthetic merchant, so
 * no total counts it, no subscriber gets it and the table deletes it within days.
 *
 * What its role (`payments-spoke-smoke`) needs, and all that it may have:
 * - `sqs:SendMessage` on the ingest queue; with a customer-managed key on the queue also `kms:GenerateDataKey` and
 *   `kms:Decrypt` on that key, with `kms:ViaService` = `sqs.REGION.amazonaws.com`;
 * - `dynamodb:GetItem` on the table, with `ForAllValues:StringLike` `dynamodb:LeadingKeys` = `__smoke__#*` and `Null`
 *   `dynamodb:LeadingKeys` = false; with a customer-managed key on the table also `kms:Decrypt` on that key, with
 *   `kms:ViaService` = `dynamodb.REGION.amazonaws.com`.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { syntheticMerchant } from '../../payments/synthetic.ts';
import type { ProcessEnvironment } from '../engine/surroundings.ts';
import { EngineError } from '../errors.ts';
import { clientConfiguration } from './clientConfiguration.ts';
import { reasonOf } from './sdkError.ts';

export interface SmokePaymentRequest {
  /** Of the role `payments-spoke-smoke` itself, already assumed. */
  readonly credentials: ProcessEnvironment;
  readonly region: string;
  readonly queueUrl: string;
  readonly tableName: string;
  /** Where the outcome has to go. */
  readonly topicArn: string;
  /** For the whole way. */
  readonly timeoutSeconds: number;
  readonly onProgress?: (line: string) => void;
}

export interface SmokePaymentResult {
  readonly idempotencyKey: string;
  /** From sending to recorded, and from sending to accepted by the topic. */
  readonly recordedMilliseconds: number;
  readonly publishedMilliseconds: number;
  /** The topic's message id: the topic has given it out, so it has taken the outcome. */
  readonly notificationId: string;
  /** Version of the function that served it. */
  readonly servedBy: string;
}

interface Marks {
  readonly recordedAt?: string | undefined;
  readonly publishedTo?: string | undefined;
  readonly publishedAs?: string | undefined;
  readonly servedBy?: string | undefined;
}

/** Sends one and waits until it is recorded and told. Fails with `EngineError` saying at which hop it was lost. */
export async function smokePayment(request: SmokePaymentRequest): Promise<SmokePaymentResult> {
  const { credentials, region, onProgress = () => undefined } = request;
  const queue = new SQSClient(clientConfiguration(credentials, region));
  const table = new DynamoDBClient(clientConfiguration(credentials, region));
  const idempotencyKey = randomUUID();
  try {
    await send(queue, request.queueUrl, idempotencyKey);
    const started = performance.now();
    onProgress(`smoke payment ${idempotencyKey} is in the queue`);
    return await follow(table, request, idempotencyKey, started, onProgress);
  } finally {
    queue.destroy();
    table.destroy();
  }
}

async function send(queue: SQSClient, queueUrl: string, idempotencyKey: string): Promise<void> {
  const payment = { merchant: syntheticMerchant, idempotencyKey, amountMinor: 1, currency: 'EUR', exponent: 2 };
  try {
    await queue.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(payment) }));
  } catch (cause) {
    throw lost('queue', `${queueUrl} did not take it: ${reasonOf(cause)}`, 'Check the queue and its policy.', cause);
  }
}

async function follow(
  table: DynamoDBClient,
  request: SmokePaymentRequest,
  idempotencyKey: string,
  started: number,
  onProgress: (line: string) => void,
): Promise<SmokePaymentResult> {
  const deadline = started + request.timeoutSeconds * 1000;
  let recordedMilliseconds: number | undefined;
  for (let wait = 100; ; wait = Math.min(wait * 1.5, 2000)) {
    const marks = await look(table, request.tableName, idempotencyKey);
    const elapsed = Math.round(performance.now() - started);
    if (marks.recordedAt !== undefined && recordedMilliseconds === undefined) {
      recordedMilliseconds = elapsed;
      onProgress(`recorded after ${elapsed} ms`);
    }
    if (recordedMilliseconds !== undefined && marks.publishedAs !== undefined) {
      return published(marks, request, { idempotencyKey, recordedMilliseconds, publishedMilliseconds: elapsed });
    }
    if (performance.now() >= deadline) throw tooLate(request, recordedMilliseconds !== undefined);
    await sleep(Math.min(wait, Math.max(1, deadline - performance.now())));
  }
}

async function look(table: DynamoDBClient, tableName: string, idempotencyKey: string): Promise<Marks> {
  const Key = { pk: { S: `${syntheticMerchant}#${idempotencyKey}` } };
  try {
    const { Item = {} } = await table.send(new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }));
    const { recordedAt, publishedTo, publishedAs, servedBy } = Item;
    return {
      recordedAt: recordedAt?.S,
      publishedTo: publishedTo?.S,
      publishedAs: publishedAs?.S,
      servedBy: servedBy?.S,
    };
  } catch (cause) {
    throw lost('table', `${tableName} could not be read: ${reasonOf(cause)}`, 'Check the table and the role.', cause);
  }
}

function published(
  { publishedTo, publishedAs = '', servedBy = '' }: Marks,
  { topicArn }: SmokePaymentRequest,
  timings: Pick<SmokePaymentResult, 'idempotencyKey' | 'recordedMilliseconds' | 'publishedMilliseconds'>,
): SmokePaymentResult {
  if (publishedTo !== topicArn) {
    throw lost('topic', `its outcome went to ${publishedTo}, not to ${topicArn}`, "Check the function's TOPIC_ARN.");
  }
  return { ...timings, notificationId: publishedAs, servedBy };
}

function tooLate({ timeoutSeconds, tableName, topicArn }: SmokePaymentRequest, recorded: boolean): EngineError {
  return recorded
    ? lost('topic', `recorded, but ${topicArn} had not taken its outcome after ${timeoutSeconds} s`, functionLog)
    : lost('function', `not recorded in ${tableName} after ${timeoutSeconds} s`, functionLog);
}

const functionLog = "Read the function's log, and look into the dead-letter queue: npm run redrive -- ENV";

const lost = (hop: 'queue' | 'function' | 'table' | 'topic', what: string, advice: string, cause?: unknown) =>
  new EngineError(`the smoke payment was lost at the ${hop}: ${what}`, { advice, cause });
