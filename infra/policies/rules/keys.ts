import { allowed, isHeld, namesEverybody, servicesOf } from '../documents.ts';
import { resourceRule, type Guardrail } from '../guardrail.ts';

const keys = ['aws:kms/key:Key'];

export const keyRules: readonly Guardrail[] = [
  resourceRule({
    id: 'kms-rotation',
    severity: 'high',
    reason: 'A key that never changes protects everything that was ever written with what leaked once.',
    source: 'AWS Security Hub KMS.4; PCI DSS 3.7.4',
    types: keys,
    breach: ({ enableKeyRotation }) => (enableKeyRotation === true ? undefined : 'is not rotated'),
  }),
  resourceRule({
    id: 'kms-deletion-window',
    severity: 'high',
    reason: 'A deleted key takes the table with it: thirty days are the time to notice.',
    source: 'AWS Security Hub KMS.3',
    types: keys,
    breach: ({ deletionWindowInDays }) =>
      Number(deletionWindowInDays) === 30 ? undefined : `is deleted after ${String(deletionWindowInDays)} days`,
  }),
  resourceRule({
    id: 'kms-policy-held',
    severity: 'critical',
    reason: 'Anybody could decrypt payments.',
    source: 'AWS Security Hub KMS.5',
    types: [...keys, 'aws:kms/keyPolicy:KeyPolicy'],
    breach: ({ policy }) =>
      policy === undefined || allowed(policy).some((statement) => namesEverybody(statement) && !isHeld(statement))
        ? 'is open to everybody, or has no policy of its own'
        : undefined,
  }),
  resourceRule({
    id: 'kms-services-held',
    severity: 'high',
    reason: 'A service that uses the key for any account reads for any account.',
    source: 'AWS KMS Developer Guide, permissions for AWS services in key policies',
    types: keys,
    breach: ({ policy }) => {
      const open = allowed(policy).find((statement) => servicesOf(statement).length > 0 && !isHeld(statement));
      return open === undefined ? undefined : `lets ${servicesOf(open).join(', ')} use it for any account`;
    },
  }),
  resourceRule({
    id: 'kms-enabled',
    severity: 'high',
    reason: 'A disabled key stops every payment.',
    source: 'AWS KMS Developer Guide, enabling and disabling keys',
    types: keys,
    breach: ({ isEnabled }) => (isEnabled === false ? 'is disabled' : undefined),
  }),
  resourceRule({
    id: 'kms-no-lockout',
    severity: 'high',
    reason: 'A key that its own account cannot manage is lost for ever, and all payments with it.',
    source: 'AWS KMS Developer Guide, default key policy',
    types: keys,
    breach: ({ policy, bypassPolicyLockoutSafetyCheck }) => {
      const account = allowed(policy).some(
        ({ principals, actions }) =>
          principals.some(([, value]) => /^arn:aws:iam::\d{12}:root$/.test(value)) && actions.includes('kms:*'),
      );
      return account && bypassPolicyLockoutSafetyCheck !== true ? undefined : 'is not managed by its account';
    },
  }),
  resourceRule({
    id: 'kms-one-region',
    severity: 'medium',
    reason: 'A multi-Region key can be replicated to where nobody reviewed it.',
    source: 'AWS KMS Developer Guide, security considerations for multi-Region keys',
    types: keys,
    breach: ({ multiRegion }) => (multiRegion === true ? 'can be replicated to other regions' : undefined),
  }),
];
