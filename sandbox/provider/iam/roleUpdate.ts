/** One call a property, and only for what differs: each has a permission of its own. */
import {
  DeleteRolePermissionsBoundaryCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from '@aws-sdk/client-iam';
import type { Role } from '@aws-sdk/client-iam';
import { numberOf, requiredText, textOf } from '../inputValues.ts';
import { samePolicy } from '../policyDocument.ts';
import type { Inputs, Session } from '../resourceType.ts';

export async function setRoleProperties(current: Role, news: Inputs, session: Session): Promise<void> {
  const client = session.client(IAMClient);
  const { RoleName } = current;
  const PolicyDocument = requiredText(news, 'assumeRolePolicy');
  if (!samePolicy(PolicyDocument, decodeURIComponent(current.AssumeRolePolicyDocument ?? ''))) {
    await client.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  }
  const Description = textOf(news, 'description') ?? '';
  if (Description !== (current.Description ?? '')) {
    await client.send(new UpdateRoleDescriptionCommand({ RoleName, Description }));
  }
  const MaxSessionDuration = numberOf(news, 'maxSessionDuration') ?? 3600;
  if (MaxSessionDuration !== current.MaxSessionDuration) {
    // UpdateRole clears a description that is left out.
    await client.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration, Description }));
  }
  const PermissionsBoundary = textOf(news, 'permissionsBoundary');
  if ((PermissionsBoundary ?? '') === (current.PermissionsBoundary?.PermissionsBoundaryArn ?? '')) return;
  if (PermissionsBoundary) await client.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
  else await client.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
}
