import {
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { flagOf } from '../inputValues.ts';
import { bucketPart } from './bucketPart.ts';

export const bucketPublicAccessBlock = bucketPart({
  token: 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
  source: 'internal/service/s3/bucket_public_access_block.go, schema',
  required: ['bucket'],
  // Without arguments the resource switches off the block that every new bucket has.
  defaults: { blockPublicAcls: false, blockPublicPolicy: false, ignorePublicAcls: false, restrictPublicBuckets: false },
  served: [
    'blockPublicAcls',
    'blockPublicPolicy',
    'bucket',
    'ignorePublicAcls',
    'restrictPublicBuckets',
    'skipDestroy',
  ],
  unread: ['skipDestroy'],
  missing: ['NoSuchPublicAccessBlockConfiguration'],
  put(Bucket, inputs, session) {
    const PublicAccessBlockConfiguration = {
      BlockPublicAcls: flagOf(inputs, 'blockPublicAcls'),
      BlockPublicPolicy: flagOf(inputs, 'blockPublicPolicy'),
      IgnorePublicAcls: flagOf(inputs, 'ignorePublicAcls'),
      RestrictPublicBuckets: flagOf(inputs, 'restrictPublicBuckets'),
    };
    return session.client(S3Client).send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
  },
  async get(Bucket, session) {
    const answer = await session.client(S3Client).send(new GetPublicAccessBlockCommand({ Bucket }));
    const block = answer.PublicAccessBlockConfiguration;
    return {
      blockPublicAcls: block?.BlockPublicAcls ?? false,
      blockPublicPolicy: block?.BlockPublicPolicy ?? false,
      ignorePublicAcls: block?.IgnorePublicAcls ?? false,
      restrictPublicBuckets: block?.RestrictPublicBuckets ?? false,
    };
  },
  async remove(Bucket, outputs, session) {
    if (outputs['skipDestroy'] === true) return;
    await session.client(S3Client).send(new DeletePublicAccessBlockCommand({ Bucket }));
  },
});
