/** Entry of the Lambda function: builds what the processing needs once for each instance, and tells the two ways in apart. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { snsAnnouncer } from './announcer.ts';
import { processBatch } from './batch.ts';
import type { QueueRecord } from './batch.ts';
import { directRequest, processDirect } from './direct.ts';
import { dynamoLedger } from './dynamoLedger.ts';
import { jsonLog } from './log.ts';
import { metricLine } from './metrics.ts';
import type { Counts } from './metrics.ts';
import type { Ports } from './process.ts';
import { toldByThisInstance } from './told.ts';

interface Context {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

const topicArn = setting('TOPIC_ARN');
const stage = setting('SERVICE_STAGE');
const version = process.env['AWS_LAMBDA_FUNCTION_VERSION'] ?? '$LATEST';
const write = (line: string): void => void process.stdout.write(`${line}\n`);

// A call that hangs must fail while there is time left to report its message as failed.
const client = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
};
const ports: Ports = {
  ledger: dynamoLedger(new DynamoDBClient(client), setting('TABLE_NAME')),
  announcer: snsAnnouncer(new SNSClient(client), topicArn),
  told: toldByThisInstance(),
  clock: () => new Date(),
  topicArn,
  version,
};

/** What is kept of the function's time to answer with the failures instead of being killed with all of them. */
const reserveMilliseconds = 500;

export async function handler(event: unknown, context: Context): Promise<unknown> {
  const log = jsonLog(process.env['LOG_LEVEL'], { stage, version, requestId: context.awsRequestId }, write);
  const signal = AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - reserveMilliseconds));
  const records = queueRecords(event);
  if (records !== null) {
    const { response, counts } = await processBatch(records, ports, log, signal);
    emit(counts);
    return response;
  }
  const request = directRequest(event);
  if (request === null) throw new Error('expected records of a queue, or a reconcile or reprocess request');
  const { counts, done, failed } = await processDirect(request, ports, log, signal);
  emit(counts);
  if (failed > 0) throw new Error(`${failed} of ${done + failed} failed; the request is safe to repeat`);
  return { done };
}

function queueRecords(event: unknown): readonly QueueRecord[] | null {
  const records = (event as { Records?: unknown } | null)?.Records;
  return Array.isArray(records) && records.every(isFromQueue) ? records : null;
}

const isFromQueue = (record: unknown): record is QueueRecord =>
  (record as { eventSource?: unknown } | null)?.eventSource === 'aws:sqs';

function emit(counts: Counts): void {
  if (Object.keys(counts).length > 0) write(metricLine(stage, counts, new Date()));
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`the environment variable ${name} is not set`);
  return value;
}
