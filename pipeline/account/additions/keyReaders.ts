/** Who else may use a key of ours, and under which names and where. */
import { DescribeKeyCommand, paginateListAliases, paginateListGrants } from '@aws-sdk/client-kms';
import { collect, output } from './reader.ts';
import type { Reader } from './reader.ts';

const parent = 'aws:kms/key:Key';

/** Grants to a service principal are left out: only the service itself makes them, for what it encrypts with the key. */
const grants: Reader = {
  parent,
  child: 'aws:kms/grant:Grant',
  actions: ['kms:ListGrants'],
  declaredBy: { 'aws:kms/grant:Grant': (resource) => output(resource, 'grantId') },
  async read({ id: KeyId }, { kms }) {
    const found = await collect(paginateListGrants({ client: kms }, { KeyId }), (page) => page.Grants);
    return found
      .filter(({ GranteePrincipal = '' }) => !GranteePrincipal.endsWith('.amazonaws.com'))
      .map(({ GrantId = '', Name, GranteePrincipal, Operations, Constraints, RetiringPrincipal }) => ({
        key: GrantId,
        name: Name || GrantId,
        physicalId: `${KeyId}:${GrantId}`,
        properties: {
          keyId: KeyId,
          granteePrincipal: GranteePrincipal,
          operations: Operations,
          constraints: Constraints,
          retiringPrincipal: RetiringPrincipal,
        },
      }));
  },
};

const aliases: Reader = {
  parent,
  child: 'aws:kms/alias:Alias',
  actions: ['kms:ListAliases'],
  declaredBy: { 'aws:kms/alias:Alias': (resource) => output(resource, 'name') },
  async read({ id: KeyId }, { kms }) {
    const found = await collect(paginateListAliases({ client: kms }, { KeyId }), (page) => page.Aliases);
    return found.map(({ AliasName = '' }) => ({
      key: AliasName,
      name: AliasName,
      physicalId: AliasName,
      properties: { name: AliasName, targetKeyId: KeyId },
    }));
  },
};

const replicas: Reader = {
  parent,
  child: 'aws:kms/replicaKey:ReplicaKey',
  actions: ['kms:DescribeKey'],
  declaredBy: { 'aws:kms/replicaKey:ReplicaKey': (resource) => output(resource, 'arn') },
  async read({ id: KeyId }, { kms }) {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    return (KeyMetadata?.MultiRegionConfiguration?.ReplicaKeys ?? []).map(({ Arn = '', Region }) => ({
      key: Arn,
      name: Arn,
      physicalId: Arn,
      properties: { primaryKeyArn: KeyMetadata?.Arn, region: Region },
    }));
  },
};

export const keyReaders: readonly Reader[] = [grants, aliases, replicas];
