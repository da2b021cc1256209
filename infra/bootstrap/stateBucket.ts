/** What the state bucket itself enforces, whoever asks: TLS, releases and evidence that are written once, and evidence that is kept. */
import type { BucketPolicy, Condition } from './document.ts';

/** The copy is written by S3 itself, so that it needs no rule of writing once. */
export const replicaBucketPolicy = (bucket: string): BucketPolicy => ({
  Version: '2012-10-17',
  Statement: overTls(bucket),
});

export const stateBucketPolicy = (bucket: string): BucketPolicy => ({
  Version: '2012-10-17',
  Statement: [
    ...overTls(bucket),
    // Conditional writes are enforced by the bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
    deny('WrittenOnce', 's3:PutObject', [`arn:aws:s3:::${bucket}/releases/*`, `arn:aws:s3:::${bucket}/evidence/*`], {
      Null: { 's3:if-none-match': 'true' },
    }),
    deny('EvidenceIsKept', 's3:PutObject', `arn:aws:s3:::${bucket}/evidence/*`, {
      Null: { 's3:object-lock-mode': 'true' },
    }),
  ],
});

export function overTls(bucket: string): BucketPolicy['Statement'] {
  const everything = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
  return [
    deny('OnlyTls', 's3:*', everything, { Bool: { 'aws:SecureTransport': 'false' } }),
    deny('OnlyNewTls', 's3:*', everything, { NumericLessThan: { 's3:TlsVersion': '1.2' } }),
  ];
}

const deny = (Sid: string, Action: string, Resource: string | readonly string[], Condition: Condition) =>
  ({ Sid, Effect: 'Deny', Principal: '*', Action, Resource, Condition }) as const;
