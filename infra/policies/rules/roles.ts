import { allowed, namesEverybody, statementsOf } from '../documents.ts';
import { list, mapping, resourceRule, textOf, type Guardrail } from '../guardrail.ts';

const roles = ['aws:iam/role:Role'];

/** Who may become something here. */
export const roleRules: readonly Guardrail[] = [
  resourceRule({
    id: 'iam-boundary',
    severity: 'critical',
    reason: 'Without a boundary a deploy role can make a role that may more than itself.',
    source: 'AWS IAM User Guide, permissions boundaries',
    types: roles,
    breach: ({ permissionsBoundary }) => (permissionsBoundary ? undefined : 'has no permissions boundary'),
  }),
  resourceRule({
    id: 'iam-trust-services',
    severity: 'critical',
    reason: 'A role that a person or another account may assume is a second way to the payments.',
    source: 'PCI DSS 7.2.5',
    types: roles,
    breach: ({ assumeRolePolicy }) => {
      const strange = allowed(assumeRolePolicy).find(
        (statement) => namesEverybody(statement) || statement.principals.some(([kind]) => kind !== 'Service'),
      );
      return strange === undefined
        ? undefined
        : `may be assumed by ${strange.principals.map(([, value]) => value).join(', ')}`;
    },
  }),
  resourceRule({
    id: 'iam-trust-no-inversion',
    severity: 'critical',
    reason: 'NotPrincipal trusts everybody who was not thought of.',
    source: 'AWS IAM User Guide, NotPrincipal',
    types: roles,
    breach: ({ assumeRolePolicy }) =>
      statementsOf(assumeRolePolicy).some(({ inverted }) => inverted) ? 'trusts by exclusion' : undefined,
  }),
  resourceRule({
    id: 'iam-lambda-trust-only',
    severity: 'high',
    reason: 'Another service that runs code under this role would be a way around the function and its review.',
    source: 'PCI DSS 7.2.5',
    types: roles,
    breach: ({ assumeRolePolicy }) => {
      const services = allowed(assumeRolePolicy)
        .flatMap(({ principals }) => principals)
        .filter(([kind]) => kind === 'Service');
      const other = services.find(([, service]) => service !== 'lambda.amazonaws.com');
      return other === undefined ? undefined : `may be assumed by ${other[1]}`;
    },
  }),
  resourceRule({
    id: 'iam-session-length',
    severity: 'medium',
    reason: 'A stolen session lives as long as the role allows.',
    source: 'AWS IAM User Guide, maximum session duration',
    types: roles,
    breach: ({ maxSessionDuration }) =>
      Number(maxSessionDuration ?? 3600) <= 3600 ? undefined : `has sessions of ${String(maxSessionDuration)} s`,
  }),
  resourceRule({
    id: 'iam-no-managed-policies',
    severity: 'high',
    reason: "AWS changes its managed policies when it likes, and none is limited to this system's resources.",
    source: 'AWS IAM User Guide, least privilege; PCI DSS 7.2.5',
    types: [...roles, 'aws:iam/rolePolicyAttachment:RolePolicyAttachment'],
    breach: ({ managedPolicyArns, policyArn }) => {
      const [arn] = [...list(managedPolicyArns), policyArn]
        .map(textOf)
        .filter((value) => value.startsWith('arn:aws:iam::aws:'));
      return arn === undefined ? undefined : `has the managed policy ${arn}`;
    },
  }),
  resourceRule({
    id: 'iam-no-inline-on-role',
    severity: 'medium',
    reason: 'Inline policies on the role resource take away every policy that another resource gives it.',
    source: 'hashicorp/terraform-provider-aws, aws_iam_role inline_policy',
    types: roles,
    breach: ({ inlinePolicies }) =>
      list(inlinePolicies).some((policy) => mapping(policy)['policy'] !== undefined)
        ? 'has inline policies'
        : undefined,
  }),
  resourceRule({
    id: 'iam-no-users',
    severity: 'critical',
    reason: 'Users and access keys are credentials that live until somebody remembers them.',
    source: 'AWS IAM User Guide, temporary credentials instead of access keys; PCI DSS 8.6.1',
    types: ['aws:iam/user:User', 'aws:iam/accessKey:AccessKey', 'aws:iam/userLoginProfile:UserLoginProfile'],
    breach: () => 'is a long-lived credential',
  }),
];
