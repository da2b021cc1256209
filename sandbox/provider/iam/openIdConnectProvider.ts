import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  IAMClient,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  TagOpenIDConnectProviderCommand,
  UntagOpenIDConnectProviderCommand,
  UpdateOpenIDConnectProviderThumbprintCommand,
} from '@aws-sdk/client-iam';
import type { GetOpenIDConnectProviderResponse } from '@aws-sdk/client-iam';
import { errorCode, orNull } from '../absence.ts';
import { requiredText, textsOf } from '../inputValues.ts';
import { existing, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { fromTagPairs, readTags, tagPairs, wantedTags } from '../tagSets.ts';
import { retag } from './identityTags.ts';

const withoutScheme = (url: unknown) =>
  typeof url === 'string' ? url.replace(/^https:\/\//, '').replace(/\/$/, '') : url;
const sorted = (list: readonly string[] | undefined) => JSON.stringify(list?.toSorted());

const rules = {
  optionalComputed: ['thumbprintLists'],
  sets: ['clientIdLists'],
  equal: (property: string, left: unknown, right: unknown) =>
    property === 'url' && withoutScheme(left) === withoutScheme(right),
};
const missing = ['NoSuchEntityException', 'NoSuchEntity'];

export const openIdConnectProvider: ResourceType = {
  token: 'aws:iam/openIdConnectProvider:OpenIdConnectProvider',
  required: ['clientIdLists', 'url'],
  replaceOn: ['url'],
  served: ['clientIdLists', 'tags', 'thumbprintLists', 'url'],
  ...rules,
  source: 'internal/service/iam/openid_connect_provider.go, schema',
  computed: ['arn', 'tagsAll'],
  check(inputs) {
    const url = inputs['url'];
    const secure = typeof url !== 'string' || url.startsWith('https://');
    const odd = (textsOf(inputs, 'thumbprintLists') ?? []).filter((thumbprint) => thumbprint.length !== 40);
    return [
      ...(secure ? [] : [['url', 'must begin with https://'] as const]),
      ...odd.map((thumbprint) => ['thumbprintLists', `expected 40 characters, got "${thumbprint}"`] as const),
    ];
  },
  create: (inputs, session) => create(inputs, session),
  read,
  async update(id, news, _olds, session) {
    const current = await describe(id, session);
    try {
      if (current !== null) await change(id, current, news, session);
    } catch (error) {
      // The emulator lacks the calls that change a provider. The ARN follows from the URL, so making it anew keeps it.
      if (errorCode(error) !== 'InvalidAction') throw error;
      await session.client(IAMClient).send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id }));
      const kept = news['thumbprintLists'] ?? current?.ThumbprintList;
      return create({ ...news, thumbprintLists: kept }, session);
    }
    return existing(id, read(id, news, session));
  },
  async delete(id, _outputs, session) {
    const request = new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id });
    await orNull(missing, () => session.client(IAMClient).send(request));
  },
};

async function create(inputs: Inputs, session: Session): Promise<ReadResult> {
  const Tags = tagPairs(wantedTags(inputs, session));
  const request = new CreateOpenIDConnectProviderCommand({
    Url: requiredText(inputs, 'url'),
    ClientIDList: textsOf(inputs, 'clientIdLists'),
    ThumbprintList: textsOf(inputs, 'thumbprintLists'),
    ...(Tags.length > 0 ? { Tags } : {}),
  });
  const id = (await session.client(IAMClient).send(request)).OpenIDConnectProviderArn ?? '';
  return existing(id, read(id, inputs, session));
}

/** Client ids one by one, additions first; thumbprints as a whole, and never to an empty list. */
async function change(
  id: string,
  current: GetOpenIDConnectProviderResponse,
  news: Inputs,
  session: Session,
): Promise<void> {
  const client = session.client(IAMClient);
  const OpenIDConnectProviderArn = id;
  const ThumbprintList = textsOf(news, 'thumbprintLists') ?? [];
  if (ThumbprintList.length > 0 && sorted(ThumbprintList) !== sorted(current.ThumbprintList)) {
    await client.send(new UpdateOpenIDConnectProviderThumbprintCommand({ OpenIDConnectProviderArn, ThumbprintList }));
  }
  const wanted = textsOf(news, 'clientIdLists') ?? [];
  const actual = current.ClientIDList ?? [];
  for (const ClientID of wanted.filter((clientId) => !actual.includes(clientId))) {
    await client.send(new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID }));
  }
  for (const ClientID of actual.filter((clientId) => !wanted.includes(clientId))) {
    await client.send(new RemoveClientIDFromOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID }));
  }
  await retag(current.Tags, news, session, {
    tag: (Tags) => client.send(new TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, Tags })),
    untag: (TagKeys) => client.send(new UntagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, TagKeys })),
  });
}

async function describe(id: string, session: Session): Promise<GetOpenIDConnectProviderResponse | null> {
  const request = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id });
  return orNull(missing, () => session.client(IAMClient).send(request));
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const made = await describe(id, session);
  if (made === null) return null;
  const { tags, tagsAll } = readTags(fromTagPairs(made.Tags), known, session);
  const url = `https://${String(withoutScheme(made.Url))}`;
  const inputs = { url, clientIdLists: made.ClientIDList, thumbprintLists: made.ThumbprintList, tags };
  return readBack(rules, known, { id, inputs, computed: { arn: id, tagsAll } });
}
