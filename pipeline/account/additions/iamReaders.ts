/** What can hang on a role of ours. */
import {
  GetRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListInstanceProfilesForRole,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import { byId, collect, declaresInline, keyOf, output } from './reader.ts';
import type { Reader } from './reader.ts';

const role = 'aws:iam/role:Role';

const inlinePolicies: Reader = {
  parent: role,
  child: 'aws:iam/rolePolicy:RolePolicy',
  actions: ['iam:ListRolePolicies', 'iam:GetRolePolicy'],
  declaredBy: { 'aws:iam/rolePolicy:RolePolicy': byId },
  async read(parent, { iam }) {
    if (declaresInline(parent, 'inlinePolicies')) return [];
    const RoleName = parent.id;
    const names = await collect(paginateListRolePolicies({ client: iam }, { RoleName }), (page) => page.PolicyNames);
    return Promise.all(
      names.map(async (name) => {
        const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: name }));
        const id = `${RoleName}:${name}`;
        return {
          key: id,
          name,
          physicalId: id,
          properties: { role: RoleName, name, policy: decodeURIComponent(PolicyDocument) },
        };
      }),
    );
  },
};

const attachedPolicies: Reader = {
  parent: role,
  child: 'aws:iam/rolePolicyAttachment:RolePolicyAttachment',
  actions: ['iam:ListAttachedRolePolicies'],
  declaredBy: {
    'aws:iam/rolePolicyAttachment:RolePolicyAttachment': (resource) =>
      keyOf(output(resource, 'role'), output(resource, 'policyArn')),
  },
  async read(parent, { iam }) {
    if (declaresInline(parent, 'managedPolicyArns')) return [];
    const RoleName = parent.id;
    const pages = paginateListAttachedRolePolicies({ client: iam }, { RoleName });
    const policies = await collect(pages, (page) => page.AttachedPolicies);
    return policies.map(({ PolicyArn = '', PolicyName = '' }) => ({
      key: `${RoleName}|${PolicyArn}`,
      name: PolicyName,
      physicalId: `${RoleName}/${PolicyArn}`,
      properties: { role: RoleName, policyArn: PolicyArn },
    }));
  },
};

/** A role that an instance can take is a role that anybody who starts instances can take. */
const instanceProfiles: Reader = {
  parent: role,
  child: 'aws:iam/instanceProfile:InstanceProfile',
  actions: ['iam:ListInstanceProfilesForRole'],
  declaredBy: { 'aws:iam/instanceProfile:InstanceProfile': byId },
  async read({ id: RoleName }, { iam }) {
    const pages = paginateListInstanceProfilesForRole({ client: iam }, { RoleName });
    const profiles = await collect(pages, (page) => page.InstanceProfiles);
    return profiles.map(({ InstanceProfileName: name = '' }) => ({
      key: name,
      name,
      physicalId: name,
      properties: { name, role: RoleName },
    }));
  },
};

export const iamReaders: readonly Reader[] = [inlinePolicies, attachedPolicies, instanceProfiles];
