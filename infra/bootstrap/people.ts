/** How people come in from a laptop: through IAM Identity Center, by one of two roles in the hub, and never by GitHub's. */
import type { TrustDocument } from './document.ts';
import { hubOf, type Landscape, type LandscapeEnvironment } from './landscape.ts';

/** `person` for every day: reads everywhere, deploys to the lowest environment. `break-glass` for the others, when all else fails. */
export type PersonPurpose = 'person' | 'break-glass';

/** Names of the permission sets of IAM Identity Center, assigned in the hub's account, that open these roles. */
export const permissionSets: Readonly<Record<PersonPurpose, string>> = {
  person: 'PaymentsPerson',
  'break-glass': 'PaymentsBreakGlass',
};

/** By whose hand an environment is deployed to from a laptop. */
export const deployedBy = ({ promotesFrom }: LandscapeEnvironment): PersonPurpose =>
  promotesFrom === undefined ? 'person' : 'break-glass';

/**
 * Identity Center makes a role for each permission set, whose name ends in 16 characters that nobody knows before. Only it can make
 * roles under this path; the region is left out of it where Identity Center lives in us-east-1.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function personTrust(landscape: Landscape, purpose: PersonPurpose): TrustDocument {
  const { account, region } = hubOf(landscape);
  const role = `AWSReservedSSO_${permissionSets[purpose]}_${'?'.repeat(16)}`;
  const path = `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com`;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'IdentityCenter',
        Effect: 'Allow',
        Principal: { AWS: [`arn:aws:iam::${account}:root`] },
        Action: 'sts:AssumeRole',
        Condition: {
          ArnLike: { 'aws:PrincipalArn': [`${path}/${role}`, `${path}/*/${role}`] },
          // Each region has its own STS and its own event bus: only here the alarm of break-glass hears of it.
          StringEquals: { 'aws:RequestedRegion': region },
        },
      },
    ],
  };
}
