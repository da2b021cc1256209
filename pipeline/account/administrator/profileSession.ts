import type { ProcessEnvironment } from '../../engine/surroundings.ts';
import { clientConfiguration } from '../clientConfiguration.ts';

/**
 * The keys behind a profile, for a process that is to be this profile whatever else its environment says: the provider plugin
 * prefers `AWS_PROFILE` to keys, so that one is emptied.
 */
export async function profileSession(environment: ProcessEnvironment): Promise<ProcessEnvironment> {
  const { credentials } = clientConfiguration(environment);
  const keys = typeof credentials === 'function' ? await credentials() : credentials;
  return {
    ...environment,
    AWS_PROFILE: '',
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken ?? '',
  };
}
