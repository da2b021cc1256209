import {
  DeleteBucketEncryptionCommand,
  GetBucketEncryptionCommand,
  PutBucketEncryptionCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { ServerSideEncryption, ServerSideEncryptionRule } from '@aws-sdk/client-s3';
import { flagOf, objectOf, objectsOf, present, textOf } from '../inputValues.ts';
import type { Inputs } from '../resourceType.ts';
import { bucketPart } from './bucketPart.ts';

export const bucketEncryption = bucketPart({
  token: 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
  source: 'internal/service/s3/bucket_server_side_encryption_configuration.go, schema',
  required: ['bucket', 'rules'],
  served: ['bucket', 'rules'],
  sets: ['rules'],
  missing: ['ServerSideEncryptionConfigurationNotFoundError'],
  check: (inputs) => (objectsOf(inputs, 'rules') ?? []).flatMap(ruleProblems),
  put: (Bucket, inputs, session) => {
    const Rules = (objectsOf(inputs, 'rules') ?? []).map(toRule);
    return session
      .client(S3Client)
      .send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
  },
  async get(Bucket, session) {
    const answer = await session.client(S3Client).send(new GetBucketEncryptionCommand({ Bucket }));
    return { rules: (answer.ServerSideEncryptionConfiguration?.Rules ?? []).map(fromRule) };
  },
  /** The bucket falls back to keys of S3, never to no encryption. */
  remove: (Bucket, _outputs, session) => session.client(S3Client).send(new DeleteBucketEncryptionCommand({ Bucket })),
});

function ruleProblems(rule: Inputs, index: number): (readonly [string, string])[] {
  const algorithm = objectOf(rule, 'applyServerSideEncryptionByDefault');
  const key = algorithm?.['kmsMasterKeyId'];
  if (key !== undefined && algorithm?.['sseAlgorithm'] === 'AES256') {
    return [[`rules[${index}].applyServerSideEncryptionByDefault.kmsMasterKeyId`, 'needs the algorithm aws:kms']];
  }
  if (rule['blockedEncryptionTypes'] === undefined) return [];
  return [[`rules[${index}].blockedEncryptionTypes`, 'the sandbox does not serve this property']];
}

function toRule(rule: Inputs): ServerSideEncryptionRule {
  const algorithm = objectOf(rule, 'applyServerSideEncryptionByDefault');
  return {
    ...(algorithm === undefined
      ? {}
      : {
          ApplyServerSideEncryptionByDefault: {
            SSEAlgorithm: textOf(algorithm, 'sseAlgorithm') as ServerSideEncryption,
            KMSMasterKeyID: textOf(algorithm, 'kmsMasterKeyId') || undefined,
          },
        }),
    BucketKeyEnabled: flagOf(rule, 'bucketKeyEnabled') ?? false,
  };
}

function fromRule({
  ApplyServerSideEncryptionByDefault: algorithm,
  BucketKeyEnabled,
}: ServerSideEncryptionRule): Inputs {
  const { SSEAlgorithm: sseAlgorithm, KMSMasterKeyID: kmsMasterKeyId } = algorithm ?? {};
  return present({
    applyServerSideEncryptionByDefault:
      algorithm && present({ sseAlgorithm, kmsMasterKeyId: kmsMasterKeyId || undefined }),
    bucketKeyEnabled: BucketKeyEnabled ?? false,
  });
}
