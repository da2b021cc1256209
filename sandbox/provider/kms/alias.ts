import {
  CreateAliasCommand,
  DeleteAliasCommand,
  KMSClient,
  paginateListAliases,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import type { AliasListEntry } from '@aws-sdk/client-kms';
import { orNull } from '../absence.ts';
import { requiredText } from '../inputValues.ts';
import { existing, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';

/** The id and the ARN of a key name the same key. */
const keyId = (key: unknown) => (typeof key === 'string' ? key.split(':key/').at(-1) : key);
const rules = {
  equal: (property: string, left: unknown, right: unknown) =>
    property === 'targetKeyId' && keyId(left) === keyId(right),
};

export const alias: ResourceType = {
  token: 'aws:kms/alias:Alias',
  required: ['name', 'targetKeyId'],
  replaceOn: ['name'],
  served: ['name', 'targetKeyId'],
  ...rules,
  source: 'internal/service/kms/alias.go, schema',
  computed: ['arn', 'targetKeyArn'],
  check({ name }) {
    const valid = typeof name !== 'string' || /^alias\/(?!aws\/)[a-zA-Z0-9/_-]+$/.test(name);
    return valid ? [] : [['name', `expected alias/ and a name that does not begin with aws/, got "${name}"`]];
  },
  async create(inputs, session) {
    const id = requiredText(inputs, 'name');
    const TargetKeyId = requiredText(inputs, 'targetKeyId');
    await session.client(KMSClient).send(new CreateAliasCommand({ AliasName: id, TargetKeyId }));
    return existing(id, read(id, inputs, session));
  },
  read,
  async update(id, news, _olds, session) {
    const TargetKeyId = requiredText(news, 'targetKeyId');
    await session.client(KMSClient).send(new UpdateAliasCommand({ AliasName: id, TargetKeyId }));
    return existing(id, read(id, news, session));
  },
  async delete(id, _outputs, session) {
    const request = new DeleteAliasCommand({ AliasName: id });
    await orNull(['NotFoundException'], () => session.client(KMSClient).send(request));
  },
};

/** Through all aliases of the account and region, as the real provider does. */
async function describe(name: string, session: Session): Promise<AliasListEntry | null> {
  for await (const page of paginateListAliases({ client: session.client(KMSClient) }, {})) {
    const found = page.Aliases?.find(({ AliasName }) => AliasName === name);
    if (found !== undefined) return found;
  }
  return null;
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const found = await describe(id, session);
  if (found === null) return null;
  const arn = found.AliasArn ?? '';
  const targetKeyArn = arn.replace(/alias\/.*$/, `key/${found.TargetKeyId}`);
  const inputs = { name: found.AliasName, targetKeyId: found.TargetKeyId };
  return readBack(rules, known, { id, inputs, computed: { arn, targetKeyArn } });
}
