/** Who calls, and where the emulator is: from the environment variables that the AWS SDKs read too. */
import { ConfigurationError } from '../../pipeline/errors.ts';
import type { Credentials } from './checkedClient.ts';

/** The caller's keys and the emulator's address from the environment; without an address nothing is ever sent. */
export function readEnvironment(environment: Readonly<Record<string, string>>): {
  endpoint: string;
  caller: Credentials;
} {
  const needed = (name: string): string => {
    const value = environment[name];
    if (value !== undefined && value !== '') return value;
    throw new ConfigurationError(`the sandbox's provider needs ${name}`, { advice: 'npm run sandbox -- start' });
  };
  const sessionToken = environment['AWS_SESSION_TOKEN'];
  return {
    endpoint: needed('AWS_ENDPOINT_URL'),
    caller: {
      accessKeyId: needed('AWS_ACCESS_KEY_ID'),
      secretAccessKey: needed('AWS_SECRET_ACCESS_KEY'),
      ...(sessionToken ? { sessionToken } : {}),
    },
  };
}
