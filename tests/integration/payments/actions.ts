/** What the tests do with the payment path, and what they see of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Clients } from './clients.ts';
import type { Place } from './place.ts';

export interface Message {
  readonly body: string;
  readonly receives: number;
}

export type Outcome = Readonly<Record<string, unknown>>;

export interface Actions {
  send(...bodies: readonly string[]): Promise<void>;
  /** In one request, so that the function gets them in one batch. At most ten. */
  sendTogether(...bodies: readonly string[]): Promise<void>;
  /** Everything that the function has logged. */
  logs(): Promise<readonly string[]>;
  /** Takes what the queue holds until `expected` messages came. */
  take(queueUrl: string, expected: number): Promise<readonly Message[]>;
  /** Resolves when the ingest queue holds no message any more, seen or not: its last invocation is over. */
  drained(): Promise<void>;
  /** What the subscriber got, until that many came. */
  deliveries(expected: number): Promise<readonly Outcome[]>;
  /** The same without what it had already got: a subscriber drops what it has seen. */
  outcomes(expected: number): Promise<readonly Outcome[]>;
  /** What the subscriber gets before the outcome of that payment. */
  deliveriesBefore(idempotencyKey: string): Promise<readonly Outcome[]>;
  items(): Promise<readonly Record<string, unknown>[]>;
  invoke(event: unknown): Promise<{ readonly error: string | undefined; readonly payload: unknown }>;
  /** On the function itself: the emulator knows no settings of an alias (see `makeImpatient` in `world.ts`). */
  invokeAsynchronously(event: unknown): Promise<void>;
}

export function actions(clients: Clients, { own }: Place, queueUrl: string, subscriberUrl: string): Actions {
  const { lambda, sqs } = clients;
  const deliveries = async (expected: number) =>
    (await receive(sqs, subscriberUrl, expected)).map(({ body }) => JSON.parse(body) as Outcome);
  const FunctionName = own.function;
  return {
    ...{ take: (url, expected) => receive(sqs, url, expected), deliveries, outcomes: unseen(deliveries) },
    deliveriesBefore: (idempotencyKey) => deliveriesBefore(deliveries, idempotencyKey),
    send: async (...bodies) => {
      for (const MessageBody of bodies) await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
    },
    sendTogether: (...bodies) => sendTogether(sqs, queueUrl, bodies),
    logs: () => logLines(clients, own.functionLogGroup),
    drained: () => until('the queue is empty', async () => (await depth(sqs, queueUrl)) === 0),
    items: () => items(clients, own.table),
    invoke: async (event) => {
      const request = { FunctionName, Qualifier: own.functionAlias, Payload: JSON.stringify(event) };
      const { FunctionError, Payload } = await lambda.send(new InvokeCommand(request));
      return { error: FunctionError, payload: JSON.parse(Buffer.from(Payload ?? []).toString() || 'null') as unknown };
    },
    invokeAsynchronously: async (event) => {
      const Payload = JSON.stringify(event);
      await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }));
    },
  };
}

function unseen(deliveries: Actions['deliveries']): Actions['outcomes'] {
  const seen = new Set<unknown>();
  return async (expected) => {
    const fresh: Outcome[] = [];
    while (fresh.length < expected) {
      for (const outcome of await deliveries(1)) {
        if (!seen.has(outcome['id'])) fresh.push(outcome);
        seen.add(outcome['id']);
      }
    }
    return fresh;
  };
}

async function deliveriesBefore(deliveries: Actions['deliveries'], last: unknown): Promise<readonly Outcome[]> {
  const before: Outcome[] = [];
  for (let ended = false; !ended;) {
    for (const outcome of await deliveries(1)) {
      if (outcome['idempotencyKey'] === last) ended = true;
      else before.push(outcome);
    }
  }
  return before;
}

async function sendTogether(sqs: SQSClient, QueueUrl: string, bodies: readonly string[]): Promise<void> {
  // Seen at one moment, a second from now: without it a poll may come while only some of them are in the queue.
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody, DelaySeconds: 1 }));
  const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  if (Failed.length > 0) throw new Error(`not sent: ${JSON.stringify(Failed)}`);
}

async function logLines({ logs }: Clients, logGroupName: string): Promise<readonly string[]> {
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
  return events.map(({ message = '' }) => message);
}

async function items({ dynamo }: Clients, TableName: string): Promise<readonly Record<string, unknown>[]> {
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName }));
  return Items.map((item) =>
    Object.fromEntries(Object.entries(item).map(([name, { S, N }]) => [name, S ?? Number(N)])),
  );
}

/** Far longer than anything takes here, also on a busy machine: it ends what would never end. */
const patienceSeconds = 90;

async function receive(sqs: SQSClient, QueueUrl: string, expected: number): Promise<readonly Message[]> {
  const messages: Message[] = [];
  await until(`${expected} messages in ${QueueUrl}`, async () => {
    const command = new ReceiveMessageCommand({
      ...{ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'] },
    });
    for (const { Body = '', Attributes, ReceiptHandle } of (await sqs.send(command)).Messages ?? []) {
      messages.push({ body: Body, receives: Number(Attributes?.ApproximateReceiveCount) });
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    return messages.length >= expected;
  });
  return messages;
}

/** Fails with `what` when it does not come to hold. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceSeconds * 1000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${patienceSeconds} s: ${what}`);
    await sleep(20);
  }
}

/** Messages that are still in the queue, seen or not. */
export async function depth(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  return (
    Number(Attributes['ApproximateNumberOfMessages']) +
    Number(Attributes['ApproximateNumberOfMessagesNotVisible']) +
    Number(Attributes['ApproximateNumberOfMessagesDelayed'])
  );
}
