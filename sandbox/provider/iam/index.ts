import type { ResourceType } from '../resourceType.ts';
import { openIdConnectProvider } from './openIdConnectProvider.ts';
import { policy } from './policy.ts';
import { role } from './role.ts';
import { rolePolicy } from './rolePolicy.ts';
import { rolePolicyAttachment } from './rolePolicyAttachment.ts';

export const resourceTypes: readonly ResourceType[] = [
  role,
  rolePolicy,
  rolePolicyAttachment,
  policy,
  openIdConnectProvider,
];
