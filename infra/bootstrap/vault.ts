/** A bucket that keeps every version, encrypted with a key of its own, closed to the public. */
import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';

import type { Account } from './account.ts';
import type { BucketPolicy } from './document.ts';

export interface Vault {
  readonly bucket: aws.s3.Bucket;
  readonly versioning: aws.s3.BucketVersioning;
  readonly policy: aws.s3.BucketPolicy;
  readonly key: aws.kms.Key;
}

/** By which a key that a dead run left without an alias is told from another one of bootstrap. */
export const keyDescriptions = {
  state: 'State of the payment stacks, and the secrets in it',
  trail: 'What CloudTrail records of the hub',
} as const;

interface Owned {
  readonly account: string;
  readonly policy: BucketPolicy;
  /** Of the key. */
  readonly description: string;
  /** Statements of the key's policy, for a service of AWS that writes into the bucket. */
  readonly keyUsers?: readonly object[];
}

export function createVault(
  name: string,
  bucketName: string,
  { provider, written, adopt }: Account,
  owned: Owned,
): Vault {
  const key = createKey(name, `alias/${bucketName}`, owned, { provider, adopt });
  const bucket = new aws.s3.Bucket(
    name,
    // Object lock without a default: only evidence is written with a retention (`pipeline/store/retention.ts`).
    { bucket: bucketName, objectLockEnabled: true },
    { provider, protect: true, ...adopt('aws:s3/bucket:Bucket', name) },
  );
  const inBucket = { provider, parent: bucket };
  const versioning = new aws.s3.BucketVersioning(
    name,
    { bucket: bucket.bucket, versioningConfiguration: { status: 'Enabled' } },
    inBucket,
  );
  encrypt(name, bucket, key, inBucket);
  const closed = new aws.s3.BucketPublicAccessBlock(name, { bucket: bucket.bucket, ...allBlocked }, inBucket);
  const policy = new aws.s3.BucketPolicy(
    name,
    { bucket: bucket.bucket, policy: JSON.stringify(written.bucketPolicy(owned.policy)) },
    // S3 refuses two configuration changes of one bucket at once.
    { ...inBucket, dependsOn: [versioning, closed] },
  );
  return { bucket, versioning, policy, key };
}

const allBlocked = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

function encrypt(name: string, bucket: aws.s3.Bucket, key: aws.kms.Key, options: pulumi.CustomResourceOptions): void {
  const withKey = { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn };
  new aws.s3.BucketServerSideEncryptionConfiguration(
    name,
    { bucket: bucket.bucket, rules: [{ applyServerSideEncryptionByDefault: withKey, bucketKeyEnabled: true }] },
    options,
  );
}

/** Its policy leaves decisions to IAM in the hub: entry roles are held to the encryption context of their stacks there. */
function createKey(
  name: string,
  alias: string,
  { account, description, keyUsers = [] }: Owned,
  { provider, adopt }: Pick<Account, 'provider' | 'adopt'>,
): aws.kms.Key {
  const decides = {
    Sid: 'IamOfTheHubDecides',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
  const key = new aws.kms.Key(
    name,
    {
      description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: JSON.stringify({ Version: '2012-10-17', Statement: [decides, ...keyUsers] }),
    },
    { provider, protect: true, ...adopt('aws:kms/key:Key', name) },
  );
  new aws.kms.Alias(
    name,
    { name: alias, targetKeyId: key.keyId },
    { provider, parent: key, ...adopt('aws:kms/alias:Alias', name) },
  );
  return key;
}
