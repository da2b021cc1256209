/**
 * Sends dead letters back to the queue they failed in. Each is sent before it is deleted: what dies in between is sent twice, and
 * a payment that arrives twice is recorded once. SQS's own redrive cannot choose, which is why this is not it.
 *
 * Needs `sqs:ReceiveMessage`, `sqs:ChangeMessageVisibility` and `sqs:DeleteMessage` on the dead-letter queue, `sqs:SendMessage`
 * on the ingest queue, `sqs:GetQueueUrl` on both, and `kms:Decrypt` and `kms:GenerateDataKey` on their key through SQS.
 */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Message } from '@aws-sdk/client-sqs';
import type { ProcessEnvironment } from '../engine/surroundings.ts';
import { EngineError } from '../errors.ts';
import { clientConfiguration } from './clientConfiguration.ts';
import { deadLetter } from './deadLetters.ts';
import type { DeadLetter, Filter } from './deadLetters.ts';
import { reasonOf } from './sdkError.ts';

export interface RedriveRequest {
  readonly credentials: ProcessEnvironment;
  readonly region: string;
  /** Names of the dead-letter queue and of the queue that the letters failed in. */
  readonly from: string;
  readonly to: string;
  readonly filter: Filter;
  /** Only looks and chooses when false. */
  readonly send: boolean;
  /** Looks at no more than this many. */
  readonly limit: number;
  readonly onLetter?: (letter: DeadLetter, fate: Fate) => void;
}

export type Fate = 'sent' | 'would be sent' | 'left';

/** How many letters met which fate. */
export type RedriveResult = Readonly<Record<Fate, number>>;

/** While we look at a letter nobody else sees it; after a crash it is back when this time is over. */
const visibilityTimeoutSeconds = 300;

interface Queues {
  readonly client: SQSClient;
  readonly from: string;
  readonly to: string;
}

/** Fails with `EngineError` when a queue refuses; everything sent until then is sent, and the command can be repeated. */
export async function redrive(request: RedriveRequest): Promise<RedriveResult> {
  const client = new SQSClient(clientConfiguration(request.credentials, request.region));
  const result = { sent: 0, 'would be sent': 0, left: 0 };
  try {
    const [from, to] = await Promise.all([urlOf(client, request.from), urlOf(client, request.to)]);
    await decideAll({ client, from, to }, request, result);
    return result;
  } catch (cause) {
    throw new EngineError(`dead letters of ${request.from}: ${reasonOf(cause)}`, {
      cause,
      advice: `${result.sent} were sent. Repeat the command: what was sent twice is recorded once.`,
    });
  } finally {
    client.destroy();
  }
}

async function urlOf(client: SQSClient, QueueName: string): Promise<string> {
  return (await client.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';
}

async function decideAll(queues: Queues, request: RedriveRequest, result: Record<Fate, number>): Promise<void> {
  const held: Message[] = [];
  try {
    for await (const message of messages(queues, request.limit)) {
      const letter = deadLetter(message);
      const fate = await decide(queues, request, message, letter);
      result[fate]++;
      if (fate !== 'sent') held.push(message);
      request.onLetter?.(letter, fate);
    }
  } finally {
    await release(queues, held);
  }
}

async function* messages({ client, from }: Queues, limit: number): AsyncGenerator<Message> {
  const seen = new Set<string>();
  for (let more = true; more && seen.size < limit;) {
    const command = new ReceiveMessageCommand({
      QueueUrl: from,
      MaxNumberOfMessages: Math.min(10, limit - seen.size),
      VisibilityTimeout: visibilityTimeoutSeconds,
      // A request that waits asks all servers of SQS: no message means that there is none.
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ['SentTimestamp'],
      MessageAttributeNames: ['All'],
    });
    const { Messages = [] } = await client.send(command);
    const fresh = Messages.filter(({ MessageId = '' }) => !seen.has(MessageId));
    more = fresh.length > 0;
    for (const message of fresh) {
      seen.add(message.MessageId ?? '');
      yield message;
    }
  }
}

async function decide(
  { client, from, to }: Queues,
  { filter, send }: RedriveRequest,
  { Body, MessageAttributes, ReceiptHandle }: Message,
  letter: DeadLetter,
): Promise<Fate> {
  if (!filter(letter)) return 'left';
  if (!send) return 'would be sent';
  await client.send(new SendMessageCommand({ QueueUrl: to, MessageBody: Body, MessageAttributes }));
  await client.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
  return 'sent';
}

/** Best effort: what cannot be given back at once comes back by itself. */
async function release({ client, from }: Queues, held: readonly Message[]): Promise<void> {
  const commands = held.map(
    ({ ReceiptHandle }) => new ChangeMessageVisibilityCommand({ QueueUrl: from, ReceiptHandle, VisibilityTimeout: 0 }),
  );
  await Promise.allSettled(commands.map((command) => client.send(command)));
}
