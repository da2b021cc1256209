import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { ProcessEnvironment } from '../engine/surroundings.ts';

/** The part of an AWS SDK client's configuration that follows from `AWS_*` variables, without touching `process.env`. */
export interface ClientConfiguration {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials: ReturnType<typeof fromNodeProviderChain> | StaticCredentials;
}

interface StaticCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Which profile the keys beside it came from (empty: the default one). For messages; nothing of AWS reads it. */
export const profileVariable = 'PAYMENTS_AWS_PROFILE';

/**
 * Keys in the environment win; otherwise the profile (SSO, assume-role, credential process) named by `AWS_PROFILE`, as the
 * AWS CLI does.
 *
 * @param region wins over `AWS_REGION` and `AWS_DEFAULT_REGION`, and asks for a profile's role where the profile names no region
 */
export function clientConfiguration(environment: ProcessEnvironment, region?: string): ClientConfiguration {
  const endpoint = environment['AWS_ENDPOINT_URL'];
  return {
    region: region ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? 'us-east-1',
    ...(endpoint === undefined ? {} : { endpoint }),
    credentials: staticCredentials(environment) ?? profileCredentials(environment, region),
  };
}

function staticCredentials(environment: ProcessEnvironment): StaticCredentials | undefined {
  const accessKeyId = environment['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'];
  if (!accessKeyId || !secretAccessKey) return undefined;
  const sessionToken = environment['AWS_SESSION_TOKEN'];
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

function profileCredentials(
  environment: ProcessEnvironment,
  region?: string,
): ReturnType<typeof fromNodeProviderChain> {
  const profile = environment['AWS_PROFILE'];
  const configFilepath = environment['AWS_CONFIG_FILE'];
  const filepath = environment['AWS_SHARED_CREDENTIALS_FILE'];
  return fromNodeProviderChain({
    ...(profile === undefined ? {} : { profile }),
    // Not as `clientConfig`, which would also send an SSO session to this region instead of its own.
    ...(region === undefined ? {} : { parentClientConfig: { region } }),
    ...(configFilepath === undefined ? {} : { configFilepath }),
    ...(filepath === undefined ? {} : { filepath }),
  });
}
