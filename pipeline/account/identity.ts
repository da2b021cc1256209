/** Who we are in AWS, and becoming somebody else there. */
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ConfigurationError, EngineError } from '../errors.ts';
import type { ProcessEnvironment } from '../engine/surroundings.ts';
import { clientConfiguration, profileVariable } from './clientConfiguration.ts';
import { errorCode, reasonOf } from './sdkError.ts';

export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

/**
 * The identity that these variables give. Fails with `ConfigurationError` when they give none: no such profile, a session that
 * has ended, keys that AWS does not know.
 *
 * @param expectedAccount named in the advice, for a person with one profile an account
 */
export async function callerIdentity(
  environment: ProcessEnvironment,
  expectedAccount?: string,
): Promise<CallerIdentity> {
  const client = new STSClient(clientConfiguration(environment));
  try {
    const { Account, Arn, UserId } = await client.send(new GetCallerIdentityCommand({}));
    return { account: Account ?? '', arn: Arn ?? '', userId: UserId ?? '' };
  } catch (cause) {
    throw identityError(environment, expectedAccount, cause);
  } finally {
    client.destroy();
  }
}

/** The identity, if it is in this account. Fails with `ConfigurationError` naming profile, expected and found account. */
export async function requireAccount(environment: ProcessEnvironment, account: string): Promise<CallerIdentity> {
  const identity = await callerIdentity(environment, account);
  if (identity.account === account) return identity;
  throw new ConfigurationError(
    `${sourceOf(environment)}: expected account ${account}, found ${identity.account} (${identity.arn})`,
    {
      advice: `Choose the profile of account ${account}: AWS_PROFILE=... , and check it with aws sts get-caller-identity.`,
    },
  );
}

/**
 * Variables that make a process this role, for an hour: role chaining allows no longer session. Fails with `EngineError` when
 * the role may not be assumed.
 *
 * @param sessionName appears in CloudTrail as who did it; anything AWS does not allow in it becomes `-`
 */
export async function assumeRole(
  environment: ProcessEnvironment,
  roleArn: string,
  sessionName: string,
): Promise<ProcessEnvironment> {
  const client = new STSClient(clientConfiguration(environment));
  const RoleSessionName = sessionName.replace(/[^\w+=,.@-]/gu, '-').slice(0, 64);
  try {
    const { Credentials } = await client.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName }));
    return become(environment, Credentials ?? {}, roleArn);
  } catch (cause) {
    if (isIdentityProblem(cause)) throw identityError(environment, undefined, cause);
    throw new EngineError(`${roleArn} could not be assumed by ${sourceOf(environment)}: ${reasonOf(cause)}`, {
      cause,
      advice: 'Its trust policy must name the caller, and the caller must be allowed sts:AssumeRole on it.',
    });
  } finally {
    client.destroy();
  }
}

interface IssuedCredentials {
  readonly AccessKeyId?: string | undefined;
  readonly SecretAccessKey?: string | undefined;
  readonly SessionToken?: string | undefined;
}

function become(environment: ProcessEnvironment, issued: IssuedCredentials, roleArn: string): ProcessEnvironment {
  const { AccessKeyId, SecretAccessKey, SessionToken } = issued;
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw new EngineError(`${roleArn}: STS gave no credentials`);
  const { AWS_PROFILE: _profile, [profileVariable]: _from, ...rest } = environment;
  return {
    ...rest,
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    AWS_SESSION_TOKEN: SessionToken,
  };
}

const unusable = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
]);

/** Whether AWS was never asked, or did not know who asks. */
export const isIdentityProblem = (error: unknown): boolean => unusable.has(errorCode(error));

/** That these variables give no identity, with the command that gives one; an EngineError when AWS could not be asked. */
export function identityError(environment: ProcessEnvironment, account: string | undefined, cause: unknown) {
  const wanted = account === undefined ? '' : ` (account ${account} is expected)`;
  const message = `${sourceOf(environment)} gives no usable AWS identity${wanted}: ${reasonOf(cause)}`;
  if (!isIdentityProblem(cause)) return new EngineError(message, { cause });
  const profile = environment[profileVariable] || environment['AWS_PROFILE'];
  const advice = !profile
    ? 'Set AWS_PROFILE to a profile of that account, and log in: aws sso login --profile PROFILE'
    : `Log in: aws sso login --profile ${profile} (a profile without SSO: aws configure --profile ${profile})`;
  return new ConfigurationError(message, { cause, advice });
}

function sourceOf(environment: ProcessEnvironment): string {
  const keys = environment['AWS_ACCESS_KEY_ID'] && environment['AWS_SECRET_ACCESS_KEY'];
  if (keys && environment[profileVariable] === undefined) return 'AWS_ACCESS_KEY_ID';
  const profile = environment[profileVariable] ?? environment['AWS_PROFILE'];
  return !profile ? 'the default AWS profile' : `the AWS profile ${profile}`;
}
