/**
 * What CloudTrail records of the hub. EventBridge hears of calls only where a trail with logging records them, and whoever audits
 * wants them longer than the 90 days of the event history.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
import * as aws from '@pulumi/aws';
import { bootstrapNames } from '../names.ts';
import type { Account } from './account.ts';
import type { BucketPolicy } from './document.ts';
import type { LandscapeEnvironment } from './landscape.ts';
import { overTls } from './stateBucket.ts';
import { createVault, keyDescriptions } from './vault.ts';

const cloudTrail = { Service: 'cloudtrail.amazonaws.com' } as const;

export const trailArn = ({ account, region }: Pick<LandscapeEnvironment, 'account' | 'region'>): string =>
  `arn:aws:cloudtrail:${region}:${account}:trail/${bootstrapNames.trail}`;

/** A year, which card schemes ask for, and a month to notice. */
const keptDays = 400;

export function createTrail(hub: LandscapeEnvironment, account: Account): void {
  const name = bootstrapNames.trailBucket(hub.account);
  const vault = createVault('trail', name, account, {
    ...{ account: hub.account, description: keyDescriptions.trail },
    ...{ policy: trailBucketPolicy(hub), keyUsers: keyUsers(hub) },
  });
  const { provider, adopt } = account;
  new aws.s3.BucketLifecycleConfiguration(
    'trail',
    {
      bucket: vault.bucket.bucket,
      rules: [
        {
          ...{ id: 'kept', status: 'Enabled', filter: { prefix: '' }, expiration: { days: keptDays } },
          noncurrentVersionExpiration: { noncurrentDays: 30 },
        },
      ],
    },
    { provider, parent: vault.bucket, dependsOn: [vault.versioning, vault.policy] },
  );
  new aws.cloudtrail.Trail(
    'trail',
    {
      name: bootstrapNames.trail,
      s3BucketName: vault.bucket.bucket,
      kmsKeyId: vault.key.arn,
      // Changes to IAM are told in us-east-1 alone, wherever the hub is.
      isMultiRegionTrail: true,
      enableLogFileValidation: true,
    },
    // CloudTrail tries the bucket before it makes the trail.
    { provider, dependsOn: [vault.policy], ...adopt('aws:cloudtrail/trail:Trail', 'trail') },
  );
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
function trailBucketPolicy(hub: LandscapeEnvironment): BucketPolicy {
  const bucket = `arn:aws:s3:::${bootstrapNames.trailBucket(hub.account)}`;
  const ours = { 'aws:SourceArn': trailArn(hub) };
  return {
    Version: '2012-10-17',
    Statement: [
      ...overTls(bootstrapNames.trailBucket(hub.account)),
      {
        ...{ Sid: 'CloudTrailLooks', Effect: 'Allow', Principal: cloudTrail },
        ...{ Action: 's3:GetBucketAcl', Resource: bucket, Condition: { StringEquals: ours } },
      },
      {
        ...{ Sid: 'CloudTrailWrites', Effect: 'Allow', Principal: cloudTrail, Action: 's3:PutObject' },
        Resource: `${bucket}/AWSLogs/${hub.account}/*`,
        Condition: { StringEquals: { ...ours, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
    ],
  };
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html */
function keyUsers(hub: LandscapeEnvironment): readonly object[] {
  const ours = { 'aws:SourceArn': trailArn(hub) };
  const [Effect, Principal, Resource] = ['Allow', cloudTrail, '*'];
  return [
    {
      ...{ Sid: 'CloudTrailEncrypts', Effect, Principal, Action: 'kms:GenerateDataKey*', Resource },
      Condition: { StringEquals: { ...ours, 'kms:EncryptionContext:aws:cloudtrail:arn': trailArn(hub) } },
    },
    {
      // Decrypt: because S3 keeps a key of its own for the bucket.
      ...{ Sid: 'CloudTrailLooks', Effect, Principal, Action: ['kms:Decrypt', 'kms:DescribeKey'], Resource },
      Condition: { StringEquals: ours },
    },
  ];
}
