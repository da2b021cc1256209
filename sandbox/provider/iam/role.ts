import {
  CreateRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  IAMClient,
  ListInstanceProfilesForRoleCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagRoleCommand,
  UntagRoleCommand,
} from '@aws-sdk/client-iam';
import type { Role } from '@aws-sdk/client-iam';
import { orNull, untilGone } from '../absence.ts';
import { flagOf, numberOf, requiredText, textOf } from '../inputValues.ts';
import { samePolicy } from '../policyDocument.ts';
import { existing, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { fromTagPairs, readTags, tagPairs, wantedTags } from '../tagSets.ts';
import { retag } from './identityTags.ts';
import { policyProblem } from './policyGrammar.ts';
import { detachAll, policiesOf } from './rolePolicies.ts';
import { setRoleProperties } from './roleUpdate.ts';

const rules = {
  optionalComputed: ['inlinePolicies', 'managedPolicyArns'],
  equal: (property: string, left: unknown, right: unknown) =>
    property === 'assumeRolePolicy' && samePolicy(left, right),
};

export const role: ResourceType = {
  token: 'aws:iam/role:Role',
  required: ['assumeRolePolicy'],
  defaults: { forceDetachPolicies: false, maxSessionDuration: 3600, path: '/' },
  replaceOn: ['name', 'path'],
  served: [
    'assumeRolePolicy',
    'description',
    'forceDetachPolicies',
    'maxSessionDuration',
    'name',
    'path',
    'permissionsBoundary',
    'tags',
  ],
  autoname: { property: 'name', maximumLength: 64 },
  ...rules,
  source: 'internal/service/iam/role.go, schema',
  computed: ['arn', 'createDate', 'tagsAll', 'uniqueId'],
  check(inputs) {
    const text = textOf(inputs, 'assumeRolePolicy');
    const problem = text === undefined ? null : policyProblem(text, 'trust');
    return problem === null ? [] : [['assumeRolePolicy', problem]];
  },
  async create(inputs, session) {
    const Tags = tagPairs(wantedTags(inputs, session));
    const request = new CreateRoleCommand({
      RoleName: requiredText(inputs, 'name'),
      Path: textOf(inputs, 'path'),
      AssumeRolePolicyDocument: requiredText(inputs, 'assumeRolePolicy'),
      Description: textOf(inputs, 'description') || undefined,
      MaxSessionDuration: numberOf(inputs, 'maxSessionDuration'),
      PermissionsBoundary: textOf(inputs, 'permissionsBoundary') || undefined,
      ...(Tags.length > 0 ? { Tags } : {}),
    });
    const id = (await session.client(IAMClient).send(request)).Role?.RoleName ?? '';
    return existing(id, read(id, inputs, session));
  },
  read,
  async update(id, news, _olds, session) {
    const client = session.client(IAMClient);
    const current = await describe(id, session);
    if (current !== null) await setRoleProperties(current, news, session);
    await retag(current?.Tags, news, session, {
      tag: (Tags) => client.send(new TagRoleCommand({ RoleName: id, Tags })),
      untag: (TagKeys) => client.send(new UntagRoleCommand({ RoleName: id, TagKeys })),
    });
    return existing(id, read(id, news, session));
  },
  async delete(id, outputs, session) {
    await orNull(['NoSuchEntityException', 'NoSuchEntity'], () => remove(id, outputs, session));
    await untilGone(() => describe(id, session), id, { timeoutSeconds: 15, signal: session.signal });
  },
};

async function remove(RoleName: string, outputs: Inputs, session: Session): Promise<void> {
  const client = session.client(IAMClient);
  const profiles = await client.send(new ListInstanceProfilesForRoleCommand({ RoleName }));
  for (const { InstanceProfileName } of profiles.InstanceProfiles ?? []) {
    await client.send(new RemoveRoleFromInstanceProfileCommand({ RoleName, InstanceProfileName }));
  }
  await detachAll(RoleName, outputs, flagOf(outputs, 'forceDetachPolicies') === true, session);
  await client.send(new DeleteRoleCommand({ RoleName }));
}

async function describe(RoleName: string, session: Session): Promise<Role | null> {
  const answer = await orNull(['NoSuchEntityException', 'NoSuchEntity'], () =>
    session.client(IAMClient).send(new GetRoleCommand({ RoleName })),
  );
  return answer?.Role ?? null;
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const made = await describe(id, session);
  if (made === null) return null;
  const { tags, tagsAll } = readTags(fromTagPairs(made.Tags), known, session);
  const inputs = {
    name: made.RoleName,
    path: made.Path,
    assumeRolePolicy: decodeURIComponent(made.AssumeRolePolicyDocument ?? ''),
    description: made.Description,
    maxSessionDuration: made.MaxSessionDuration,
    permissionsBoundary: made.PermissionsBoundary?.PermissionsBoundaryArn,
    // Only the provider itself looks at this property; nothing of it is in the account.
    forceDetachPolicies: known['forceDetachPolicies'] ?? false,
    ...(await policiesOf(id, session)),
    tags,
  };
  const computed = { arn: made.Arn, createDate: made.CreateDate?.toISOString(), uniqueId: made.RoleId, tagsAll };
  return readBack(rules, known, { id, inputs, computed });
}
