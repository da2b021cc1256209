/** Every role against every state key and one write of every service. A cell is a letter: allowed, or nothing. */
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, PutItemCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { SQSClient, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { LandscapeEnvironment } from '../../../infra/bootstrap/landscape.ts';
import { deployedBy } from '../../../infra/bootstrap/people.ts';
import { allRoles } from '../../../infra/bootstrap/roles.ts';
import { arns, bootstrapNames, names } from '../../../infra/names.ts';
import { assumeRole } from '../../../pipeline/account/identity.ts';
import type { ProcessEnvironment } from '../../../pipeline/engine/surroundings.ts';
import type { Sandbox } from '../../../sandbox/index.ts';

const entries = [
  ...(['preview', 'observe', 'release', 'deploy-dev', 'deploy-staging', 'deploy-prod'] as const),
  ...(['person', 'break-glass'] as const),
] as const;

export const stateKeys = [
  ...['dev', 'staging', 'prod'].map((stack) => `.pulumi/stacks/payments/${stack}.json`),
  ...['dev', 'staging', 'prod'].map((stack) => `.pulumi/locks/organization/payments/${stack}/x.json`),
  ...['dev', 'staging', 'prod'].flatMap((it) => [
    `promotions/${it}.json`,
    `leases/${it}.json`,
    `evidence/${it}/1.json`,
  ]),
  'releases/x/release.json',
  '.pulumi/stacks/payments/bootstrap-prod.json',
  'elsewhere',
] as const;

/**
 * By role and key: `r`ead, `w`rite, `d`elete, or an error that is no refusal. Cells without any are left out. Of the spokes, those of
 * the hub's account: the emulator keeps buckets apart by account, so the others would not even find it.
 */
export async function stateMatrix(sandbox: Sandbox): Promise<Record<string, Record<string, string>>> {
  const Bucket = bootstrapNames.stateBucket('333333333333');
  const root = new S3Client({ ...as(sandbox.rootCredentials('prod')), forcePathStyle: true });
  const before = new Map<string, Uint8Array>();
  const matrix: Record<string, Record<string, string>> = {};
  for (const Key of stateKeys) before.set(Key, (await bodyOf(root, Bucket, Key)) ?? new TextEncoder().encode('{}'));
  const hub = sandbox.landscape.environments.filter(({ environment }) => environment === 'prod');
  const spokes = await Promise.all(hub.map((place) => spokesOf(sandbox, place)));
  const roles = [...(await entered(sandbox)), ...spokes.flat()].map(
    ([name, it]) => [name, new S3Client({ ...as(it), forcePathStyle: true })] as const,
  );
  // Keys side by side; on one key a role after the other, because each finds what the one before left.
  await Promise.all(
    stateKeys.map(async (Key) => {
      const Body = before.get(Key) ?? new Uint8Array();
      for (const [name, s3] of roles) {
        await root.send(new PutObjectCommand({ Bucket, Key, Body }));
        const cell = [
          await letter('r', s3.send(new GetObjectCommand({ Bucket, Key }))),
          await letter('w', s3.send(new PutObjectCommand({ Bucket, Key, Body }))),
          await letter('d', s3.send(new DeleteObjectCommand({ Bucket, Key }))),
        ].join('');
        if (cell !== '') (matrix[name] ??= {})[Key] = cell;
      }
      await root.send(new PutObjectCommand({ Bucket, Key, Body }));
    }),
  );
  return matrix;
}

/** The spoke roles of one account, entered by the way that is open. */
async function spokesOf(sandbox: Sandbox, place: Place): Promise<readonly [string, ProcessEnvironment][]> {
  const spokes = [
    ['spoke-deploy', `deploy-${place.environment}`, bootstrapNames.deploySpoke],
    ['spoke-read', 'observe', bootstrapNames.readSpoke],
    ['spoke-inspect', 'observe', bootstrapNames.inspectSpoke],
    ['spoke-smoke', `deploy-${place.environment}`, bootstrapNames.smokeSpoke],
    ['spoke-operate', deployedBy(place), bootstrapNames.operateSpoke],
  ] as const;
  const roles: [string, ProcessEnvironment][] = [];
  for (const [name, purpose, role] of spokes) {
    const entry = await sandbox.surroundings.credentials(purpose);
    const arn = `arn:aws:iam::${place.account}:role/${role}`;
    roles.push([`${place.environment} ${name}`, await assumeRole(entry, arn, 'matrix')]);
  }
  return roles;
}

/** Every role tries to become every role there is: how often, and by role which ones it became (`ACCOUNT/ROLE`). */
export async function climbs(
  sandbox: Sandbox,
): Promise<{ readonly tried: number; readonly reached: Readonly<Record<string, readonly string[]>> }> {
  const targets = allRoles(sandbox.landscape);
  const spokes = await Promise.all(sandbox.landscape.environments.map((place) => spokesOf(sandbox, place)));
  const rows = await Promise.all(
    [...(await entered(sandbox)), ...spokes.flat()].map(async ([from, credentials]) => {
      const sts = new STSClient(as(credentials));
      const cells = targets.map(({ account, name }) => {
        const RoleArn = `arn:aws:iam::${account}:role/${name}`;
        return letter(`${account}/${name}`, sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'matrix' })));
      });
      return [from, (await Promise.all(cells)).filter((cell) => cell !== '')] as const;
    }),
  );
  return { tried: rows.length * targets.length, reached: Object.fromEntries(rows) };
}

const entered = (sandbox: Sandbox): Promise<readonly (readonly [string, ProcessEnvironment])[]> =>
  Promise.all(entries.map(async (purpose) => [purpose, await sandbox.surroundings.credentials(purpose)] as const));

/**
 * Which services each role can write to: one call each, on what the program makes in its account, or in any for an entry role. Only dev is deployed; what
 * IAM lets through to something that is not there yet counts as a write.
 */
export async function writeMatrix(sandbox: Sandbox): Promise<Record<string, readonly string[]>> {
  const spokes = await Promise.all(
    sandbox.landscape.environments.map(async (place) =>
      (await spokesOf(sandbox, place)).map(([name, it]) => ({ name, it, place })),
    ),
  );
  const rows = spokes.flat().map(async ({ name, it, place }) => [name, await written(it, place)] as const);
  const entering = (await entered(sandbox)).map(async ([name, it]) => {
    const everywhere = sandbox.landscape.environments.map((place) => written(it, place));
    return [name, [...new Set((await Promise.all(everywhere)).flat())]] as const;
  });
  return Object.fromEntries(await Promise.all([...entering, ...rows]));
}

async function written(credentials: ProcessEnvironment, place: Place): Promise<readonly string[]> {
  const cells = await Promise.all(
    Object.entries(writes(credentials, place)).map(async ([service, call]) => {
      const cell = await letter(service, call());
      return /:.*(NotFound|NonExistent|NoSuchEntity|DoesNotExist)/.test(cell) ? service : cell;
    }),
  );
  return cells.filter((cell) => cell !== '');
}

type Place = LandscapeEnvironment;

function writes(credentials: ProcessEnvironment, place: Place): Record<string, () => Promise<unknown>> {
  const to = { ...as(credentials), region: place.region };
  const [of, arn] = [names(place.environment), arns(place)];
  const QueueUrl = `${credentials['AWS_ENDPOINT_URL'] ?? ''}/${place.account}/${of.ingest}`;
  const nothing = { Effect: 'Deny', Action: 's3:*', Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [nothing] });
  const alarm = { AlarmName: of.alarm('matrix'), MetricName: 'm', Namespace: 'n', EvaluationPeriods: 1, Period: 60 };
  const item = { pk: { S: 'x' }, sk: { S: 'x' } };
  return {
    dynamodb: () => new DynamoDBClient(to).send(new UpdateTableCommand({ TableName: of.table, BillingMode: 'PAY_PER_REQUEST' })),
    records: () => new DynamoDBClient(to).send(new PutItemCommand({ TableName: of.table, Item: item })),
    lambda: () => new LambdaClient(to).send(new PutFunctionConcurrencyCommand({ FunctionName: of.function, ReservedConcurrentExecutions: 1 })),
    sqs: () => new SQSClient(to).send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: '0' } })),
    sns: () => new SNSClient(to).send(new SetTopicAttributesCommand({ TopicArn: arn.outcomes, AttributeName: 'DisplayName', AttributeValue: 'x' })),
    iam: () => new IAMClient(to).send(new PutRolePolicyCommand({ RoleName: of.functionRole, PolicyName: 'matrix', PolicyDocument })),
    'own role': () => new IAMClient(to).send(new PutRolePolicyCommand({ RoleName: bootstrapNames.deploySpoke, PolicyName: 'matrix', PolicyDocument })),
    kms: () => new KMSClient(to).send(new CreateKeyCommand({ Tags: [{ TagKey: 'payments:environment', TagValue: place.environment }] })),
    logs: () => new CloudWatchLogsClient(to).send(new PutRetentionPolicyCommand({ logGroupName: of.functionLogGroup, retentionInDays: 14 })),
    cloudwatch: () => new CloudWatchClient(to).send(new PutMetricAlarmCommand({ ...alarm, Threshold: 1, Statistic: 'Sum', ComparisonOperator: 'GreaterThanThreshold' })),
    ec2: () => new EC2Client(to).send(new CreateVpcCommand({ CidrBlock: '10.99.0.0/20' })),
  }; // prettier-ignore
}

const as = (variables: ProcessEnvironment) => ({
  region: variables['AWS_REGION'] ?? '',
  endpoint: variables['AWS_ENDPOINT_URL'] ?? '',
  maxAttempts: 1,
  credentials: {
    accessKeyId: variables['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: variables['AWS_SECRET_ACCESS_KEY'] ?? '',
    ...(variables['AWS_SESSION_TOKEN'] === undefined ? {} : { sessionToken: variables['AWS_SESSION_TOKEN'] }),
  },
});

async function bodyOf(s3: S3Client, Bucket: string, Key: string): Promise<Uint8Array | null> {
  try {
    return (await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToByteArray()) ?? null;
  } catch (error) {
    if ((error as Error).name === 'NoSuchKey') return null;
    throw error;
  }
}

const refused =
  /^(AccessDenied|AccessDeniedException|AuthorizationError|AuthorizationErrorException|UnauthorizedOperation|Forbidden)$/;

/** A refusal for another reason must not pass for one by IAM. */
async function letter(allowed: string, call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return allowed;
  } catch (error) {
    const { name } = error as Error;
    return refused.test(name) ? '' : `${allowed}:${name}`;
  }
}
