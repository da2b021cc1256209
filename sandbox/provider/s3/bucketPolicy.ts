import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { refusal } from '../absence.ts';
import { policyProblem } from '../iam/policyGrammar.ts';
import { isObject, requiredText, textOf } from '../inputValues.ts';
import { samePolicy } from '../policyDocument.ts';
import { bucketPart } from './bucketPart.ts';

export const bucketPolicy = bucketPart({
  token: 'aws:s3/bucketPolicy:BucketPolicy',
  source: 'internal/service/s3/bucket_policy.go, schema',
  required: ['bucket', 'policy'],
  served: ['bucket', 'policy'],
  missing: ['NoSuchBucketPolicy'],
  equal: (property, left, right) => property === 'policy' && samePolicy(left, right),
  check(inputs) {
    const policy = textOf(inputs, 'policy');
    const problem = policy === undefined ? null : policyProblem(policy, 'resource');
    return problem === null ? [] : [['policy', problem]];
  },
  put(Bucket, inputs, session) {
    const Policy = requiredText(inputs, 'policy');
    refuseForeignResources(Bucket, Policy);
    return session.client(S3Client).send(new PutBucketPolicyCommand({ Bucket, Policy }));
  },
  async get(Bucket, session) {
    return { policy: (await session.client(S3Client).send(new GetBucketPolicyCommand({ Bucket }))).Policy };
  },
  remove: (Bucket, _outputs, session) => session.client(S3Client).send(new DeleteBucketPolicyCommand({ Bucket })),
});

/** A bucket's policy may speak of this bucket only; the emulator takes any resource. */
function refuseForeignResources(bucket: string, policy: string): void {
  const document: unknown = JSON.parse(policy);
  const statements = isObject(document) ? [document['Statement']].flat().filter(isObject) : [];
  const resources = statements
    .flatMap(({ Resource, NotResource }) => [Resource, NotResource].flat())
    .filter((one) => one !== undefined);
  const own = (one: unknown) =>
    one === '*' || one === `arn:aws:s3:::${bucket}` || String(one).startsWith(`arn:aws:s3:::${bucket}/`);
  if (!resources.every(own)) throw refusal('MalformedPolicy', 'Policy has invalid resource');
}
