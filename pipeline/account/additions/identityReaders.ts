/** Identities beside those that bootstrap made in an account: who else is let in, or passes for one of ours. */
import { ListOpenIDConnectProvidersCommand, paginateListRoles } from '@aws-sdk/client-iam';
import type { Role } from '@aws-sdk/client-iam';
import { issuer } from '../../../infra/bootstrap/trust.ts';
import { bootstrapNames } from '../../../infra/names.ts';
import { byId, collect, output, type Parent, type Reader } from './reader.ts';

/** Stands for the account: bootstrap makes exactly one in each. */
const parent = 'aws:iam/policy:Policy';
const ofBootstrap = (policy: Parent): boolean => output(policy, 'name') === bootstrapNames.boundary;

/** Names that bootstrap alone gives; the program's own begin with `payments-` and the environment. */
const reserved = /^payments-(?:entry|spoke|state|break-glass|boundary|trail)/;

/** What opens an entry role opens the way in: a token of GitHub, or one of the entry roles. */
const opening = [`oidc-provider/${issuer}`, ':role/payments-entry-'];

const roles: Reader = {
  parent,
  child: 'aws:iam/role:Role',
  actions: ['iam:ListRoles'],
  declaredBy: { 'aws:iam/role:Role': byId },
  async read(policy, { iam }) {
    if (!ofBootstrap(policy)) return [];
    const all = await collect(paginateListRoles({ client: iam }, {}), (page) => page.Roles);
    return all.filter(isOurBusiness).map((role) => ({
      key: role.RoleName ?? '',
      name: role.RoleName ?? '',
      physicalId: role.RoleName ?? '',
      properties: { name: role.RoleName, path: role.Path, assumeRolePolicy: trustOf(role) },
    }));
  },
};

const trustOf = ({ AssumeRolePolicyDocument = '' }: Role): string => decodeURIComponent(AssumeRolePolicyDocument);

const isOurBusiness = (role: Role): boolean =>
  reserved.test(role.RoleName ?? '') || opening.some((principal) => trustOf(role).includes(principal));

const providers: Reader = {
  parent,
  child: 'aws:iam/openIdConnectProvider:OpenIdConnectProvider',
  actions: ['iam:ListOpenIDConnectProviders'],
  declaredBy: { 'aws:iam/openIdConnectProvider:OpenIdConnectProvider': byId },
  async read(policy, { iam }) {
    if (!ofBootstrap(policy)) return [];
    const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
    return OpenIDConnectProviderList.map(({ Arn = '' }) => ({
      key: Arn,
      name: Arn.split(':oidc-provider/').at(-1) ?? Arn,
      physicalId: Arn,
      properties: { arn: Arn },
    }));
  },
};

export const identityReaders: readonly Reader[] = [roles, providers];
