/** The bucket that holds the state of all stacks, releases, promotions and evidence, its copy in a second region, and their keys. */
import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';

import { bootstrapNames } from '../names.ts';
import type { Account } from './account.ts';
import type { BucketPolicy } from './document.ts';
import type { LandscapeEnvironment } from './landscape.ts';
import { replicaBucketPolicy, stateBucketPolicy } from './stateBucket.ts';

interface Vault {
  readonly bucket: aws.s3.Bucket;
  readonly versioning: aws.s3.BucketVersioning;
  readonly key: aws.kms.Key;
}

/** @param replica makes resources in the second region of the same account */
export function createState({ account }: LandscapeEnvironment, original: Account, replica: Account): Vault {
  const [name, copyName] = [bootstrapNames.stateBucket(account), bootstrapNames.stateReplica(account)];
  const vault = createVault('state', name, original, { account, policy: stateBucketPolicy(name) });
  const copy = createVault('state-replica', copyName, replica, { account, policy: replicaBucketPolicy(copyName) });
  replicate(vault, copy, account, original.provider);
  return vault;
}

/** Deletions stay here: what somebody removed is still in the copy. What was there before the copy is brought over by hand, once. */
function replicate(from: Vault, to: Vault, account: string, provider: aws.Provider): void {
  new aws.s3.BucketReplicationConfig(
    'state',
    {
      bucket: from.bucket.bucket,
      role: `arn:aws:iam::${account}:role/${bootstrapNames.replicationRole}`,
      rules: [
        {
          id: 'everything',
          status: 'Enabled',
          priority: 1,
          filter: { prefix: '' },
          deleteMarkerReplication: { status: 'Disabled' },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
          destination: { bucket: to.bucket.arn, encryptionConfiguration: { replicaKmsKeyId: to.key.arn } },
        },
      ],
    },
    { provider, parent: from.bucket, dependsOn: [from.versioning, to.versioning] },
  );
}

interface Owned {
  readonly account: string;
  readonly policy: BucketPolicy;
}

/** A bucket that keeps every version, encrypted with a key of its own, closed to the public. */
function createVault(name: string, bucketName: string, { provider, written, adopt }: Account, owned: Owned): Vault {
  const key = createKey(name, `alias/${bucketName}`, owned.account, { provider, adopt });
  const bucket = new aws.s3.Bucket(
    name,
    // Object lock must be there from the start; only evidence is written with a retention.
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
  new aws.s3.BucketPolicy(
    name,
    { bucket: bucket.bucket, policy: JSON.stringify(written.bucketPolicy(owned.policy)) },
    // S3 refuses two configuration changes of one bucket at once.
    { ...inBucket, dependsOn: [versioning, closed] },
  );
  return { bucket, versioning, key };
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
  account: string,
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
      description: 'State of the payment stacks, and the secrets in it',
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: JSON.stringify({ Version: '2012-10-17', Statement: [decides] }),
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
