/** The bucket that holds the state of all stacks, releases, promotions and evidence, and the key that encrypts it. */
import * as aws from '@pulumi/aws';

import { bootstrapNames } from '../names.ts';
import type { LandscapeEnvironment } from './landscape.ts';
import { stateKeyAlias } from './stateAccess.ts';
import type { Account } from './program.ts';
import { stateBucketPolicy } from './stateBucket.ts';

interface State {
  readonly bucket: aws.s3.Bucket;
  readonly key: aws.kms.Key;
}

export function createStateBucket({ account }: LandscapeEnvironment, { provider, written, adopt }: Account): State {
  const name = bootstrapNames.stateBucket(account);
  const key = createKey(account, provider, adopt);
  const bucket = new aws.s3.Bucket(
    'state',
    // Object lock must be there from the start; only evidence is written with a retention.
    { bucket: name, objectLockEnabled: true },
    { provider, protect: true, ...adopt('aws:s3/bucket:Bucket', 'state') },
  );
  const inBucket = { provider, parent: bucket };
  const versioning = new aws.s3.BucketVersioning(
    'state',
    { bucket: bucket.bucket, versioningConfiguration: { status: 'Enabled' } },
    inBucket,
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    'state',
    {
      bucket: bucket.bucket,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn },
          bucketKeyEnabled: true,
        },
      ],
    },
    inBucket,
  );
  const closed = new aws.s3.BucketPublicAccessBlock(
    'state',
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    inBucket,
  );
  new aws.s3.BucketPolicy(
    'state',
    { bucket: bucket.bucket, policy: JSON.stringify(written.bucketPolicy(stateBucketPolicy(name))) },
    // S3 refuses two configuration changes of one bucket at once.
    { ...inBucket, dependsOn: [versioning, closed] },
  );
  return { bucket, key };
}

/** Its policy leaves decisions to IAM in the hub: entry roles are held to the encryption context of their stacks there. */
function createKey(account: string, provider: aws.Provider, adopt: Account['adopt']): aws.kms.Key {
  const key = new aws.kms.Key(
    'state',
    {
      description: 'State of the payment stacks, and the secrets in it',
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'IamOfTheHubDecides',
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${account}:root` },
            Action: 'kms:*',
            Resource: '*',
          },
        ],
      }),
    },
    { provider, protect: true, ...adopt('aws:kms/key:Key', 'state') },
  );
  new aws.kms.Alias(
    'state',
    { name: stateKeyAlias(account), targetKeyId: key.keyId },
    { provider, parent: key, ...adopt('aws:kms/alias:Alias', 'state') },
  );
  return key;
}
