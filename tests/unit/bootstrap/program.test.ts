import { setTimeout as sleep } from 'node:timers/promises';
import * as pulumi from '@pulumi/pulumi';
import { describe, expect, test } from '@jest/globals';

import { bootstrapReads } from '../../../infra/bootstrap/bootstrapReads.ts';
import { replicaRegionOf } from '../../../infra/bootstrap/landscape.ts';
import { bootstrap, bootstrapOrder } from '../../../infra/bootstrap/program.ts';
import { allRoles, boundaries } from '../../../infra/bootstrap/roles.ts';
import { landscape, prod } from './landscape.ts';

interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  readonly provider: string;
}

/** @param onMade a resource is there from now on, and what depends on it may be made */
async function record(environment: string, onMade?: (name: string) => void): Promise<Registered[]> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks({
    call: ({ token }) => {
      throw new Error(`bootstrap calls ${token}: it has to be a pure function of the landscape`);
    },
    newResource: async ({ type, name, inputs, provider = '' }) => {
      if (type !== 'pulumi:pulumi:Stack')
        registered.push({ type, name, inputs: inputs as Record<string, unknown>, provider });
      if (onMade !== undefined) {
        // As AWS does, it takes its time.
        await sleep(5);
        onMade(name);
      }
      return {
        id: `${name}-id`,
        state: { ...(inputs as Record<string, unknown>), arn: `arn:${name}`, keyId: 'key-id' },
      };
    },
  });
  await pulumi.runtime.runInPulumiStack(() => Promise.resolve(bootstrap({ landscape, environment })));
  await pulumi.runtime.disconnect();
  return registered;
}

const listed = (resources: readonly Registered[]) => resources.map(({ type, name }) => `${type} ${name}`).sort();
const found = (resources: readonly Registered[], type: string, name: string) =>
  resources.find((it) => it.type === type && it.name === name)?.inputs;

describe('the bootstrap program', () => {
  test('R11: an account below the hub gets its provider, its boundary and its five spokes, and nothing else', async () => {
    const resources = await record('staging');
    expect(listed(resources)).toEqual([
      'aws:iam/policy:Policy payments-boundary',
      'aws:iam/role:Role payments-spoke-deploy',
      'aws:iam/role:Role payments-spoke-inspect',
      'aws:iam/role:Role payments-spoke-operate',
      'aws:iam/role:Role payments-spoke-read',
      'aws:iam/role:Role payments-spoke-smoke',
      'aws:iam/rolePolicy:RolePolicy payments-spoke-deploy-data',
      'aws:iam/rolePolicy:RolePolicy payments-spoke-deploy-network',
      'aws:iam/rolePolicy:RolePolicy payments-spoke-deploy-never',
      'aws:iam/rolePolicy:RolePolicy payments-spoke-deploy-processing',
      'aws:iam/rolePolicy:RolePolicy payments-spoke-inspect-bootstrap',
      'aws:iam/rolePolicy:RolePolicy payments-spoke-operate-operate',
      'aws:iam/rolePolicy:RolePolicy payments-spoke-read-read',
      'aws:iam/rolePolicy:RolePolicy payments-spoke-smoke-smoke',
      'pulumi:providers:aws account',
    ]);
    expect(found(resources, 'pulumi:providers:aws', 'account')).toMatchObject({
      region: 'us-west-2',
      allowedAccountIds: JSON.stringify(['222222222222']),
    });
    expect(resources.filter(({ type, provider }) => type.startsWith('aws:') && !provider.includes('account'))).toEqual(
      [],
    );
  });

  test('R11: the hub also gets the OIDC provider, the entry roles, and the state bucket with its key', async () => {
    const resources = await record('prod');
    const beyond = listed(resources).filter((it) => !/spoke|boundary|providers/.test(it));
    const vaults = ['state', 'state-replica', 'trail'];
    expect(beyond).toEqual([
      'aws:cloudtrail/trail:Trail trail',
      'aws:cloudwatch/eventRule:EventRule break-glass',
      'aws:cloudwatch/eventTarget:EventTarget break-glass',
      'aws:iam/openIdConnectProvider:OpenIdConnectProvider github',
      ...['break-glass', 'deploy-dev', 'deploy-prod', 'deploy-staging', 'observe', 'person', 'preview', 'release'].map(
        (it) => `aws:iam/role:Role payments-entry-${it}`,
      ),
      'aws:iam/role:Role payments-state-replication',
      ...['deploy-prod', 'deploy-staging', 'read', 'release'].map(
        (it) => `aws:iam/rolePolicy:RolePolicy payments-entry-break-glass-${it}`,
      ),
      ...['deploy-dev', 'deploy-prod', 'deploy-staging', 'observe'].map(
        (it) => `aws:iam/rolePolicy:RolePolicy payments-entry-${it}-entry`,
      ),
      ...['deploy-dev', 'read', 'release'].map((it) => `aws:iam/rolePolicy:RolePolicy payments-entry-person-${it}`),
      ...['preview', 'release'].map((it) => `aws:iam/rolePolicy:RolePolicy payments-entry-${it}-entry`),
      'aws:iam/rolePolicy:RolePolicy payments-state-replication-replicate',
      'aws:kms/alias:Alias state',
      'aws:kms/alias:Alias state-replica',
      'aws:kms/alias:Alias trail',
      ...vaults.map((name) => `aws:kms/key:Key ${name}`),
      ...vaults.map((name) => `aws:s3/bucket:Bucket ${name}`),
      'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration trail',
      ...vaults.map((name) => `aws:s3/bucketPolicy:BucketPolicy ${name}`),
      ...vaults.map((name) => `aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock ${name}`),
      'aws:s3/bucketReplicationConfig:BucketReplicationConfig state',
      ...vaults.map(
        (name) => `aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration ${name}`,
      ),
      ...vaults.map((name) => `aws:s3/bucketVersioning:BucketVersioning ${name}`),
    ]);
    expect(found(resources, 'aws:iam/openIdConnectProvider:OpenIdConnectProvider', 'github')).toEqual({
      url: 'https://token.actions.githubusercontent.com',
      clientIdLists: ['sts.amazonaws.com'],
    });
  });

  test('R11: the state bucket is versioned, encrypted, closed, TLS only, takes releases and evidence once, and keeps evidence', async () => {
    const resources = await record('prod');
    const of = (type: string) => found(resources, type, 'state');
    expect(of('aws:s3/bucket:Bucket')).toEqual({ bucket: 'payments-state-333333333333', objectLockEnabled: true });
    expect(of('aws:s3/bucketVersioning:BucketVersioning')).toMatchObject({
      versioningConfiguration: { status: 'Enabled' },
    });
    expect(of('aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration')).toMatchObject({
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: 'arn:state' },
          bucketKeyEnabled: true,
        },
      ],
    });
    expect(of('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock')).toEqual({
      bucket: 'payments-state-333333333333',
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const { Statement } = JSON.parse(String(of('aws:s3/bucketPolicy:BucketPolicy')?.policy)) as {
      Statement: { Sid: string; Effect: string; Action: string; Resource: unknown; Condition: unknown }[];
    };
    expect(Statement.map(({ Sid, Effect, Action, Condition }) => [Sid, Effect, Action, Condition])).toEqual([
      ['OnlyTls', 'Deny', 's3:*', { Bool: { 'aws:SecureTransport': 'false' } }],
      ['OnlyNewTls', 'Deny', 's3:*', { NumericLessThan: { 's3:TlsVersion': '1.2' } }],
      ['WrittenOnce', 'Deny', 's3:PutObject', { Null: { 's3:if-none-match': 'true' } }],
      ['EvidenceIsKept', 'Deny', 's3:PutObject', { Null: { 's3:object-lock-mode': 'true' } }],
    ]);
    const [once, kept] = Statement.slice(-2).map(({ Resource }) => Resource);
    const evidence = 'arn:aws:s3:::payments-state-333333333333/evidence/*';
    expect(once).toEqual(['arn:aws:s3:::payments-state-333333333333/releases/*', evidence]);
    expect(kept).toBe(evidence);
    expect(of('aws:kms/key:Key')).toMatchObject({ enableKeyRotation: true, deletionWindowInDays: 30 });
    // The pipeline's secrets provider names the key by this alias (pipeline/engine/aws.ts).
    expect(of('aws:kms/alias:Alias')).toEqual({ name: 'alias/payments-state-333333333333', targetKeyId: 'key-id' });
  });

  test('R15: whoever becomes the break-glass role is told of in the operations topic of the hub', async () => {
    const resources = await record('prod');
    const rule = found(resources, 'aws:cloudwatch/eventRule:EventRule', 'break-glass');
    expect(JSON.parse(String(rule?.eventPattern))).toEqual({
      source: ['aws.sts'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: {
        eventName: ['AssumeRole'],
        requestParameters: { roleArn: ['arn:aws:iam::333333333333:role/payments-entry-break-glass'] },
      },
    });
    expect(rule?.state).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
    const target = found(resources, 'aws:cloudwatch/eventTarget:EventTarget', 'break-glass');
    expect(target).toMatchObject({
      rule: 'payments-break-glass-alarm',
      arn: 'arn:aws:sns:eu-west-1:333333333333:payments-prod-operations',
    });
    // AWS: with a role, deliveries to an encrypted topic may fail.
    expect(target).not.toHaveProperty('roleArn');
  });

  test('R15: calls in the hub are recorded where CloudTrail alone writes, and only for this trail', async () => {
    const resources = await record('prod');
    const arn = 'arn:aws:cloudtrail:eu-west-1:333333333333:trail/payments-management-events';
    expect(found(resources, 'aws:cloudtrail/trail:Trail', 'trail')).toEqual({
      ...{ name: 'payments-management-events', s3BucketName: 'payments-trail-333333333333', kmsKeyId: 'arn:trail' },
      ...{ isMultiRegionTrail: true, enableLogFileValidation: true },
    });
    const statements = (type: string) =>
      (JSON.parse(String(found(resources, type, 'trail')?.policy)) as { Statement: Record<string, unknown>[] })
        .Statement;
    const allowed = [...statements('aws:s3/bucketPolicy:BucketPolicy'), ...statements('aws:kms/key:Key')]
      .filter(({ Effect, Sid }) => Effect === 'Allow' && Sid !== 'IamOfTheHubDecides')
      .map(({ Principal, Action, Resource, Condition }) => [Principal, Action, Resource, Condition]);
    const [service, ours] = [{ Service: 'cloudtrail.amazonaws.com' }, { 'aws:SourceArn': arn }];
    const bucket = 'arn:aws:s3:::payments-trail-333333333333';
    expect(allowed).toEqual([
      [service, 's3:GetBucketAcl', bucket, { StringEquals: ours }],
      [
        ...[service, 's3:PutObject', `${bucket}/AWSLogs/333333333333/*`],
        { StringEquals: { ...ours, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      ],
      [
        ...[service, 'kms:GenerateDataKey*', '*'],
        { StringEquals: { ...ours, 'kms:EncryptionContext:aws:cloudtrail:arn': arn } },
      ],
      [service, ['kms:Decrypt', 'kms:DescribeKey'], '*', { StringEquals: ours }],
    ]);
  });

  test('R11: the copy of the state bucket is in a second region, kept as well, and no deletion reaches it', async () => {
    const resources = await record('prod');
    const of = (type: string) => found(resources, type, 'state-replica');
    expect(found(resources, 'pulumi:providers:aws', 'replica')).toMatchObject({
      region: 'eu-central-1',
      allowedAccountIds: JSON.stringify(['333333333333']),
    });
    const elsewhere = resources.filter(({ provider }) => provider.includes('::replica::'));
    expect(new Set(elsewhere.map(({ name }) => name))).toEqual(new Set(['state-replica']));
    expect(of('aws:s3/bucket:Bucket')).toEqual({
      bucket: 'payments-state-333333333333-replica',
      objectLockEnabled: true,
    });
    expect(of('aws:s3/bucketVersioning:BucketVersioning')).toMatchObject({
      versioningConfiguration: { status: 'Enabled' },
    });
    const policy = JSON.parse(String(of('aws:s3/bucketPolicy:BucketPolicy')?.policy)) as {
      Statement: { Sid: string }[];
    };
    expect(policy.Statement.map(({ Sid }) => Sid)).toEqual(['OnlyTls', 'OnlyNewTls']);
    expect(found(resources, 'aws:s3/bucketReplicationConfig:BucketReplicationConfig', 'state')).toEqual({
      bucket: 'payments-state-333333333333',
      role: 'arn:aws:iam::333333333333:role/payments-state-replication',
      rules: [
        {
          ...{ id: 'everything', status: 'Enabled', priority: 1, filter: { prefix: '' } },
          deleteMarkerReplication: { status: 'Disabled' },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
          destination: {
            bucket: 'arn:state-replica',
            encryptionConfiguration: { replicaKmsKeyId: 'arn:state-replica' },
          },
        },
      ],
    });
  });

  test.each([
    ['eu-west-1', 'eu-central-1'],
    ['us-east-1', 'us-west-2'],
    // Where AWS has no second one on the continent: the first region that the configuration names besides.
    ['sa-east-1', 'us-east-1'],
  ])('R11: the copy of a bucket in %s is in %s', (hub, replica) => {
    const environments = landscape.environments.map((it) => (it === prod ? { ...it, region: hub } : it));
    expect(replicaRegionOf({ environments })).toBe(replica);
  });

  test.each(['dev', 'staging', 'prod'])(
    'R21: in %s every role and boundary is exactly the one of the tables',
    async (environment) => {
      const resources = await record(environment);
      const account = landscape.environments.find((it) => it.environment === environment)?.account;
      for (const role of allRoles(landscape).filter((it) => it.account === account)) {
        const made = found(resources, 'aws:iam/role:Role', role.name);
        expect(JSON.parse(String(made?.assumeRolePolicy))).toEqual(role.trust);
        expect(made).toMatchObject({ name: role.name, maxSessionDuration: 3600 });
        for (const [name, document] of Object.entries(role.policies)) {
          const inline = found(resources, 'aws:iam/rolePolicy:RolePolicy', `${role.name}-${name}`);
          expect([inline?.role, inline?.name, JSON.parse(String(inline?.policy))]).toEqual([role.name, name, document]);
        }
      }
      const [boundary] = boundaries(landscape).filter((it) => it.account === account);
      const made = found(resources, 'aws:iam/policy:Policy', 'payments-boundary');
      expect(JSON.parse(String(made?.policy))).toEqual(boundary?.document);
    },
  );

  test('R21: the reading role is given what the real provider reads of every type that bootstrap makes, each with its source', async () => {
    const types = (await record('prod')).map(({ type }) => type).filter((type) => type.startsWith('aws:'));
    expect(Object.keys(bootstrapReads).sort()).toEqual([...new Set(types)].sort());
    for (const { source, read } of Object.values(bootstrapReads)) {
      expect(source).toMatch(/^[a-z0-9]+\/\w+\.go$/);
      expect(read.filter((action) => !/^\w+:(?:Describe|Get|List)\w+$/.test(action))).toEqual([]);
    }
  });

  test('R11: the hub is bootstrapped first, because AWS checks that the roles which spokes trust exist', () => {
    expect(bootstrapOrder(landscape)[0]).toBe(prod);
    expect(bootstrapOrder(landscape).length).toBe(3);
  });

  test('R11: within the hub, spokes wait for the roles that they trust', async () => {
    const made: string[] = [];
    await record('prod', (name) => made.push(name));
    const roles = made.filter((name) => /^payments-(entry|spoke)-[a-z]+(-[a-z]+)?$/.test(name));
    const firstSpoke = roles.findIndex((name) => name.startsWith('payments-spoke-'));
    const entries = allRoles(landscape).filter(({ name }) => name.startsWith('payments-entry-'));
    for (const { name } of entries) expect([name, roles.slice(0, firstSpoke).includes(name)]).toEqual([name, true]);
  });
});
