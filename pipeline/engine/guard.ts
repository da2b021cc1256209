import type { Settings } from '../../infra/settings.ts';
import { requireAccount } from '../account/identity.ts';
import type { ProcessEnvironment, Purpose, Surroundings } from './surroundings.ts';

/**
 * Credentials of a purpose, checked before anything is reached with them: every entry role lives in the hub, the account of
 * the highest environment. The provider checks the account of the spoke (`allowedAccountIds`).
 *
 * @throws ConfigurationError naming the expected and the found account
 */
export async function hubCredentials(
  surroundings: Surroundings,
  purpose: Purpose,
  environments: readonly Settings[],
): Promise<ProcessEnvironment> {
  const credentials = await surroundings.credentials(purpose);
  const hub = environments.at(-1);
  if (hub !== undefined) await requireAccount(credentials, hub.account);
  return credentials;
}
