/** What the state bucket itself enforces, whoever asks: TLS, and releases that are written once. */
import type { BucketPolicy, Condition } from './document.ts';

export function stateBucketPolicy(bucket: string): BucketPolicy {
  const arn = `arn:aws:s3:::${bucket}`;
  const deny = (Sid: string, Action: string, Resource: string | readonly string[], Condition: Condition) =>
    ({ Sid, Effect: 'Deny', Principal: '*', Action, Resource, Condition }) as const;
  return {
    Version: '2012-10-17',
    Statement: [
      deny('OnlyTls', 's3:*', [arn, `${arn}/*`], { Bool: { 'aws:SecureTransport': 'false' } }),
      deny('OnlyNewTls', 's3:*', [arn, `${arn}/*`], { NumericLessThan: { 's3:TlsVersion': '1.2' } }),
      // Conditional writes are enforced by the bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
      deny('ReleasesAreWrittenOnce', 's3:PutObject', `${arn}/releases/*`, { Null: { 's3:if-none-match': 'true' } }),
    ],
  };
}
