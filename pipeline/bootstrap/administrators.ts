import type { LandscapeEnvironment } from '../../infra/bootstrap/landscape.ts';
import { requireAccount } from '../account/identity.ts';
import { profileSession } from '../account/profileSession.ts';
import type { ProcessEnvironment } from '../engine/surroundings.ts';
import { ConfigurationError } from '../errors.ts';

/** Name of an administrator's profile when none is given. */
export const defaultProfile = (environment: string): string => `payments-${environment}-admin`;

/**
 * Becomes the administrator of an account by its AWS CLI profile, once, and checks that it is that account.
 *
 * @param profiles by environment; the default is `payments-ENVIRONMENT-admin`
 * @param ambient where the CLI's own files are named (`AWS_CONFIG_FILE` and so on); keys in it are not used
 */
export function administrators(
  environments: readonly LandscapeEnvironment[],
  profiles: Readonly<Record<string, string>>,
  ambient: ProcessEnvironment,
): (environment: string) => Promise<ProcessEnvironment> {
  const unknown = Object.keys(profiles).find((name) => !environments.some(({ environment }) => environment === name));
  if (unknown !== undefined)
    throw new ConfigurationError(`--profile ${unknown}=...: there is no environment "${unknown}"`);
  const sessions = new Map<string, Promise<ProcessEnvironment>>();
  return (environment) => {
    const place = environments.find((it) => it.environment === environment);
    if (place === undefined) throw new ConfigurationError(`there is no environment "${environment}"`);
    const session =
      sessions.get(environment) ?? open(place, profiles[environment] ?? defaultProfile(environment), ambient);
    sessions.set(environment, session);
    return session;
  };
}

async function open({ account, region }: LandscapeEnvironment, profile: string, ambient: ProcessEnvironment) {
  const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _key, AWS_SESSION_TOKEN: _token, ...rest } = ambient;
  const chosen = { ...rest, AWS_PROFILE: profile, AWS_REGION: region };
  await requireAccount(chosen, account).catch((error: unknown) => {
    if (!(error instanceof ConfigurationError)) throw error;
    const { message, advice = '', cause } = error;
    throw new ConfigurationError(message, {
      cause,
      advice: `${advice} No such profile yet? npm run bootstrap -- --profiles prints them, without any account.`.trim(),
    });
  });
  return profileSession(chosen, { account, region });
}
