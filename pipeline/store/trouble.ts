import { reasonOf } from '../account/sdkError.ts';
import { isIdentityProblem } from '../account/identity.ts';
import { ConfigurationError, EngineError } from '../errors.ts';

/** What S3 says when it does not answer a request, as an error that names the bucket and the way on. */
export function trouble(bucket: string, cause: unknown): Error {
  const reason = reasonOf(cause);
  if (/NoSuchBucket/.test(reason)) {
    return new ConfigurationError(`the state bucket "${bucket}" does not exist (NoSuchBucket)`, {
      cause,
      advice: 'Set PULUMI_BACKEND_URL to the state bucket that bootstrap printed, or make one: npm run bootstrap',
    });
  }
  if (isIdentityProblem(cause)) {
    return new EngineError(`the state bucket "${bucket}" does not know who asks: ${reason}`, {
      cause,
      advice: 'The session has ended: log in again, then run the same command.',
    });
  }
  return new EngineError(`the state bucket "${bucket}" could not be reached: ${reason}`, {
    cause,
    advice: 'When it answers again, run the same command: it goes on from there.',
  });
}
