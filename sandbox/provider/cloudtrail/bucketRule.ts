/** What CloudTrail tries before it takes a trail, where the emulator takes any: whether it may write into the bucket. */
import { GetBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { orNull, refusal } from '../absence.ts';
import { requiredText } from '../inputValues.ts';
import { isJson } from '../policyDocument.ts';
import type { Inputs, Session } from '../resourceType.ts';

const needed = ['s3:GetBucketAcl', 's3:PutObject'] as const;

interface Allowance {
  readonly Effect?: string;
  readonly Principal?: { readonly Service?: string | readonly string[] };
  readonly Action?: string | readonly string[];
}

export async function checkBucket(inputs: Inputs, session: Session): Promise<void> {
  const s3 = session.asAws?.(S3Client);
  if (s3 === undefined) return;
  const Bucket = requiredText(inputs, 's3BucketName');
  const answer = await orNull(['NoSuchBucketPolicy'], () => s3.send(new GetBucketPolicyCommand({ Bucket })));
  const { Statement = [] } = (isJson(answer?.Policy) ? JSON.parse(answer?.Policy ?? '') : {}) as {
    readonly Statement?: readonly Allowance[];
  };
  const allowed = Statement.filter(
    ({ Effect, Principal }) => Effect === 'Allow' && [Principal?.Service].flat().includes('cloudtrail.amazonaws.com'),
  ).flatMap(({ Action }) => Action ?? []);
  if (needed.every((action) => allowed.includes(action))) return;
  throw refusal('InsufficientS3BucketPolicyException', `Incorrect S3 bucket policy is detected for bucket: ${Bucket}`);
}
