/** The payment path on the real emulator, as the program deploys it: queues, function (the real zip), table, topic, subscriber. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { buildFunctionPackage, functionHandler } from '../../payments/package.ts';
import type { ProcessEnvironment } from '../../pipeline/engine/surroundings.ts';
import { startEmulator } from '../../sandbox/emulator.ts';
import { startProxy } from './awsProxy.ts';
import { goLive, liveAlias } from './paymentsReleases.ts';
import type { AwsProxy } from './awsProxy.ts';
import type { Emulator } from '../../sandbox/emulator.ts';

export const account = '111111111111';
export const region = 'us-east-1';
export const tableName = 'payments-dev-payments';
export const functionName = 'payments-dev-processor';
export const topicArn = `arn:aws:sns:${region}:${account}:payments-dev-outcomes`;

export interface Message {
  readonly body: string;
  readonly receives: number;
}

export type Outcome = Readonly<Record<string, unknown>>;

export interface World {
  readonly environment: ProcessEnvironment;
  readonly queueUrl: string;
  readonly deadLettersUrl: string;
  readonly asyncDeadLettersUrl: string;
  readonly clients: Clients;
  /** What the function reaches SNS and DynamoDB through. */
  readonly sns: AwsProxy;
  readonly dynamodb: AwsProxy;
  /** Kills the function where it stands, as when its machine dies. */
  killFunction(): void;
  send(...bodies: readonly string[]): Promise<void>;
  /** In one request, so that the function gets them in one batch. At most ten. */
  sendTogether(...bodies: readonly string[]): Promise<void>;
  /** Everything that the function has logged. */
  logs(): Promise<readonly string[]>;
  /** Takes what the queue holds until `expected` messages came, or fails after the time. */
  take(queueUrl: string, expected: number, withinSeconds?: number): Promise<readonly Message[]>;
  /** Resolves when the queue holds no message any more, seen or not. */
  drained(): Promise<void>;
  /** What the subscriber got, until that many came. */
  deliveries(expected: number): Promise<readonly Outcome[]>;
  /** The same without what it had already got: a subscriber drops what it has seen. */
  outcomes(expected: number): Promise<readonly Outcome[]>;
  items(): Promise<readonly Record<string, unknown>[]>;
  invoke(event: unknown): Promise<{ readonly error: string | undefined; readonly payload: unknown }>;
  invokeAsynchronously(event: unknown): Promise<void>;
  /** As the settings of an environment say. */
  configure(receives: number, asyncRetries: number): Promise<void>;
  stop(): Promise<void>;
}

interface Clients {
  readonly dynamo: DynamoDBClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
}

/** @param receives how often a message is received before it goes to the dead-letter queue */
export async function startPayments(receives: number, asyncRetries = 0): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-world-'));
  const emulator = await startEmulator({ folder, detached: false });
  try {
    return await deploy(emulator, folder, receives, asyncRetries);
  } catch (error) {
    await emulator.stop();
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function deploy(emulator: Emulator, folder: string, receives: number, asyncRetries: number): Promise<World> {
  const environment = {
    AWS_ENDPOINT_URL: emulator.endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
  const clients = connect(emulator.endpoint);
  const queues = await createQueues(clients, receives);
  await createTable(clients.dynamo);
  await clients.sns.send(new CreateTopicCommand({ Name: 'payments-dev-outcomes' }));
  await subscribe(clients.sns, queues.subscriberArn);
  const proxies = await startProxies(emulator.endpoint);
  await createFunction(clients, folder, queues, asyncRetries, proxies);
  return {
    environment,
    clients,
    ...queues,
    ...proxies,
    ...actions(clients, queues),
    killFunction: () => killNodeProcesses(emulator.pid),
    stop: async () => {
      disconnect(clients);
      await emulator.stop();
      await Promise.all([proxies.sns.close(), proxies.dynamodb.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startProxies(endpoint: string) {
  const internal = '<ErrorResponse><Error><Type>Receiver</Type><Code>InternalError</Code></Error></ErrorResponse>';
  const throttled = {
    __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
    message: 'slow',
  };
  return {
    sns: await startProxy(endpoint, { status: 500, body: internal }),
    dynamodb: await startProxy(endpoint, { status: 400, body: JSON.stringify(throttled) }),
  };
}

/** The emulator runs functions as node processes of its own process group. */
function killNodeProcesses(group: number): void {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,pgid=,args='], { encoding: 'utf8' });
  const processes = table.split('\n').map((line) => line.trim().split(/\s+/u));
  const workers = processes.filter(([, of, name]) => Number(of) === group && /(?:^|\/)node$/u.test(name ?? ''));
  if (workers.length === 0) throw new Error('no function is running');
  for (const [pid] of workers) process.kill(Number(pid), 'SIGKILL');
}

function connect(endpoint: string): Clients {
  const configuration = { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'secret' } };
  return {
    dynamo: new DynamoDBClient(configuration),
    iam: new IAMClient(configuration),
    lambda: new LambdaClient(configuration),
    logs: new CloudWatchLogsClient(configuration),
    sns: new SNSClient(configuration),
    sqs: new SQSClient(configuration),
  };
}

const redrivePolicy = (maxReceiveCount: number): string =>
  JSON.stringify({ deadLetterTargetArn: queueArn('payments-dev-ingest-dead-letters'), maxReceiveCount });

const retryAsynchronous = (lambda: LambdaClient, MaximumRetryAttempts: number) =>
  lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: functionName, MaximumRetryAttempts }));

function disconnect({ dynamo, iam, lambda, logs, sns, sqs }: Clients): void {
  for (const client of [dynamo, iam, lambda, logs, sns, sqs]) client.destroy();
}

const queueArn = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;

async function createQueues({ sqs }: Clients, maxReceiveCount: number) {
  const create = async (QueueName: string, Attributes: Record<string, string> = {}) =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
  const deadLettersUrl = await create('payments-dev-ingest-dead-letters');
  return {
    deadLettersUrl,
    asyncDeadLettersUrl: await create('payments-dev-async-dead-letters'),
    queueUrl: await create('payments-dev-ingest', {
      RedrivePolicy: redrivePolicy(maxReceiveCount),
      // Short, so that a message that failed comes back at once.
      VisibilityTimeout: '1',
    }),
    subscriberUrl: await subscriberQueue(sqs, await create('subscriber')),
    subscriberArn: queueArn('subscriber'),
  };
}

async function subscriberQueue(sqs: SQSClient, url: string): Promise<string> {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: queueArn('subscriber'),
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy } }));
  return url;
}

const createTable = (dynamo: DynamoDBClient) =>
  dynamo.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: ['pk', 'owedShard', 'owedSince'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'owed',
          KeySchema: [
            { AttributeName: 'owedShard', KeyType: 'HASH' },
            { AttributeName: 'owedSince', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    }),
  );

/** As the program subscribes: no synthetic payments. */
const subscribe = (sns: SNSClient, Endpoint: string) =>
  sns.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: 'sqs',
      Endpoint,
      Attributes: { RawMessageDelivery: 'true', FilterPolicy: JSON.stringify({ synthetic: ['false'] }) },
    }),
  );

async function createFunction(
  { iam, lambda }: Clients,
  folder: string,
  queues: { readonly queueUrl: string },
  asyncRetries: number,
  proxies: { readonly sns: AwsProxy; readonly dynamodb: AwsProxy },
): Promise<void> {
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: 'payments-dev-function', AssumeRolePolicyDocument }),
  );
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'payments-dev-function', PolicyArn }));
  const { path } = await buildFunctionPackage(folder);
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: functionName,
      Role: Role?.Arn,
      Runtime: 'nodejs22.x',
      Handler: functionHandler,
      Architectures: ['arm64'],
      Timeout: 10,
      Code: { ZipFile: await readFile(path) },
      DeadLetterConfig: { TargetArn: queueArn('payments-dev-async-dead-letters') },
      Environment: {
        Variables: {
          TABLE_NAME: tableName,
          TOPIC_ARN: topicArn,
          SERVICE_STAGE: 'dev',
          LOG_LEVEL: 'INFO',
          AWS_ENDPOINT_URL_SNS: proxies.sns.endpoint,
          AWS_ENDPOINT_URL_DYNAMODB: proxies.dynamodb.endpoint,
        },
      },
    }),
  );
  await retryAsynchronous(lambda, asyncRetries);
  await goLive(lambda, functionName);
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: `${functionName}:${liveAlias}`,
      EventSourceArn: queueArn(new URL(queues.queueUrl).pathname.split('/').at(-1) ?? ''),
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    }),
  );
}

type Queues = Awaited<ReturnType<typeof createQueues>>;

function actions(clients: Clients, { queueUrl, subscriberUrl }: Queues) {
  const { dynamo, lambda, logs, sqs } = clients;
  const take = (url: string, expected: number, withinSeconds = 20) => receive(sqs, url, expected, withinSeconds);
  const seen = new Set<unknown>();
  const deliveries = async (expected: number) =>
    (await take(subscriberUrl, expected)).map(({ body }) => JSON.parse(body) as Outcome);
  const call = (event: unknown, InvocationType: 'Event' | 'RequestResponse') =>
    lambda.send(new InvokeCommand({ FunctionName: functionName, InvocationType, Payload: JSON.stringify(event) }));
  return {
    take,
    send: async (...bodies: readonly string[]) => {
      for (const MessageBody of bodies) await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
    },
    sendTogether: async (...bodies: readonly string[]) => {
      // Seen at one moment, a second from now: without it a poll may come while only some of them are in the queue.
      const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody, DelaySeconds: 1 }));
      const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      if (Failed.length > 0) throw new Error(`not sent: ${JSON.stringify(Failed)}`);
    },
    logs: async () => {
      const { events = [] } = await logs.send(
        new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${functionName}` }),
      );
      return events.map(({ message = '' }) => message);
    },
    drained: () => until('the queue is empty', async () => (await depth(sqs, queueUrl)) === 0),
    deliveries,
    outcomes: async (expected: number) => {
      const fresh: Outcome[] = [];
      while (fresh.length < expected) {
        for (const outcome of await deliveries(1)) {
          if (!seen.has(outcome['id'])) fresh.push(outcome);
          seen.add(outcome['id']);
        }
      }
      return fresh;
    },
    items: async () => plainItems((await dynamo.send(new ScanCommand({ TableName: tableName }))).Items ?? []),
    invoke: async (event: unknown) => {
      const { FunctionError, Payload } = await call(event, 'RequestResponse');
      return { error: FunctionError, payload: JSON.parse(Buffer.from(Payload ?? []).toString() || 'null') as unknown };
    },
    invokeAsynchronously: async (event: unknown) => {
      await call(event, 'Event');
    },
    configure: async (receives: number, asyncRetries: number) => {
      const Attributes = { RedrivePolicy: redrivePolicy(receives) };
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes }));
      await retryAsynchronous(lambda, asyncRetries);
    },
  };
}

const plainItems = (items: readonly Record<string, { readonly S?: string; readonly N?: string }>[]) =>
  items.map((item) => Object.fromEntries(Object.entries(item).map(([name, { S, N }]) => [name, S ?? Number(N)])));

async function receive(sqs: SQSClient, QueueUrl: string, expected: number, withinSeconds: number) {
  const messages: Message[] = [];
  const deadline = performance.now() + withinSeconds * 1000;
  while (messages.length < expected) {
    const command = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
    });
    for (const { Body = '', Attributes, ReceiptHandle } of (await sqs.send(command)).Messages ?? []) {
      messages.push({ body: Body, receives: Number(Attributes?.ApproximateReceiveCount) });
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    if (performance.now() > deadline)
      throw new Error(`${messages.length} of ${expected} messages after ${withinSeconds} s`);
    if (messages.length < expected) await sleep(100);
  }
  return messages;
}

/** Fails with `what` when it does not hold in time. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within 30 s: ${what}`);
    await sleep(50);
  }
}

/** Messages that are still in the queue, seen or not. */
export async function depth(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  return (
    Number(Attributes['ApproximateNumberOfMessages']) + Number(Attributes['ApproximateNumberOfMessagesNotVisible'])
  );
}
