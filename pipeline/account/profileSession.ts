/** The keys behind a profile, taken in this process: no program that it starts finds its own way through the profile. */
import type { ProcessEnvironment } from '../engine/surroundings.ts';
import { clientConfiguration, profileVariable } from './clientConfiguration.ts';
import { identityError } from './identity.ts';

interface Session {
  readonly environment: ProcessEnvironment;
  /** Absent for keys that do not end. */
  readonly endsAt?: Date | undefined;
}

interface Place {
  /** Named in the advice when there is no identity. */
  readonly account: string;
  /** Whose STS a profile of a role asks: https://docs.aws.amazon.com/sdkref/latest/guide/feature-sts-regionalized-endpoints.html */
  readonly region: string;
}

/** So much is left of a session that is handed out again: more than the longest call, less than the shortest session. */
const marginMilliseconds = 5 * 60_000;

/**
 * Variables with keys, whatever they came from, and without the profile: a provider plugin prefers `AWS_PROFILE` to keys, and would
 * ask the STS of its own region, where the roles of people do not open. Taken anew shortly before they end.
 *
 * @throws ConfigurationError (when called) naming the profile, when there is no identity behind it
 */
export function profileSessions(ambient: ProcessEnvironment, place: Place): () => Promise<ProcessEnvironment> {
  let current: Promise<Session> | undefined;
  return async () => {
    const before = await current?.catch(() => undefined);
    if (before === undefined || endsSoon(before)) current = openSession(ambient, place);
    return ((await current) as Session).environment;
  };
}

const endsSoon = ({ endsAt }: Session): boolean =>
  endsAt !== undefined && endsAt.getTime() - Date.now() < marginMilliseconds;

/** The same once, for a run that ends before its session. */
export const profileSession = async (ambient: ProcessEnvironment, place: Place): Promise<ProcessEnvironment> =>
  (await openSession(ambient, place)).environment;

async function openSession(ambient: ProcessEnvironment, { account, region }: Place): Promise<Session> {
  const { credentials } = clientConfiguration(ambient, region);
  try {
    if (typeof credentials !== 'function') return { environment: withKeys(ambient, credentials) };
    const keys = await credentials();
    return { environment: withKeys(ambient, keys), endsAt: keys.expiration };
  } catch (cause) {
    throw identityError(ambient, account, cause);
  }
}

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

function withKeys(ambient: ProcessEnvironment, keys: Keys): ProcessEnvironment {
  const { AWS_PROFILE: profile, AWS_DEFAULT_PROFILE: _default, ...rest } = ambient;
  const fromProfile = !rest['AWS_ACCESS_KEY_ID'] || !rest['AWS_SECRET_ACCESS_KEY'];
  return {
    ...rest,
    ...(fromProfile ? { [profileVariable]: profile ?? '' } : {}),
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    ...(keys.sessionToken ? { AWS_SESSION_TOKEN: keys.sessionToken } : {}),
  };
}
