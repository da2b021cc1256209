import {
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { BucketVersioningStatus } from '@aws-sdk/client-s3';
import { orNull, refusal } from '../absence.ts';
import { objectOf, textOf } from '../inputValues.ts';
import type { Inputs, Session } from '../resourceType.ts';
import { bucketPart } from './bucketPart.ts';

const statusOf = (properties: Inputs) => textOf(objectOf(properties, 'versioningConfiguration') ?? {}, 'status');

export const bucketVersioning = bucketPart({
  token: 'aws:s3/bucketVersioning:BucketVersioning',
  source: 'internal/service/s3/bucket_versioning.go, schema',
  required: ['bucket', 'versioningConfiguration'],
  served: ['bucket', 'versioningConfiguration'],
  missing: [],
  check(inputs) {
    const configuration = objectOf(inputs, 'versioningConfiguration');
    const status = configuration?.['status'];
    const known = typeof status !== 'string' || ['Enabled', 'Suspended', 'Disabled'].includes(status);
    return [
      ...(known
        ? []
        : [['versioningConfiguration.status', `expected Enabled, Suspended or Disabled, got "${status}"`] as const]),
      ...(configuration?.['mfaDelete'] === 'Enabled'
        ? [
            [
              'versioningConfiguration.mfaDelete',
              'the sandbox cannot hold this property; it can only be used on AWS',
            ] as const,
          ]
        : []),
    ];
  },
  async put(Bucket, inputs, session) {
    const Status = statusOf(inputs);
    const current = (await read(Bucket, session)).status;
    // A bucket that never had versions needs no call, and there is no way back to that state.
    if (Status === current) return;
    if (Status === 'Disabled') throw refusal('InvalidBucketState', 'versioning can be suspended, not disabled');
    await set(Bucket, Status as BucketVersioningStatus, session);
  },
  get: async (Bucket, session) => ({ versioningConfiguration: await read(Bucket, session) }),
  /** Versions stay: removing the resource only suspends, and not where Object Lock holds them. */
  async remove(Bucket, outputs, session) {
    if (statusOf(outputs) === 'Disabled') return;
    await orNull(['InvalidBucketState'], () => set(Bucket, 'Suspended', session));
  },
});

/** The emulator suspends versions that Object Lock holds; AWS does not. */
async function set(Bucket: string, Status: BucketVersioningStatus, session: Session): Promise<void> {
  const client = session.client(S3Client);
  if (Status === 'Suspended') {
    const none = ['ObjectLockConfigurationNotFoundError'];
    const lock = await orNull(none, () => client.send(new GetObjectLockConfigurationCommand({ Bucket })));
    const message =
      'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.';
    if (lock !== null) throw refusal('InvalidBucketState', message);
  }
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
}

async function read(Bucket: string, session: Session): Promise<{ status: string }> {
  const answer = await session.client(S3Client).send(new GetBucketVersioningCommand({ Bucket }));
  return { status: answer.Status ?? 'Disabled' };
}
