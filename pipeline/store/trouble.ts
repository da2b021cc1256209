import { errorCode, reasonOf } from '../account/sdkError.ts';
import { isIdentityProblem } from '../account/identity.ts';
import { ConfigurationError, EngineError } from '../errors.ts';

/** S3's own codes for a session that has ended or a key that is no more. */
const unknownToS3: ReadonlySet<string> = new Set(['InvalidAccessKeyId', 'InvalidToken']);

/** What S3 says when it does not answer a request, as an error that names the bucket and the way on. */
export function trouble(bucket: string, cause: unknown): Error {
  const reason = reasonOf(cause);
  if (/NoSuchBucket/.test(reason)) {
    return new ConfigurationError(`the state bucket "${bucket}" does not exist (NoSuchBucket)`, {
      cause,
      advice: 'Set PULUMI_BACKEND_URL to the state bucket that bootstrap printed, or make one: npm run bootstrap',
    });
  }
  if (/missing Object ?Lock ?Configuration/i.test(reason)) {
    return new ConfigurationError(
      `the state bucket "${bucket}" has no object lock, so that evidence could be removed`,
      {
        cause,
        advice: `Nothing was changed. An administrator of the hub turns it on: aws s3api put-object-lock-configuration --bucket ${bucket} --object-lock-configuration ObjectLockEnabled=Enabled`,
      },
    );
  }
  if (isIdentityProblem(cause) || unknownToS3.has(errorCode(cause))) {
    return new EngineError(`the state bucket "${bucket}" does not know who asks: ${reason}`, {
      cause,
      advice: 'The session has ended: log in again, then run the same command.',
    });
  }
  if (errorCode(cause) === 'RequestTimeTooSkewed') {
    return new EngineError(`the state bucket "${bucket}" refuses the time of this machine: ${reason}`, {
      cause,
      advice: 'Its clock is more than 15 minutes wrong: set it, then run the same command.',
    });
  }
  return new EngineError(`the state bucket "${bucket}" could not be reached: ${reason}`, {
    cause,
    advice: 'When it answers again, run the same command: it goes on from there.',
  });
}
