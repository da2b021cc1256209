/** The role that S3 takes on to copy the state bucket to the second region. */
import { bootstrapNames } from '../names.ts';
import { allow, policy, type Statement } from './document.ts';
import { hubOf, replicaRegionOf, type Landscape } from './landscape.ts';
import type { Role } from './roles.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html */
export function replicationRole(landscape: Landscape): Role {
  const { account, region } = hubOf(landscape);
  const from = `arn:aws:s3:::${bootstrapNames.stateBucket(account)}`;
  const to = `arn:aws:s3:::${bootstrapNames.stateReplica(account)}`;
  return {
    account,
    name: bootstrapNames.replicationRole,
    description: 'S3 copies the state bucket to the second region',
    trust: {
      Version: '2012-10-17',
      // Nobody of another account can hand it to S3: that needs iam:PassRole here.
      Statement: [{ Sid: 'S3', Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    policies: {
      replicate: policy(
        allow('Source', ['s3:GetReplicationConfiguration', 's3:ListBucket'], [from]),
        allow(
          'Versions',
          [
            's3:GetObjectLegalHold',
            's3:GetObjectRetention',
            's3:GetObjectVersionAcl',
            's3:GetObjectVersionForReplication',
            's3:GetObjectVersionTagging',
          ],
          [`${from}/*`],
        ),
        // Not s3:ReplicateDelete: what is removed here stays there.
        allow('Copies', ['s3:ReplicateObject', 's3:ReplicateTags'], [`${to}/*`]),
        withKey('Open', 'kms:Decrypt', account, region, bootstrapNames.stateBucket(account)),
        withKey('Close', 'kms:Encrypt', account, replicaRegionOf(landscape), bootstrapNames.stateReplica(account)),
      ),
    },
  };
}

/** The key of a bucket, for S3 in its region and for nothing else. */
const withKey = (sid: string, action: string, account: string, region: string, bucket: string): Statement =>
  allow(sid, [action], [`arn:aws:kms:${region}:${account}:key/*`], {
    'ForAnyValue:StringEquals': { 'kms:ResourceAliases': [`alias/${bucket}`] },
    StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
  });
