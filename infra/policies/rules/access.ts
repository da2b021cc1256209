import { environmentTag, identityOf, resourceTag, taggableTypes } from '../../identityTags.ts';
import { list, mapping, opened, resourceRule, stackRule, type Guardrail } from '../guardrail.ts';

/** Its inputs travel as JSON text. */
const providers = ['pulumi:providers:aws'];

export const accessRules: readonly Guardrail[] = [
  stackRule({
    id: 'provider-explicit',
    severity: 'critical',
    reason: 'Without a provider of its own a program works with whatever the machine has lying about.',
    source: 'R11',
    breaches: (resources) => (resources.some(({ type }) => providers.includes(type)) ? [] : ['there is no provider']),
  }),
  resourceRule({
    id: 'provider-one-account',
    severity: 'critical',
    reason: 'Without the account the provider works on whichever one the credentials of the moment lead to.',
    source: 'R11',
    types: providers,
    breach: ({ allowedAccountIds }) => {
      const accounts = list(opened(allowedAccountIds));
      return accounts.length === 1 && /^\d{12}$/.test(String(accounts[0])) ? undefined : 'is not held to one account';
    },
  }),
  resourceRule({
    id: 'provider-assumes-role',
    severity: 'critical',
    reason: 'Ambient credentials are those of the hub, or of a person.',
    source: 'R11; PCI DSS 8.6.1',
    types: providers,
    breach: ({ assumeRoles }) => {
      const [role] = list(opened(assumeRoles));
      return String(mapping(role)['roleArn']).startsWith('arn:aws:iam::') ? undefined : 'assumes no role';
    },
  }),
  resourceRule({
    id: 'provider-no-credentials',
    severity: 'critical',
    reason: 'Credentials of a provider are written into the state.',
    source: 'PCI DSS 8.6.2',
    types: providers,
    breach: ({ accessKey, secretKey, token, profile }) =>
      accessKey || secretKey || token || profile ? 'carries credentials' : undefined,
  }),
  resourceRule({
    id: 'provider-asks-account',
    severity: 'high',
    reason: 'A provider that does not ask for its account cannot refuse a wrong one.',
    source: 'Pulumi AWS provider configuration',
    types: providers,
    breach: ({ skipRequestingAccountId }) =>
      String(skipRequestingAccountId) === 'true' ? 'does not ask which account it is in' : undefined,
  }),
  resourceRule({
    id: 'tags-identity',
    severity: 'high',
    reason: 'Without its identity a resource that an interrupted update made cannot be found again.',
    source: 'R36; PCI DSS 12.5.1',
    types: [...taggableTypes],
    breach: ({ tags }, { type, name }) => {
      const own = mapping(tags);
      return own[resourceTag] === identityOf(type, name) && own[environmentTag]
        ? undefined
        : 'does not carry its identity';
    },
  }),
];
