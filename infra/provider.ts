import * as aws from '@pulumi/aws';
import type { Settings } from './settings.ts';

/** Which role of the account the provider assumes: updates write, previews and refreshes only read. */
export type Access = 'deploy' | 'read';

/**
 * The one way into the account: a role there, that account and no other, one region. Credentials come from the process and
 * never enter state.
 */
export function accountProvider(settings: Settings, access: Access): aws.Provider {
  const { account, region, environment } = settings;
  const role = access === 'deploy' ? settings.spokeRole : settings.readRole;
  return new aws.Provider('account', {
    region: region as aws.Region,
    allowedAccountIds: [account],
    assumeRoles: [
      { roleArn: `arn:aws:iam::${account}:role/${role}`, sessionName: `payments-${environment}-${access}` },
    ],
    defaultTags: { tags: { 'payments:managed-by': 'pulumi' } },
  });
}
