import { hubOf, type Landscape } from '../../infra/bootstrap/landscape.ts';
import { permissionSets, type PersonPurpose } from '../../infra/bootstrap/people.ts';
import { bootstrapNames } from '../../infra/names.ts';
import { defaultProfile } from './administrators.ts';

/**
 * Profiles for `~/.aws/config`: two for commands of every day and for breaking glass, and one per account for whoever runs bootstrap.
 * The start URL and the administrators' permission set of your organisation's SSO are the two values that only you know.
 */
export function laptopProfiles(landscape: Pick<Landscape, 'environments'>): string {
  const hub = hubOf(landscape);
  const session = ['[sso-session payments]', 'sso_start_url = YOUR-START-URL', `sso_region = ${hub.region}`];
  const administrators = landscape.environments.map(({ environment, account, region }) =>
    signedIn(defaultProfile(environment), 'YOUR-PERMISSION-SET', account, region),
  );
  return [
    session,
    ...people('person', 'payments', landscape),
    ...people('break-glass', 'payments-break-glass', landscape),
  ]
    .concat(administrators)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

const signedIn = (profile: string, permissionSet: string, account: string, region: string): string[] => [
  `[profile ${profile}]`,
  'sso_session = payments',
  `sso_account_id = ${account}`,
  `sso_role_name = ${permissionSet}`,
  `region = ${region}`,
];

/** Who signed in, and the entry role that it becomes. */
function people(purpose: PersonPurpose, profile: string, landscape: Pick<Landscape, 'environments'>): string[][] {
  const { account, region } = hubOf(landscape);
  const role = `arn:aws:iam::${account}:role/${bootstrapNames.entryRole(purpose)}`;
  return [
    [`[profile ${profile}]`, `role_arn = ${role}`, `source_profile = ${profile}-sso`, `region = ${region}`],
    signedIn(`${profile}-sso`, permissionSets[purpose], account, region),
  ];
}
