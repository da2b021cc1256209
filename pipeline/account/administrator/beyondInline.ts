import { paginateListAttachedRolePolicies, type IAMClient, type Role } from '@aws-sdk/client-iam';

/** What a role may do, or not, by more than its inline policies, in words: bootstrap gives its roles nothing else. */
export async function beyondInline(
  iam: IAMClient,
  name: string,
  found: Pick<Role, 'PermissionsBoundary'> | undefined,
): Promise<readonly string[]> {
  const attached: string[] = [];
  for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies({ client: iam }, { RoleName: name }))
    attached.push(...AttachedPolicies.map(({ PolicyArn = '' }) => `the managed policy ${PolicyArn}`));
  const boundary = found?.PermissionsBoundary?.PermissionsBoundaryArn;
  return [...attached.sort(), ...(boundary === undefined ? [] : [`the permissions boundary ${boundary}`])];
}
