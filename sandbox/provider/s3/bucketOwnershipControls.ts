import {
  DeleteBucketOwnershipControlsCommand,
  GetBucketOwnershipControlsCommand,
  PutBucketOwnershipControlsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { ObjectOwnership } from '@aws-sdk/client-s3';
import { objectOf, textOf } from '../inputValues.ts';
import { bucketPart } from './bucketPart.ts';

export const bucketOwnershipControls = bucketPart({
  token: 'aws:s3/bucketOwnershipControls:BucketOwnershipControls',
  source: 'internal/service/s3/bucket_ownership_controls.go, schema',
  required: ['bucket', 'rule'],
  served: ['bucket', 'rule'],
  missing: ['OwnershipControlsNotFoundError'],
  put(Bucket, inputs, session) {
    const ObjectOwnership = textOf(objectOf(inputs, 'rule') ?? {}, 'objectOwnership') as ObjectOwnership;
    const OwnershipControls = { Rules: [{ ObjectOwnership }] };
    return session.client(S3Client).send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
  },
  async get(Bucket, session) {
    const answer = await session.client(S3Client).send(new GetBucketOwnershipControlsCommand({ Bucket }));
    return { rule: { objectOwnership: answer.OwnershipControls?.Rules?.[0]?.ObjectOwnership } };
  },
  remove: (Bucket, _outputs, session) =>
    session.client(S3Client).send(new DeleteBucketOwnershipControlsCommand({ Bucket })),
});
