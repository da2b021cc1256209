import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import { tagList, text, type Api, type Setter, type Setters, type Target } from './setter.ts';

const updateRole: Setter = {
  set: ({ clients }, target) =>
    clients.iam.send(
      new iam.UpdateRoleCommand({
        RoleName: target.id,
        Description: text(target, 'description'),
        MaxSessionDuration: Number(target.inputs['maxSessionDuration']),
      }),
    ),
  to: { maxSessionDuration: () => 7200 },
};

/** Other values that are still policies. */
const policyValues = (property: string, { other }: Pick<Api, 'other'>): NonNullable<Setter['to']> => ({
  [`${property}.Statement[].Effect`]: () => 'Deny',
  [`${property}.Statement[].Principal.AWS`]: () => other.roleArn,
});

const anyRole = { other: { roleArn: '*' } } as Pick<Api, 'other'>;

export const identitySetters: Readonly<Record<string, Setters>> = {
  'aws:iam/role:Role': {
    assumeRolePolicy: {
      set: ({ clients }, target) =>
        clients.iam.send(
          new iam.UpdateAssumeRolePolicyCommand({
            RoleName: target.id,
            PolicyDocument: text(target, 'assumeRolePolicy'),
          }),
        ),
      to: { ...policyValues('assumeRolePolicy', anyRole), 'assumeRolePolicy.Version': () => '2008-10-17' },
    },
    description: updateRole,
    maxSessionDuration: updateRole,
    permissionsBoundary: {
      set: ({ clients }, target) =>
        clients.iam.send(
          new iam.PutRolePermissionsBoundaryCommand({
            RoleName: target.id,
            PermissionsBoundary: text(target, 'permissionsBoundary'),
          }),
        ),
      to: { permissionsBoundary: ({ other }) => other.policyArn },
    },
    tags: {
      set: ({ clients }, target) =>
        clients.iam.send(new iam.TagRoleCommand({ RoleName: target.id, Tags: tagList(target) })),
    },
  },
  'aws:iam/rolePolicy:RolePolicy': {
    policy: {
      set: ({ clients }, target) =>
        clients.iam.send(
          new iam.PutRolePolicyCommand({
            RoleName: text(target, 'role'),
            PolicyName: text(target, 'name'),
            PolicyDocument: text(target, 'policy'),
          }),
        ),
      to: { ...policyValues('policy', anyRole), 'policy.Version': () => '2008-10-17' },
    },
  },
  'aws:kms/alias:Alias': {
    targetKeyId: {
      set: ({ clients }, target) =>
        clients.kms.send(
          new kms.UpdateAliasCommand({ AliasName: target.id, TargetKeyId: text(target, 'targetKeyId') }),
        ),
      to: { targetKeyId: ({ other }) => other.keyId },
    },
  },
  'aws:kms/key:Key': {
    description: {
      set: ({ clients }, target) =>
        clients.kms.send(
          new kms.UpdateKeyDescriptionCommand({ KeyId: target.id, Description: text(target, 'description') }),
        ),
    },
    enableKeyRotation: {
      set: ({ clients }, { id: KeyId, inputs }) =>
        inputs['enableKeyRotation'] === true
          ? clients.kms.send(new kms.EnableKeyRotationCommand({ KeyId }))
          : clients.kms.send(new kms.DisableKeyRotationCommand({ KeyId })),
      along: ['rotationPeriodInDays'],
    },
    policy: {
      set: ({ clients }, target) =>
        clients.kms.send(new kms.PutKeyPolicyCommand({ KeyId: target.id, Policy: text(target, 'policy') })),
      to: { ...policyValues('policy', anyRole), 'policy.Version': () => '2008-10-17' },
    },
    tags: {
      set: ({ clients }, target: Target) =>
        clients.kms.send(
          new kms.TagResourceCommand({
            KeyId: target.id,
            Tags: tagList(target).map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
          }),
        ),
    },
  },
};
