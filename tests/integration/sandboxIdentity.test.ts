import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, DescribeTableCommand, GetItemCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateVpcCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateRoleCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { DeleteFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { entryRoles, spokeRoles } from '../../infra/bootstrap/roles.ts';
import { assumeEntryRole, unsignedToken } from '../../sandbox/identity.ts';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import type { Purpose } from '../../pipeline/engine/surroundings.ts';
import { openStore } from '../../pipeline/store/open.ts';
import { evidenceKeptDays } from '../../pipeline/store/retention.ts';
import { dev, prod, staging } from '../unit/bootstrap/landscape.ts';

let folder = '';
let sandbox: Sandbox;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  sandbox = await startSandbox({ folder, detached: false, environments: [dev, staging, prod] });
}, 60_000);

afterAll(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true });
}, 30_000);

type Variables = Readonly<Record<string, string>>;

/** Options of a client that acts with these variables, in a region. */
const as = (variables: Variables, region = variables.AWS_REGION ?? '') => ({
  region,
  endpoint: sandbox.endpoint,
  maxAttempts: 1,
  credentials: {
    accessKeyId: variables.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: variables.AWS_SECRET_ACCESS_KEY ?? '',
    ...(variables.AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: variables.AWS_SESSION_TOKEN }),
  },
});

/** `ok`, `denied`, or the error's name: a refusal for another reason must not pass for one by IAM. */
async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    const name = (error as Error).name;
    return /^(AccessDenied|AccessDeniedException|AuthorizationError|AuthorizationErrorException|UnauthorizedOperation|Forbidden)$/.test(
      name,
    )
      ? 'denied'
      : name;
  }
}

async function spoke(purpose: Purpose, role: string, account: string): Promise<Variables> {
  const entry = await sandbox.surroundings.credentials(purpose);
  const RoleArn = `arn:aws:iam::${account}:role/${role}`;
  const { Credentials } = await new STSClient(as(entry)).send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }),
  );
  return {
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: Credentials?.SessionToken ?? '',
  };
}

const purposes = ['preview', 'observe', 'release', 'deploy-dev', 'deploy-staging', 'deploy-prod'] as const;

describe('tokens', () => {
  const subject = (context: string) => `repo:example/payments-gitops:${context}`;
  const enter = (role: string, claims: Parameters<typeof unsignedToken>[0]) =>
    assumeEntryRole(sandbox.endpoint, sandbox.landscape, `payments-entry-${role}`, unsignedToken(claims));

  test('R21: each subject opens its own entry role and is refused every other one', async () => {
    const contexts: Record<string, string> = {
      preview: 'pull_request',
      observe: 'ref:refs/heads/main',
      release: 'ref:refs/heads/main',
      'deploy-dev': 'environment:dev',
      'deploy-staging': 'environment:staging',
      'deploy-prod': 'environment:prod',
    };
    const opened: string[] = [];
    for (const [from, context] of Object.entries(contexts)) {
      for (const role of purposes) {
        const result = await enter(role, { sub: subject(context) }).then(
          () => true,
          () => false,
        );
        if (result) opened.push(`${from} -> ${role}`);
      }
    }
    // The emulator does not see the workflow, which tells release from observe on AWS.
    expect(opened).toEqual([
      'preview -> preview',
      'observe -> observe', 'observe -> release', 'release -> observe', 'release -> release',
      'deploy-dev -> deploy-dev', 'deploy-staging -> deploy-staging', 'deploy-prod -> deploy-prod',
    ]); // prettier-ignore
  });

  test.each([
    ['another audience', { sub: 'repo:example/payments-gitops:environment:prod', aud: 'https://github.com/example' }],
    ['another issuer', { sub: 'repo:example/payments-gitops:environment:prod', iss: 'https://mallory.example.com' }],
    ['another repository', { sub: 'repo:mallory/payments-gitops:environment:prod' }],
    ['another case', { sub: 'repo:example/payments-gitops:environment:Prod' }],
    ['no subject', { sub: '' }],
  ])('R21: %s is refused, with an error that names the role', async (_, claims) => {
    const refusal = { name: 'EngineError', message: expect.stringContaining('payments-entry-deploy-prod') };
    await expect(enter('deploy-prod', claims)).rejects.toMatchObject(refusal);
  });

  test('R21: no signature and no key is needed, and the session is the role in the hub', async () => {
    const variables = await sandbox.surroundings.credentials('observe');
    const { Arn } = await new STSClient(as(variables)).send(new GetCallerIdentityCommand({}));
    expect(Arn).toMatch(/^arn:aws:sts::333333333333:assumed-role\/payments-entry-observe\//);
    expect(variables).toMatchObject({
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    expect(await sandbox.surroundings.credentials('observe')).toEqual(variables);
  });

  test('R37: an environment that does not exist is refused by name', async () => {
    await expect(sandbox.surroundings.credentials('deploy-qa')).rejects.toMatchObject({
      name: 'ConfigurationError',
      exitCode: 64,
    });
  });
});

describe('from role to role', () => {
  test('R11: each entry role reaches exactly its own spokes', async () => {
    const places = [dev, staging, prod];
    const targets = [
      ...entryRoles(sandbox.landscape),
      ...places.flatMap((place) => spokeRoles(sandbox.landscape, place)),
    ].map(({ account, name }) => ({ account, name }));
    const reached: Record<string, string[]> = {};
    for (const purpose of purposes) {
      const sts = new STSClient(as(await sandbox.surroundings.credentials(purpose)));
      for (const { account, name } of targets) {
        const RoleArn = `arn:aws:iam::${account}:role/${name}`;
        const result = await outcome(sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' })));
        expect(['ok', 'denied']).toContain(result);
        if (result === 'ok') (reached[purpose] ??= []).push(`${name} ${account}`);
      }
    }
    const reads = [
      'payments-spoke-read 111111111111',
      'payments-spoke-read 222222222222',
      'payments-spoke-read 333333333333',
    ];
    // What bootstrap made is not for code of a pull request.
    const looks = reads.flatMap((read) => [read, read.replace('-read ', '-inspect ')]);
    const writes = (account: string) => [
      `payments-spoke-deploy ${account}`,
      `payments-spoke-read ${account}`,
      `payments-spoke-smoke ${account}`,
    ];
    expect(reached).toEqual({
      preview: reads,
      observe: looks,
      'deploy-dev': writes('111111111111'),
      // A gate asks for the alarms of the environment below.
      'deploy-staging': ['payments-spoke-read 111111111111', ...writes('222222222222')],
      'deploy-prod': ['payments-spoke-read 222222222222', ...writes('333333333333')],
    });
  }, 60_000);

  test('R17: the smoke purpose is the smoke role of that environment, in its region', async () => {
    const variables = await sandbox.surroundings.credentials('smoke-staging');
    expect(variables.AWS_REGION).toBe('us-west-2');
    const { Arn } = await new STSClient(as(variables)).send(new GetCallerIdentityCommand({}));
    expect(Arn).toMatch(/^arn:aws:sts::222222222222:assumed-role\/payments-spoke-smoke\//);
  });
});

describe('state keys', () => {
  const Bucket = 'payments-state-333333333333';
  const keys = ['.pulumi/stacks/payments/dev.json', '.pulumi/stacks/payments/staging.json', '.pulumi/stacks/payments/prod.json', 'releases/a/release.json', 'promotions/staging.json', 'evidence/staging/1.json', 'leases/staging.json', 'elsewhere']; // prettier-ignore

  test('R6: deploy-staging writes its own keys, reads what is below, and nothing of prod', async () => {
    const root = new S3Client({ ...as(sandbox.rootCredentials('prod')), forcePathStyle: true });
    for (const Key of keys) await root.send(new PutObjectCommand({ Bucket, Key, Body: '{}' }));
    const s3 = new S3Client({ ...as(await sandbox.surroundings.credentials('deploy-staging')), forcePathStyle: true });
    const table: Record<string, string> = {};
    for (const Key of keys) {
      const put = await outcome(s3.send(new PutObjectCommand({ Bucket, Key, Body: '{}' })));
      const get = await outcome(s3.send(new GetObjectCommand({ Bucket, Key })));
      const remove = await outcome(s3.send(new DeleteObjectCommand({ Bucket, Key })));
      table[Key] = [get === 'ok' ? 'r' : '', put === 'ok' ? 'w' : '', remove === 'ok' ? 'd' : ''].join('');
      expect([put, get, remove].filter((result) => result !== 'ok' && result !== 'denied')).toEqual([]);
    }
    expect(table).toEqual({
      '.pulumi/stacks/payments/dev.json': 'r',
      '.pulumi/stacks/payments/staging.json': 'rwd',
      '.pulumi/stacks/payments/prod.json': '',
      'releases/a/release.json': 'r',
      'promotions/staging.json': 'rw',
      'evidence/staging/1.json': 'rw',
      'leases/staging.json': 'rwd',
      elsewhere: '',
    });
  });

  test('R41: evidence that a deployment wrote stays for a year, whoever removes the version, and a lease goes', async () => {
    const { surroundings } = sandbox;
    const store = openStore(surroundings.stateBackend, await surroundings.credentials('deploy-staging'));
    const [evidence, lease] = ['evidence/staging/kept.start.json', 'leases/staging.json'];
    const body = new TextEncoder().encode('{}');
    expect((await store.create(evidence, body)).status).toBe('written');
    expect((await store.create(evidence, body)).status).toBe('conflict');
    const root = new S3Client({ ...as(sandbox.rootCredentials('prod')), forcePathStyle: true });
    const written = await root.send(new HeadObjectCommand({ Bucket, Key: evidence }));
    const kept = (written.ObjectLockRetainUntilDate?.getTime() ?? 0) - Date.now();
    expect([written.ObjectLockMode, Math.round(kept / 86_400_000)]).toEqual(['GOVERNANCE', evidenceKeptDays]);
    const remove = (Key: string, VersionId: string | undefined) =>
      outcome(root.send(new DeleteObjectCommand({ Bucket, Key, VersionId })));
    expect(await remove(evidence, written.VersionId)).toBe('denied');
    const before = await store.read(lease);
    const held = before === null ? await store.create(lease, body) : await store.replace(lease, body, before.version);
    expect(held.status).toBe('written');
    const { VersionId } = await root.send(new HeadObjectCommand({ Bucket, Key: lease }));
    expect(await remove(lease, VersionId)).toBe('ok');
  });
});

describe('what the spokes may do in an account', () => {
  const { region, account } = prod;

  /** One write of every service that the program uses. */
  const writesOf = (variables: Variables): Record<string, () => Promise<unknown>> => {
    const options = as(variables, region);
    const tags = { 'payments:environment': 'prod' };
    return {
      dynamodb: () => new DynamoDBClient(options).send(new UpdateTableCommand({ TableName: 'payments-prod-payments', DeletionProtectionEnabled: false })),
      ec2: () => new EC2Client(options).send(new CreateVpcCommand({ CidrBlock: '10.99.0.0/24' })),
      iam: () => new IAMClient(options).send(new CreateRoleCommand({ RoleName: 'payments-prod-test', AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}' })),
      kms: () => new KMSClient(options).send(new CreateKeyCommand({ Tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })) })),
      lambda: () => new LambdaClient(options).send(new DeleteFunctionCommand({ FunctionName: 'payments-prod-processor' })),
      logs: () => new CloudWatchLogsClient(options).send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/payments-prod-processor', tags })),
      cloudwatch: () => new CloudWatchClient(options).send(new PutMetricAlarmCommand({ AlarmName: 'payments-prod-test', ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1, MetricName: 'Errors', Namespace: 'AWS/Lambda', Period: 60, Statistic: 'Sum', Threshold: 1 })),
      sns: () => new SNSClient(options).send(new CreateTopicCommand({ Name: 'payments-prod-outcomes' })),
      sqs: () => new SQSClient(options).send(new CreateQueueCommand({ QueueName: 'payments-prod-ingest' })),
    };
  }; // prettier-ignore

  const results = async (variables: Variables) => {
    const entries = Object.entries(writesOf(variables)).map(
      async ([service, write]) => [service, await outcome(write())] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  };

  test('R20: the read-only spoke is refused one write of every service, and reads', async () => {
    const reader = await spoke('preview', 'payments-spoke-read', account);
    expect(new Set(Object.values(await results(reader)))).toEqual(new Set(['denied']));
    expect(await outcome(new EC2Client(as(reader, region)).send(new DescribeVpcsCommand({})))).toBe('ok');
    expect(
      await outcome(new IAMClient(as(reader, region)).send(new GetRoleCommand({ RoleName: 'payments-prod-none' }))),
    ).toBe('NoSuchEntityException');
  });

  test('R20: the read-only spoke is refused payments and messages, and may look at the table itself', async () => {
    const reader = await spoke('observe', 'payments-spoke-read', account);
    const dynamodb = new DynamoDBClient(as(reader, region));
    expect(
      await outcome(
        dynamodb.send(new GetItemCommand({ TableName: 'payments-prod-payments', Key: { pk: { S: 'x' } } })),
      ),
    ).toBe('denied');
    expect(await outcome(dynamodb.send(new DescribeTableCommand({ TableName: 'payments-prod-payments' })))).toBe(
      'ResourceNotFoundException',
    );
    const QueueUrl = `${sandbox.endpoint}/${account}/payments-prod-ingest`;
    expect(await outcome(new SQSClient(as(reader, region)).send(new ReceiveMessageCommand({ QueueUrl })))).toBe(
      'denied',
    );
    expect(
      await outcome(
        new LambdaClient(as(reader, region)).send(new InvokeCommand({ FunctionName: 'payments-prod-processor' })),
      ),
    ).toBe('denied');
  });

  test("R21: the deploy spoke may do all of those writes in its own region, and none under another environment's names", async () => {
    const deployer = await spoke('deploy-prod', 'payments-spoke-deploy', account);
    const done = await results(deployer);
    expect(Object.values(done).filter((result) => result === 'denied')).toEqual([]);
    expect(done).toMatchObject({ ec2: 'ok', iam: 'ok', kms: 'ok', logs: 'ok', cloudwatch: 'ok', sns: 'ok', sqs: 'ok' });
    expect(
      await outcome(new EC2Client(as(deployer, 'us-east-1')).send(new CreateVpcCommand({ CidrBlock: '10.99.0.0/24' }))),
    ).toBe('denied');
    expect(
      await outcome(
        new SQSClient(as(deployer, region)).send(new CreateQueueCommand({ QueueName: 'payments-staging-ingest' })),
      ),
    ).toBe('denied');
  });

  test('R21: deploy-prod is refused every change to entry roles, spokes and state, by entry role and by spoke', async () => {
    const trust = { PolicyDocument: '{"Version":"2012-10-17","Statement":[]}' };
    for (const variables of [
      await sandbox.surroundings.credentials('deploy-prod'),
      await spoke('deploy-prod', 'payments-spoke-deploy', account),
    ]) {
      const iam = new IAMClient(as(variables, 'us-east-1'));
      for (const RoleName of ['payments-entry-preview', 'payments-entry-deploy-prod', 'payments-spoke-read']) {
        expect(await outcome(iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, ...trust })))).toBe('denied');
        expect(await outcome(iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'x', ...trust })))).toBe(
          'denied',
        );
      }
    }
    const s3 = new S3Client({
      ...as(await spoke('deploy-prod', 'payments-spoke-deploy', account), region),
      forcePathStyle: true,
    });
    const state = { Bucket: 'payments-state-333333333333', Key: '.pulumi/stacks/payments/prod.json' };
    expect(await outcome(s3.send(new PutObjectCommand({ ...state, Body: '{}' })))).toBe('denied');
  });

  test('R17: the smoke spoke sends to the ingest queue and reads the table, and does nothing else', async () => {
    const smoke = await sandbox.surroundings.credentials('smoke-prod');
    const QueueUrl = `${sandbox.endpoint}/${account}/payments-prod-ingest`;
    expect(await outcome(new SQSClient(as(smoke)).send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' })))).toBe(
      'ok',
    );
    expect(await outcome(new SQSClient(as(smoke)).send(new ReceiveMessageCommand({ QueueUrl })))).toBe('denied');
    expect(new Set(Object.values(await results(smoke)))).toEqual(new Set(['denied']));
  });
});
