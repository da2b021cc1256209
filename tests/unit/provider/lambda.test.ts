import { EC2Client, CreateSecurityGroupCommand, CreateSubnetCommand, CreateVpcCommand } from '@aws-sdk/client-ec2';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  DeleteAliasCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionConcurrencyCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UpdateAliasCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { resourceTypes } from '../../../sandbox/provider/lambda/index.ts';
import { account, emulatedAccount, engineFor, region, type Deployed, type EmulatedAccount } from './emulatedAccount.ts';
import { functionPackages, type FunctionPackage, type Packages } from './functionPackage.ts';

let aws: EmulatedAccount;
let lambda: LambdaClient;
let packages: Packages;
let first: FunctionPackage;
let second: FunctionPackage;
let vpcConfig: { subnetIds: string[]; securityGroupIds: string[] };
const role = `arn:aws:iam::${account}:role/function`;
const trusting = (Service: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
  });

beforeAll(async () => {
  aws = await emulatedAccount({ Project: 'payments' });
  lambda = aws.client(LambdaClient);
  packages = await functionPackages();
  [first, second] = [await packages.make('first'), await packages.make('second')];
  for (const [RoleName, service] of [
    ['function', 'lambda.amazonaws.com'],
    ['other', 'ec2.amazonaws.com'],
  ] as const) {
    await aws.client(IAMClient).send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trusting(service) }));
  }
  vpcConfig = await network();
}, 60_000);
afterAll(async () => {
  await packages.remove();
  await aws.close();
});

async function network() {
  const ec2 = aws.client(EC2Client);
  const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc?.VpcId;
  const subnets = ['10.0.1.0/24', '10.0.2.0/24'].map(
    async (CidrBlock) => (await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock }))).Subnet?.SubnetId ?? '',
  );
  const { GroupId = '' } = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId, GroupName: 'function', Description: 'of the function' }),
  );
  return { subnetIds: await Promise.all(subnets), securityGroupIds: [GroupId] };
}

const engine = (name: string) => {
  const type = resourceTypes.find(({ token }) => token.endsWith(`:${name}`));
  if (type === undefined) throw new Error(`no type ${name}`);
  return engineFor(type, aws.session);
};

const program = (name: string, more: Record<string, unknown> = {}) => ({
  name,
  role,
  runtime: 'nodejs24.x',
  handler: 'index.handler',
  architectures: ['arm64'],
  code: first.archive,
  sourceCodeHash: first.sha256Base64,
  publish: true,
  memorySize: 512,
  timeout: 30,
  reservedConcurrentExecutions: 10,
  environment: { variables: { TABLE: 'payments' } },
  loggingConfig: {
    logFormat: 'JSON',
    logGroup: `/aws/lambda/${name}`,
    applicationLogLevel: 'INFO',
    systemLogLevel: 'WARN',
  },
  tracingConfig: { mode: 'Active' },
  deadLetterConfig: { targetArn: `arn:aws:sqs:${region}:${account}:dead` },
  ...more,
});

const reset = async (name: string, made: Deployed, wanted: Record<string, unknown>) => {
  const actual = await engine(name).refreshed(made);
  return engine(name).update({ ...made, inputs: actual?.inputs ?? {} }, wanted);
};

describe('R8: a function', () => {
  test('R8: reads back as it was made, and shows every change by hand under its own path', async () => {
    const functions = engine('Function');
    const made = await functions.create(program('changed', { vpcConfig }));
    const arn = `arn:aws:lambda:${region}:${account}:function:changed`;
    expect(made).toMatchObject({
      id: 'changed',
      outputs: {
        arn,
        version: '1',
        qualifiedArn: `${arn}:1`,
        codeSha256: first.sha256Base64,
        sourceCodeSize: first.bytes.length,
      },
    });
    expect(await functions.drift(made)).toEqual([]);
    const FunctionName = 'changed';
    await lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName,
        MemorySize: 1024,
        Timeout: 60,
        Environment: { Variables: { TABLE: 'payments', DEBUG: 'yes' } },
        TracingConfig: { Mode: 'PassThrough' },
        VpcConfig: { SubnetIds: vpcConfig.subnetIds.slice(0, 1), SecurityGroupIds: vpcConfig.securityGroupIds },
        LoggingConfig: {
          LogFormat: 'JSON',
          LogGroup: '/aws/lambda/changed',
          ApplicationLogLevel: 'DEBUG',
          SystemLogLevel: 'WARN',
        },
        DeadLetterConfig: { TargetArn: '' },
      }),
    );
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    await lambda.send(new TagResourceCommand({ Resource: arn, Tags: { Stranger: 'yes' } }));
    expect(await functions.drift(made)).toEqual([
      ...['deadLetterConfig', 'environment.variables.DEBUG', 'loggingConfig.applicationLogLevel', 'memorySize'],
      ...[
        'reservedConcurrentExecutions',
        'tags',
        'tagsAll.Stranger',
        'timeout',
        'tracingConfig.mode',
        'vpcConfig.subnetIds[1]',
      ],
    ]);
    const repaired = await reset('Function', made, program('changed', { vpcConfig }));
    expect(await functions.drift(repaired)).toEqual([]);
    expect(repaired.outputs['version']).toBe('2');
    await functions.remove(repaired);
    expect(await functions.drift(repaired)).toBeNull();
  });

  test('R34: other code in the account shows in the hash that the program gave, or in the code', async () => {
    const functions = engine('Function');
    const hashed = await functions.create(program('hashed'));
    const { sourceCodeHash: _none, ...unhashed } = program('unhashed');
    const plain = await functions.create(unhashed);
    for (const FunctionName of ['hashed', 'unhashed']) {
      await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: second.bytes }));
    }
    expect(await functions.drift(hashed)).toEqual(['sourceCodeHash']);
    expect(await functions.drift(plain)).toEqual(['code']);
    const repaired = await reset('Function', hashed, program('hashed'));
    expect(repaired.outputs['codeSha256']).toBe(first.sha256Base64);
    expect(await functions.drift(repaired)).toEqual([]);
    await functions.remove(hashed);
    await functions.remove(plain);
  });

  test('R34: new code is published as a new version, which nobody knows in a preview', async () => {
    const functions = engine('Function');
    const made = await functions.create(program('published'));
    const news = program('published', { code: second.archive, sourceCodeHash: second.sha256Base64 });
    expect(functions.planned(made, news)).toEqual(['code', 'sourceCodeHash']);
    const type = resourceTypes.find(({ token }) => token.endsWith(':Function'));
    const unknown = ['lastModified', 'codeSha256', 'sourceCodeSize', 'version', 'qualifiedArn', 'qualifiedInvokeArn'];
    expect(type?.recomputed?.(news, made.inputs)).toEqual(unknown);
    expect(type?.recomputed?.({ ...made.inputs, memorySize: 1024 }, made.inputs)).toEqual(unknown.slice(3));
    expect(type?.recomputed?.({ ...made.inputs, tags: { a: 'b' } }, made.inputs)).toEqual([]);
    const updated = await functions.update(made, news);
    expect(updated.outputs['version']).toBe('2');
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'published' }));
    expect(Buffer.from(Payload ?? []).toString()).toBe('"second"');
    await functions.remove(updated);
  });

  test('R3: a reservation can be raised, and taken back', async () => {
    const functions = engine('Function');
    const made = await functions.create(program('reserved'));
    const more = await functions.update(made, program('reserved', { reservedConcurrentExecutions: 100 }));
    expect(await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: 'reserved' }))).toMatchObject({
      ReservedConcurrentExecutions: 100,
    });
    const none = await functions.update(more, program('reserved', { reservedConcurrentExecutions: -1 }));
    const { ReservedConcurrentExecutions } = await lambda.send(
      new GetFunctionConcurrencyCommand({ FunctionName: 'reserved' }),
    );
    expect(ReservedConcurrentExecutions).toBeUndefined();
    expect(await functions.drift(none)).toEqual([]);
    await functions.remove(none);
  });

  test('R3: a reservation that leaves less than 100 to the rest of the account is refused, and the function is known', async () => {
    const functions = engine('Function');
    const refused = functions.create(program('greedy', { reservedConcurrentExecutions: 901 }));
    await expect(refused).rejects.toMatchObject({
      id: 'greedy',
      message: expect.stringContaining('below its minimum value of [100]'),
    });
    await functions.remove({ id: 'greedy', inputs: {}, outputs: {} });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['a runtime that does not exist', { runtime: 'nodejs23.x' }, 'Member must satisfy enum value set'],
    [
      'a role that Lambda may not assume',
      { role: `arn:aws:iam::${account}:role/other` },
      'cannot be assumed by Lambda',
    ],
    ['a role that does not exist', { role: `arn:aws:iam::${account}:role/nobody` }, 'cannot be assumed by Lambda'],
    [
      'a subnet that does not exist',
      { vpcConfig: { subnetIds: ['subnet-0123456789abcdef0'], securityGroupIds: [] } },
      "The subnet ID 'subnet-0123456789abcdef0' does not exist",
    ],
  ])(
    'R37: AWS refuses %s',
    async (_what, more, text) => {
      await expect(engine('Function').create(program('refused', more))).rejects.toThrow(text);
    },
    15_000,
  );

  test.each<[string, Record<string, unknown>, string]>([
    ['too little memory', { memorySize: 100 }, 'in the range (128 - 10240), got 100'],
    ['too long a timeout', { timeout: 901 }, 'in the range (1 - 900), got 901'],
    ['a function without a handler', { handler: undefined }, 'handler and runtime must be set'],
    ['two architectures', { architectures: ['arm64', 'x86_64'] }, 'No more than 1'],
    ['what the sandbox does not serve', { fileSystemConfig: {} }, "does not serve 'fileSystemConfig'"],
  ])('R37: %s is refused before AWS is asked', (_what, more, text) => {
    expect(() => engine('Function').checked(program('x', more))).toThrow(text);
  });

  test('R37: is imported with what the account holds', async () => {
    const functions = engine('Function');
    const made = await functions.create(program('imported'));
    const found = await functions.imported('imported');
    expect(found?.inputs).toMatchObject({
      name: 'imported',
      memorySize: 512,
      architectures: ['arm64'],
      role,
      timeout: 30,
    });
    await functions.remove(made);
  });
});

describe('R9: what hangs on a function', () => {
  let made: Deployed;
  const arn = `arn:aws:lambda:${region}:${account}:function:parent`;
  beforeAll(async () => {
    made = await engine('Function').create(program('parent'));
  });
  afterAll(() => engine('Function').remove(made));

  test('R9: an alias shows another version and another weight, by name or by ARN of its function', async () => {
    const aliases = engine('Alias');
    const wanted = { name: 'live', functionName: 'parent', functionVersion: '1', description: 'takes payments' };
    const live = await aliases.create(wanted);
    expect(live).toMatchObject({ id: `${arn}:live`, outputs: { arn: `${arn}:live` } });
    expect(await aliases.drift(live)).toEqual([]);
    expect(aliases.planned(live, { ...wanted, functionName: arn })).toEqual([]);
    await lambda.send(
      new UpdateAliasCommand({ FunctionName: 'parent', Name: 'live', FunctionVersion: '$LATEST', Description: 'hm' }),
    );
    expect(await aliases.drift(live)).toEqual(['description', 'functionVersion']);
    const repaired = await reset('Alias', live, wanted);
    expect(await aliases.drift(repaired)).toEqual([]);
    expect((await aliases.imported('parent/live'))?.inputs).toEqual(expect.objectContaining(wanted));
    await lambda.send(new DeleteAliasCommand({ FunctionName: 'parent', Name: 'live' }));
    expect(await aliases.drift(live)).toBeNull();
    await aliases.remove(live);
  });

  test('R9: asynchronous retries and event age show when they are changed, and when they are gone', async () => {
    const configs = engine('FunctionEventInvokeConfig');
    const live = await engine('Alias').create({ name: 'async', functionName: 'parent', functionVersion: '1' });
    const wanted = {
      functionName: 'parent',
      qualifier: 'async',
      maximumRetryAttempts: 0,
      maximumEventAgeInSeconds: 300,
    };
    const config = await configs.create(wanted);
    expect(config.id).toBe('parent:async');
    expect(await configs.drift(config)).toEqual([]);
    const key = { FunctionName: 'parent', Qualifier: 'async' };
    await lambda.send(new PutFunctionEventInvokeConfigCommand({ ...key, MaximumRetryAttempts: 2 }));
    expect(await configs.drift(config)).toEqual(['maximumEventAgeInSeconds', 'maximumRetryAttempts']);
    const repaired = await reset('FunctionEventInvokeConfig', config, wanted);
    expect(await configs.drift(repaired)).toEqual([]);
    await lambda.send(new DeleteFunctionEventInvokeConfigCommand(key));
    expect(await configs.drift(config)).toBeNull();
    await configs.remove(config);
    await engine('Alias').remove(live);
  });

  test('R9: an event source shows every change by hand, and waits for a queue that hides long enough', async () => {
    const sources = engine('EventSourceMapping');
    const queue = async (QueueName: string, VisibilityTimeout: string) => {
      await aws.client(SQSClient).send(new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout } }));
      return `arn:aws:sqs:${region}:${account}:${QueueName}`;
    };
    const wanted = {
      eventSourceArn: await queue('patient', '180'),
      functionName: arn,
      batchSize: 5,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: 2 },
      metricsConfig: { metrics: ['EventCount'] },
      filterCriteria: { filters: [{ pattern: '{"body":{"a":["b"]}}' }] },
    };
    const hasty = sources.create({ ...wanted, eventSourceArn: await queue('hasty', '10') });
    await expect(hasty).rejects.toThrow(
      'Queue visibility timeout: 10 seconds is less than Function timeout: 30 seconds',
    );
    const source = await sources.create(wanted);
    expect(await sources.drift(source)).toEqual([]);
    await lambda.send(
      new UpdateEventSourceMappingCommand({
        UUID: source.id,
        BatchSize: 10,
        Enabled: false,
        FunctionResponseTypes: [],
        ScalingConfig: {},
        FilterCriteria: { Filters: [] },
      }),
    );
    expect(await sources.drift(source)).toEqual([
      'batchSize',
      'enabled',
      'filterCriteria',
      'functionResponseTypes',
      'scalingConfig',
    ]);
    const repaired = await reset('EventSourceMapping', source, wanted);
    expect(await sources.drift(repaired)).toEqual([]);
    const { batchSize: _size, ...silent } = wanted;
    const without = await sources.update(await sources.update(repaired, { ...wanted, batchSize: 10 }), { ...silent });
    expect(await sources.drift(without)).toEqual([]);
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID: source.id, BatchSize: 7 }));
    expect(await sources.drift(without)).toEqual(['batchSize']);
    await sources.remove(without);
    expect(await sources.drift(without)).toBeNull();
  });

  test('R37: a big batch without a window is refused', () => {
    const wanted = { eventSourceArn: `arn:aws:sqs:${region}:${account}:x`, functionName: 'parent', batchSize: 11 };
    expect(() => engine('EventSourceMapping').checked(wanted)).toThrow(
      'greater than 0 if maximum batch size is greater than 10',
    );
  });

  test('R40: a permission is what its statement says, and gone with it', async () => {
    const permissions = engine('Permission');
    const wanted = {
      function: 'parent',
      statementId: 'topic',
      action: 'lambda:InvokeFunction',
      principal: 'sns.amazonaws.com',
      sourceArn: `arn:aws:sns:${region}:${account}:x`,
      sourceAccount: account,
    };
    const permission = await permissions.create(wanted);
    expect(await permissions.drift(permission)).toEqual([]);
    expect(permissions.planned(permission, { ...wanted, function: arn })).toEqual([]);
    expect(permissions.planned(permission, { ...wanted, principal: 's3.amazonaws.com' })).toEqual(['principal!']);
    expect((await permissions.imported('parent/topic'))?.inputs).toEqual(expect.objectContaining(wanted));
    await lambda.send(new RemovePermissionCommand({ FunctionName: 'parent', StatementId: 'topic' }));
    expect(await permissions.drift(permission)).toBeNull();
    await permissions.remove(permission);
  });
});
