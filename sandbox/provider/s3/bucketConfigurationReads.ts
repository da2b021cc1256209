/**
 * The twelve configurations that the real provider reads with every plain bucket, whether they are used or not: one that is
 * denied fails the read, so that roles must grant them all (internal/service/s3/bucket.go, resourceBucketRead).
 */
import {
  GetBucketAccelerateConfigurationCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketPolicyCommand,
  GetBucketReplicationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { orNull } from '../absence.ts';
import type { Inputs, Session } from '../resourceType.ts';

/** Answers that say "none", of which each configuration has its own. */
const none = [
  'NoSuchBucketPolicy',
  'NoSuchCORSConfiguration',
  'NoSuchLifecycleConfiguration',
  'NoSuchWebsiteConfiguration',
  'ObjectLockConfigurationNotFoundError',
  'ReplicationConfigurationNotFoundError',
  'ServerSideEncryptionConfigurationNotFoundError',
];

export async function configurationOf(bucket: string, session: Session): Promise<Inputs> {
  const client = session.client(S3Client);
  const Bucket = { Bucket: bucket };
  const policy = await orNull(none, () => client.send(new GetBucketPolicyCommand(Bucket)));
  await client.send(new GetBucketAclCommand(Bucket));
  await orNull(none, () => client.send(new GetBucketCorsCommand(Bucket)));
  await orNull(none, () => client.send(new GetBucketWebsiteCommand(Bucket)));
  const versioning = await client.send(new GetBucketVersioningCommand(Bucket));
  await client.send(new GetBucketAccelerateConfigurationCommand(Bucket));
  const payment = await client.send(new GetBucketRequestPaymentCommand(Bucket));
  await client.send(new GetBucketLoggingCommand(Bucket));
  await orNull(none, () => client.send(new GetBucketLifecycleConfigurationCommand(Bucket)));
  await orNull(none, () => client.send(new GetBucketReplicationCommand(Bucket)));
  await orNull(none, () => client.send(new GetBucketEncryptionCommand(Bucket)));
  const lock = await orNull(none, () => client.send(new GetObjectLockConfigurationCommand(Bucket)));
  return {
    policy: policy?.Policy,
    requestPayer: payment.Payer,
    versioning: { enabled: versioning.Status === 'Enabled', mfaDelete: versioning.MFADelete === 'Enabled' },
    objectLockEnabled: lock?.ObjectLockConfiguration?.ObjectLockEnabled === 'Enabled',
  };
}
