/**
 * What the nightly check may read of what bootstrap made. Reads only: whoever changes these things is an administrator and has
 * no role of ours. Sources as in `providerActions.ts`.
 */
import { bootstrapNames } from '../names.ts';
import { allow, policy, type PolicyDocument, type Statement } from './document.ts';
import { hubOf, replicaRegionOf, type Landscape, type LandscapeEnvironment } from './landscape.ts';
import { oidcProviderArn } from './trust.ts';

/** By Pulumi type token: the file of the real provider, and the calls of its read. A type of bootstrap that is missing here fails a test. */
export const bootstrapReads: Readonly<Record<string, { readonly source: string; readonly read: readonly string[] }>> = {
  'aws:iam/role:Role': {
    source: 'iam/role.go',
    read: ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'],
  },
  'aws:iam/rolePolicy:RolePolicy': { source: 'iam/role_policy.go', read: ['iam:GetRolePolicy'] },
  'aws:iam/policy:Policy': { source: 'iam/policy.go', read: ['iam:GetPolicy', 'iam:GetPolicyVersion'] },
  'aws:iam/openIdConnectProvider:OpenIdConnectProvider': {
    source: 'iam/openid_connect_provider.go',
    read: ['iam:GetOpenIDConnectProvider'],
  },
  'aws:cloudwatch/eventRule:EventRule': {
    source: 'events/rule.go',
    read: ['events:DescribeRule', 'events:ListTagsForResource'],
  },
  'aws:cloudwatch/eventTarget:EventTarget': { source: 'events/target.go', read: ['events:ListTargetsByRule'] },
  'aws:kms/key:Key': {
    source: 'kms/key.go',
    read: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListResourceTags'],
  },
  'aws:kms/alias:Alias': { source: 'kms/alias.go', read: ['kms:ListAliases'] },
  // Each of them, used or not: one that is refused fails the read of the bucket.
  'aws:s3/bucket:Bucket': {
    source: 's3/bucket.go',
    read: [
      's3:GetAccelerateConfiguration',
      's3:GetBucketAcl',
      's3:GetBucketCORS',
      's3:GetBucketLogging',
      's3:GetBucketObjectLockConfiguration',
      's3:GetBucketPolicy',
      's3:GetBucketRequestPayment',
      's3:GetBucketTagging',
      's3:GetBucketVersioning',
      's3:GetBucketWebsite',
      's3:GetEncryptionConfiguration',
      's3:GetLifecycleConfiguration',
      's3:GetReplicationConfiguration',
      's3:ListBucket',
      's3:ListTagsForResource',
    ],
  },
  'aws:s3/bucketPolicy:BucketPolicy': { source: 's3/bucket_policy.go', read: ['s3:GetBucketPolicy'] },
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': {
    source: 's3/bucket_public_access_block.go',
    read: ['s3:GetBucketPublicAccessBlock'],
  },
  'aws:s3/bucketReplicationConfig:BucketReplicationConfig': {
    source: 's3/bucket_replication_configuration.go',
    read: ['s3:GetReplicationConfiguration'],
  },
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': {
    source: 's3/bucket_server_side_encryption_configuration.go',
    read: ['s3:GetEncryptionConfiguration'],
  },
  'aws:s3/bucketVersioning:BucketVersioning': { source: 's3/bucket_versioning.go', read: ['s3:GetBucketVersioning'] },
};

/** What may hang on a role or a key though nobody declared it (R40). */
const undeclaredChildren = ['iam:ListInstanceProfilesForRole', 'kms:ListGrants'];

/** Every read of these services but the named, on these resources. */
const reads = (type: RegExp): readonly string[] =>
  [
    ...Object.entries(bootstrapReads).flatMap(([token, { read }]) => (type.test(token) ? read : [])),
    ...undeclaredChildren.filter((action) => type.test(action.startsWith('iam:') ? 'aws:iam/role' : 'aws:kms/key')),
  ].filter((action, index, all) => all.indexOf(action) === index);

/** Reads of one account: its own roles and boundary, and in the hub all that is there once. */
export function readBootstrap(landscape: Landscape, { account, region }: LandscapeEnvironment): PolicyDocument {
  const hub = hubOf(landscape);
  const isHub = account === hub.account;
  const iam = (resource: string) => `arn:aws:iam::${account}:${resource}`;
  const roles = [
    iam('role/payments-spoke-*'),
    ...(isHub
      ? [
          iam('role/payments-entry-*'),
          iam(`role/${bootstrapNames.replicationRole}`),
          iam(`role/${bootstrapNames.breakGlassAlarm}`),
        ]
      : []),
  ];
  return policy(
    allow('Roles', reads(/^aws:iam\/role/), roles),
    allow('Boundary', reads(/^aws:iam\/policy:/), [iam(`policy/${bootstrapNames.boundary}`)]),
    ...(isHub ? ofHub(account, [region, replicaRegionOf(landscape)]) : []),
  );
}

function ofHub(account: string, regions: readonly string[]): readonly Statement[] {
  const buckets = [bootstrapNames.stateBucket(account), bootstrapNames.stateReplica(account)];
  const ofState = { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': buckets.map((bucket) => `alias/${bucket}`) } };
  const keys = regions.map((region) => `arn:aws:kms:${region}:${account}:key/*`);
  return [
    allow(
      'BreakGlassAlarm',
      reads(/^aws:cloudwatch\/event/),
      regions.slice(0, 1).map((region) => `arn:aws:events:${region}:${account}:rule/${bootstrapNames.breakGlassAlarm}`),
    ),
    allow('Identity', reads(/^aws:iam\/openId/), [oidcProviderArn(account)]),
    allow(
      'StateBuckets',
      reads(/^aws:s3\//),
      buckets.map((bucket) => `arn:aws:s3:::${bucket}`),
    ),
    allow('StateKeys', reads(/^aws:kms\/key/), keys, ofState),
    allow('StateAliases', reads(/^aws:kms\/alias/), ['*'], { StringEquals: { 'aws:RequestedRegion': regions } }),
  ];
}
