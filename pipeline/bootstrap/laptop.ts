import { hubOf, type Landscape } from '../../infra/bootstrap/landscape.ts';
import { defaultProfile } from './administrators.ts';

/**
 * Profiles for `~/.aws/config`: one per account. The start URL and the permission set of your organisation's SSO are the two values
 * that only you know.
 */
export function laptopProfiles(landscape: Landscape): string {
  const hub = hubOf(landscape);
  const session = ['[sso-session payments]', 'sso_start_url = YOUR-START-URL', `sso_region = ${hub.region}`];
  const profiles = landscape.environments.map(({ environment, account, region }) => [
    `[profile ${defaultProfile(environment)}]`,
    'sso_session = payments',
    `sso_account_id = ${account}`,
    'sso_role_name = YOUR-PERMISSION-SET',
    `region = ${region}`,
  ]);
  return [session, ...profiles].map((lines) => lines.join('\n')).join('\n\n');
}
