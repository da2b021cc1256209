import { GetObjectLockConfigurationCommand, PutObjectLockConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import type { ObjectLockRetentionMode } from '@aws-sdk/client-s3';
import { numberOf, objectOf, present, textOf } from '../inputValues.ts';
import type { Inputs } from '../resourceType.ts';
import { bucketPart } from './bucketPart.ts';

export const bucketObjectLock = bucketPart({
  token: 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration',
  source: 'internal/service/s3/bucket_object_lock_configuration.go, schema',
  required: ['bucket'],
  defaults: { objectLockEnabled: 'Enabled' },
  replaceOn: ['objectLockEnabled'],
  served: ['bucket', 'objectLockEnabled', 'rule'],
  missing: ['ObjectLockConfigurationNotFoundError'],
  check(inputs) {
    const retention = retentionOf(inputs);
    if (retention === undefined || (retention['days'] === undefined) !== (retention['years'] === undefined)) return [];
    return [['rule.defaultRetention', 'exactly one of days, years is needed']];
  },
  put(Bucket, inputs, session) {
    const retention = retentionOf(inputs);
    const Rule = retention && {
      DefaultRetention: {
        Mode: textOf(retention, 'mode') as ObjectLockRetentionMode | undefined,
        Days: numberOf(retention, 'days'),
        Years: numberOf(retention, 'years'),
      },
    };
    const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled' as const, ...(Rule ? { Rule } : {}) };
    return session.client(S3Client).send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
  },
  async get(Bucket, session) {
    const answer = await session.client(S3Client).send(new GetObjectLockConfigurationCommand({ Bucket }));
    const { ObjectLockEnabled, Rule } = answer.ObjectLockConfiguration ?? {};
    const { Days: days, Mode: mode, Years: years } = Rule?.DefaultRetention ?? {};
    const rule = Rule && { defaultRetention: present({ days, mode, years }) };
    return present({ objectLockEnabled: ObjectLockEnabled, rule });
  },
  /** Object Lock cannot be switched off: only the default retention goes. */
  remove(Bucket, _outputs, session) {
    const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled' as const };
    return session.client(S3Client).send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
  },
});

const retentionOf = (inputs: Inputs): Inputs | undefined =>
  objectOf(objectOf(inputs, 'rule') ?? {}, 'defaultRetention');
