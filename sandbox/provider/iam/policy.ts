import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  paginateListPolicyVersions,
  TagPolicyCommand,
  UntagPolicyCommand,
} from '@aws-sdk/client-iam';
import type { Policy, PolicyVersion } from '@aws-sdk/client-iam';
import { orNull, untilGone } from '../absence.ts';
import { requiredText, textOf } from '../inputValues.ts';
import { samePolicy } from '../policyDocument.ts';
import { existing, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { fromTagPairs, readTags, tagPairs, wantedTags } from '../tagSets.ts';
import { retag } from './identityTags.ts';
import { policyProblem } from './policyGrammar.ts';

const rules = {
  equal: (property: string, left: unknown, right: unknown) => property === 'policy' && samePolicy(left, right),
};
const missing = ['NoSuchEntityException', 'NoSuchEntity'];

/** AWS keeps at most five versions of a policy. */
const versionLimit = 5;

export const policy: ResourceType = {
  token: 'aws:iam/policy:Policy',
  required: ['policy'],
  defaults: { path: '/' },
  replaceOn: ['description', 'name', 'path'],
  served: ['description', 'name', 'path', 'policy', 'tags'],
  autoname: { property: 'name', maximumLength: 128 },
  ...rules,
  source: 'internal/service/iam/policy.go, schema',
  computed: ['arn', 'attachmentCount', 'policyId', 'tagsAll'],
  check(inputs) {
    const text = textOf(inputs, 'policy');
    const problem = text === undefined ? null : policyProblem(text, 'identity');
    return problem === null ? [] : [['policy', problem]];
  },
  async create(inputs, session) {
    const Tags = tagPairs(wantedTags(inputs, session));
    const request = new CreatePolicyCommand({
      PolicyName: requiredText(inputs, 'name'),
      Path: textOf(inputs, 'path'),
      Description: textOf(inputs, 'description'),
      PolicyDocument: requiredText(inputs, 'policy'),
      ...(Tags.length > 0 ? { Tags } : {}),
    });
    const id = (await session.client(IAMClient).send(request)).Policy?.Arn ?? '';
    return existing(id, read(id, inputs, session));
  },
  read,
  async update(id, news, _olds, session) {
    const client = session.client(IAMClient);
    const current = await describe(id, session);
    const PolicyDocument = requiredText(news, 'policy');
    if (current !== null && !samePolicy(PolicyDocument, await documentOf(current, session))) {
      await makeRoom(id, session);
      await client.send(new CreatePolicyVersionCommand({ PolicyArn: id, PolicyDocument, SetAsDefault: true }));
    }
    await retag(current?.Tags, news, session, {
      tag: (Tags) => client.send(new TagPolicyCommand({ PolicyArn: id, Tags })),
      untag: (TagKeys) => client.send(new UntagPolicyCommand({ PolicyArn: id, TagKeys })),
    });
    return existing(id, read(id, news, session));
  },
  async delete(id, _outputs, session) {
    const client = session.client(IAMClient);
    await orNull(missing, async () => {
      for (const { VersionId } of (await versions(id, session)).filter(
        (version) => version.IsDefaultVersion !== true,
      )) {
        await client.send(new DeletePolicyVersionCommand({ PolicyArn: id, VersionId }));
      }
      await client.send(new DeletePolicyCommand({ PolicyArn: id }));
    });
    await untilGone(() => describe(id, session), id, { timeoutSeconds: 15, signal: session.signal });
  },
};

async function describe(PolicyArn: string, session: Session): Promise<Policy | null> {
  const answer = await orNull(missing, () => session.client(IAMClient).send(new GetPolicyCommand({ PolicyArn })));
  return answer?.Policy ?? null;
}

async function documentOf({ Arn, DefaultVersionId }: Policy, session: Session): Promise<string> {
  const request = new GetPolicyVersionCommand({ PolicyArn: Arn, VersionId: DefaultVersionId });
  return decodeURIComponent((await session.client(IAMClient).send(request)).PolicyVersion?.Document ?? '');
}

async function versions(PolicyArn: string, session: Session): Promise<PolicyVersion[]> {
  const all = [];
  for await (const page of paginateListPolicyVersions({ client: session.client(IAMClient) }, { PolicyArn })) {
    all.push(...(page.Versions ?? []));
  }
  return all;
}

/** The oldest version that is not the default makes room for a new one. */
async function makeRoom(PolicyArn: string, session: Session): Promise<void> {
  const all = await versions(PolicyArn, session);
  if (all.length < versionLimit) return;
  const number = ({ VersionId }: PolicyVersion) => Number(VersionId?.slice(1));
  const old = all
    .filter((version) => version.IsDefaultVersion !== true)
    .sort((left, right) => number(left) - number(right))[0];
  await session.client(IAMClient).send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: old?.VersionId }));
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const made = await describe(id, session);
  if (made === null) return null;
  const { tags, tagsAll } = readTags(fromTagPairs(made.Tags), known, session);
  const inputs = {
    name: made.PolicyName,
    path: made.Path,
    description: made.Description,
    policy: await documentOf(made, session),
    tags,
  };
  const computed = { arn: made.Arn, attachmentCount: made.AttachmentCount, policyId: made.PolicyId, tagsAll };
  return readBack(rules, known, { id, inputs, computed });
}
