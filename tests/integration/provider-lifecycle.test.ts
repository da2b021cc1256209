/** Every type of Lambda, DynamoDB, SNS and SQS, from nothing to nothing, through the real engine. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand, UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListFunctionsCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { ListTopicsCommand, SetTopicAttributesCommand, SNSClient, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { functionPackages, type Packages } from '../unit/provider/functionPackage.ts';
import { account, region, resource, startEngine, type Engine } from './provider/engine.ts';
import type { ResourceRequest, Step } from './provider/request.ts';

let engine: Engine;
let packages: Packages;
let resources: ResourceRequest[];
/** Physical ids by name, as the first deployment recorded them. */
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  [engine, packages] = await Promise.all([startEngine(), functionPackages()]);
  resources = program((await packages.make('payments')).path);
}, 90_000);
afterAll(async () => {
  await packages.remove();
  await engine.end();
});

const document = (Principal: object, Action: string, Resource?: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action, ...(Resource === undefined ? {} : { Resource }) }],
  });

function program(code: string): ResourceRequest[] {
  return [
    resource('iam.Role', 'role', {
      name: 'function',
      assumeRolePolicy: document({ Service: 'lambda.amazonaws.com' }, 'sts:AssumeRole'),
    }),
    resource('sqs.Queue', 'dead', { name: 'dead-letters', messageRetentionSeconds: 1_209_600 }),
    resource('sqs.Queue', 'queue', {
      name: 'ingest',
      visibilityTimeoutSeconds: 180,
      redrivePolicy: { $text: ['{"maxReceiveCount":5,"deadLetterTargetArn":"', { $from: 'dead.arn' }, '"}'] },
    }),
    resource('sqs.QueuePolicy', 'guard', {
      queueUrl: { $from: 'queue.url' },
      policy: document({ AWS: account }, 'sqs:SendMessage', '*'),
    }),
    resource('sns.Topic', 'topic', { name: 'outcomes', displayName: 'Outcomes' }),
    resource('sns.TopicPolicy', 'topicGuard', {
      arn: { $from: 'topic.arn' },
      policy: document({ AWS: account }, 'sns:Publish', '*'),
    }),
    resource('sns.TopicSubscription', 'email', {
      topic: { $from: 'topic.arn' },
      protocol: 'email',
      endpoint: 'team@example.com',
    }),
    resource('dynamodb.Table', 'table', {
      name: 'payments',
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'pk',
      attributes: [{ name: 'pk', type: 'S' }],
      pointInTimeRecovery: { enabled: true },
    }),
    resource('lambda.Function', 'function', {
      name: 'processor',
      role: { $from: 'role.arn' },
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      architectures: ['arm64'],
      code: { $file: code },
      publish: true,
      memorySize: 512,
      timeout: 30,
      environment: { variables: { TABLE: { $from: 'table.name' }, TOKEN: { $secret: 'hush' } } },
    }),
    resource('lambda.Alias', 'live', {
      name: 'live',
      functionName: { $from: 'function.name' },
      functionVersion: { $from: 'function.version' },
    }),
    resource('lambda.FunctionEventInvokeConfig', 'async', {
      functionName: { $from: 'live.functionName' },
      qualifier: { $from: 'live.name' },
      maximumRetryAttempts: 1,
    }),
    resource('lambda.EventSourceMapping', 'source', {
      functionName: { $from: 'live.arn' },
      eventSourceArn: { $from: 'queue.arn' },
      batchSize: 5,
      functionResponseTypes: ['ReportBatchItemFailures'],
    }),
    resource('lambda.Permission', 'permission', {
      function: { $from: 'function.name' },
      statementId: 'topic',
      action: 'lambda:InvokeFunction',
      principal: 'sns.amazonaws.com',
    }),
  ];
}

const changed = (steps: readonly Step[]) =>
  steps.filter(({ op, diff }) => !['same', 'refresh', 'read'].includes(op) || Object.keys(diff).length > 0);
const summary = (steps: readonly Step[]) =>
  Object.fromEntries(
    changed(steps).map(({ name, op, diff }) => [name, `${op} ${Object.keys(diff).sort().join(' ')}`.trim()]),
  );
const client = <T>(Client: new (configuration: Engine['root']) => T): T => new Client(engine.root);

describe('R37: the life of a stack on the sandbox', () => {
  test('R37: a preview of nothing yet creates everything, with what AWS decides unknown, and touches nothing', async () => {
    const { error, steps, calls } = await engine.run({ operation: 'preview', resources });
    expect(error).toBeNull();
    expect(changed(steps).map(({ op }) => op)).toEqual(resources.map(() => 'create'));
    expect(calls.map(({ action }) => action)).toEqual(['GetCallerIdentity']);
  }, 60_000);

  test('R37: a first deployment makes everything, and a secret stays one in state', async () => {
    const outputs = { version: { $from: 'function.version' }, aliasArn: { $from: 'live.arn' } };
    const answer = await engine.run({ operation: 'up', resources, outputs });
    expect(answer.error).toBeNull();
    expect(answer.outputs).toEqual({
      version: '1',
      aliasArn: `arn:aws:lambda:${region}:${account}:function:processor:live`,
    });
    const { outputs: deployment } = await engine.run({ operation: 'export', resources });
    const recorded = deployment['resources'] as {
      urn: string;
      id?: string;
      outputs?: { environment?: { variables: Record<string, unknown> } };
    }[];
    const nameOf = (urn: string) => urn.split('::').at(-1) ?? '';
    ids = Object.fromEntries(recorded.map(({ urn, id }) => [nameOf(urn), id ?? '']));
    const variables = recorded.find(({ urn }) => nameOf(urn) === 'function')?.outputs?.environment?.variables;
    expect(variables?.['TABLE']).toBe('payments');
    expect(variables?.['TOKEN']).toMatchObject({
      '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
    });
  }, 90_000);

  test('R37: the same program again changes nothing, and the account is as state says', async () => {
    const again = await engine.run({ operation: 'preview', resources });
    expect(summary(again.steps)).toEqual({});
    const refresh = await engine.run({ operation: 'previewRefresh', resources });
    expect([refresh.error, summary(refresh.steps)]).toEqual([null, {}]);
    expect(refresh.steps).toHaveLength(resources.length);
  }, 90_000);

  test('R37: every change by hand shows under its own path, and what is gone is gone', async () => {
    await client(SQSClient).send(
      new SetQueueAttributesCommand({ QueueUrl: ids['queue'], Attributes: { VisibilityTimeout: '200' } }),
    );
    await client(SNSClient).send(
      new SetTopicAttributesCommand({
        TopicArn: ids['topic'],
        AttributeName: 'DisplayName',
        AttributeValue: 'Changed',
      }),
    );
    await client(SNSClient).send(new UnsubscribeCommand({ SubscriptionArn: ids['email'] }));
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: false };
    await client(DynamoDBClient).send(
      new UpdateContinuousBackupsCommand({ TableName: 'payments', PointInTimeRecoverySpecification }),
    );
    const lambda = client(LambdaClient);
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'processor', MemorySize: 1024 }));
    await lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: 'processor',
        Qualifier: 'live',
        MaximumRetryAttempts: 0,
      }),
    );
    await lambda.send(new RemovePermissionCommand({ FunctionName: 'processor', StatementId: 'topic' }));
    const { error, steps } = await engine.run({ operation: 'previewRefresh', resources });
    expect(error).toBeNull();
    expect(summary(steps)).toEqual({
      queue: 'update visibilityTimeoutSeconds',
      topic: 'update displayName',
      email: 'delete',
      table: 'update pointInTimeRecovery.enabled',
      function: 'update memorySize',
      async: 'update maximumRetryAttempts',
      permission: 'delete',
    });
    const memory = steps.find(({ name }) => name === 'function');
    expect([memory?.inputs?.['memorySize'], memory?.diff['memorySize']]).toEqual([1024, 'update']);
  }, 90_000);

  test('R37: after a refresh the program is put back, and nothing else is touched', async () => {
    expect((await engine.run({ operation: 'refresh', resources })).error).toBeNull();
    const { error, steps } = await engine.run({ operation: 'up', resources });
    expect(error).toBeNull();
    expect(summary(steps)).toEqual({
      queue: 'update visibilityTimeoutSeconds',
      topic: 'update displayName',
      email: 'create',
      table: 'update pointInTimeRecovery.enabled',
      function: 'update memorySize',
      // The function publishes what it became, and the alias follows.
      live: 'update functionVersion',
      async: 'update maximumRetryAttempts',
      permission: 'create',
    });
    const { MemorySize } = await client(LambdaClient).send(
      new GetFunctionConfigurationCommand({ FunctionName: 'processor' }),
    );
    expect(MemorySize).toBe(512);
    expect(summary((await engine.run({ operation: 'previewRefresh', resources })).steps)).toEqual({});
  }, 120_000);

  test('R37: another name replaces, and what hangs on it follows in its preview', async () => {
    const renamed = resources.map((each) =>
      each.name === 'topic' ? { ...each, args: { ...each.args, name: 'results' } } : each,
    );
    const { error, steps } = await engine.run({ operation: 'preview', resources: renamed });
    expect(error).toBeNull();
    expect(steps.filter(({ op }) => /replace/.test(op)).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['topic', 'email', 'topicGuard']),
    );
    expect(steps.find(({ op, name }) => op === 'replace' && name === 'topic')?.diff).toEqual({
      name: 'update-replace',
    });
    expect((await engine.run({ operation: 'up', resources: renamed })).error).toBeNull();
    const { Topics } = await client(SNSClient).send(new ListTopicsCommand({}));
    expect(Topics).toEqual([{ TopicArn: `arn:aws:sns:${region}:${account}:results` }]);
    resources = renamed;
  }, 120_000);

  test('R37: everything can be imported into another stack, which then finds nothing to change', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'import-'));
    try {
      const { outputs: deployment } = await engine.run({ operation: 'export', resources });
      const recorded = deployment['resources'] as { urn: string; id?: string }[];
      const idOf = (name: string) => recorded.find(({ urn }) => urn.endsWith(`::${name}`))?.id ?? '';
      const importIds: Readonly<Record<string, string>> = { live: 'processor/live', permission: 'processor/topic' };
      const imported = resources.map((each) => ({
        ...each,
        options: { import: importIds[each.name] ?? idOf(each.name) },
      }));
      const { error, steps } = await engine.run({ operation: 'up', resources: imported, folder });
      expect(error).toBeNull();
      const all = Object.fromEntries(resources.map(({ name }) => [name, 'import']));
      // Code and the wish to publish are in no account, on AWS neither: they are written once more.
      const written = { function: 'update code publish', live: 'update functionVersion' };
      expect(summary(steps)).toEqual({ ...all, ...written });
      expect(summary((await engine.run({ operation: 'preview', resources, folder })).steps)).toEqual({});
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 120_000);

  test('R37: what could not be finished is known to state, and goes with the rest', async () => {
    const greedy = resources.concat(
      resource('lambda.Function', 'greedy', {
        ...resources.find(({ name }) => name === 'function')?.args,
        name: 'greedy',
        reservedConcurrentExecutions: 950,
      }),
    );
    const { error } = await engine.run({ operation: 'up', resources: greedy });
    expect(error).toMatch(
      /creating Lambda Function \(greedy\): .*InvalidParameterValueException: Specified ReservedConcurrentExecutions .* below its minimum value of \[100\]/,
    );
    const { outputs: deployment } = await engine.run({ operation: 'export', resources });
    expect(JSON.stringify(deployment['resources'])).toContain('::greedy"');
  }, 120_000);

  test('R37: taken down, nothing is left in the account', async () => {
    expect((await engine.run({ operation: 'destroy', resources })).error).toBeNull();
    expect((await client(LambdaClient).send(new ListFunctionsCommand({}))).Functions).toEqual([]);
    expect((await client(DynamoDBClient).send(new ListTablesCommand({}))).TableNames).toEqual([]);
    expect((await client(SNSClient).send(new ListTopicsCommand({}))).Topics ?? []).toEqual([]);
    expect((await client(SQSClient).send(new ListQueuesCommand({}))).QueueUrls ?? []).toEqual([]);
  }, 90_000);
});
