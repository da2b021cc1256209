/** The bucket that holds the state of all stacks, releases, promotions and evidence, its copy in a second region, and their keys. */
import * as aws from '@pulumi/aws';

import { bootstrapNames } from '../names.ts';
import type { Account } from './account.ts';
import type { LandscapeEnvironment } from './landscape.ts';
import { replicaBucketPolicy, stateBucketPolicy } from './stateBucket.ts';
import { createVault, keyDescriptions, type Vault } from './vault.ts';

/** @param replica makes resources in the second region of the same account */
export function createState({ account }: LandscapeEnvironment, original: Account, replica: Account): Vault {
  const [name, copyName] = [bootstrapNames.stateBucket(account), bootstrapNames.stateReplica(account)];
  const held = { account, description: keyDescriptions.state };
  const vault = createVault('state', name, original, { ...held, policy: stateBucketPolicy(name) });
  const copy = createVault('state-replica', copyName, replica, { ...held, policy: replicaBucketPolicy(copyName) });
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
