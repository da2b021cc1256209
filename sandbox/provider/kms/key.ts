import { CreateKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import type { KeySpec, KeyUsageType } from '@aws-sdk/client-kms';
import { orNull, untilGone } from '../absence.ts';
import { flagOf, numberOf, textOf } from '../inputValues.ts';
import { samePolicy } from '../policyDocument.ts';
import { outOfRange } from '../ranges.ts';
import { existing, finish, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { readTags, wantedTags, type Tags } from '../tagSets.ts';
import { policyProblem } from '../iam/policyGrammar.ts';
import { lockout } from './keyPolicy.ts';
import { describe, keyState } from './keyState.ts';
import { setKeyProperties, setRotation } from './keyUpdate.ts';

const rules = {
  optionalComputed: ['description', 'multiRegion', 'policy', 'rotationPeriodInDays'],
  equal: (property: string, left: unknown, right: unknown) => property === 'policy' && samePolicy(left, right),
};

/** What only the provider looks at; the account holds nothing of it. */
const ownProperties = ['bypassPolicyLockoutSafetyCheck', 'deletionWindowInDays'];

export const key: ResourceType = {
  token: 'aws:kms/key:Key',
  required: [],
  defaults: {
    bypassPolicyLockoutSafetyCheck: false,
    customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    enableKeyRotation: false,
    isEnabled: true,
    keyUsage: 'ENCRYPT_DECRYPT',
  },
  replaceOn: ['customerMasterKeySpec', 'keyUsage', 'multiRegion'],
  served: [
    ...['customerMasterKeySpec', 'description', 'enableKeyRotation', 'isEnabled', 'keyUsage', 'multiRegion', 'policy'],
    ...['rotationPeriodInDays', 'tags', ...ownProperties],
  ],
  ...rules,
  source: 'internal/service/kms/key.go, schema',
  computed: ['arn', 'keyId', 'tagsAll'],
  check(inputs) {
    const policy = textOf(inputs, 'policy');
    const problem = policy === undefined ? null : policyProblem(policy, 'resource');
    const rotates = flagOf(inputs, 'enableKeyRotation') === true;
    return [
      ...outOfRange(inputs, { deletionWindowInDays: [7, 30], rotationPeriodInDays: [90, 2560] }),
      ...(problem === null ? [] : [['policy', problem] as const]),
      ...(inputs['rotationPeriodInDays'] === undefined || rotates
        ? []
        : [['rotationPeriodInDays', 'needs enableKeyRotation'] as const]),
    ];
  },
  async create(inputs, session) {
    lockout(inputs, session);
    const Tags = keyTags(wantedTags(inputs, session));
    const request = new CreateKeyCommand({
      BypassPolicyLockoutSafetyCheck: flagOf(inputs, 'bypassPolicyLockoutSafetyCheck'),
      KeySpec: textOf(inputs, 'customerMasterKeySpec') as KeySpec,
      KeyUsage: textOf(inputs, 'keyUsage') as KeyUsageType,
      Description: textOf(inputs, 'description'),
      MultiRegion: flagOf(inputs, 'multiRegion'),
      Policy: textOf(inputs, 'policy'),
      ...(Tags.length > 0 ? { Tags } : {}),
    });
    const id = (await session.client(KMSClient).send(request)).KeyMetadata?.KeyId ?? '';
    return finish(id, async () => {
      if (flagOf(inputs, 'enableKeyRotation') === true) await setRotation(id, inputs, session);
      return apply(id, inputs, session);
    });
  },
  read,
  async update(id, news, _olds, session) {
    lockout(news, session);
    return apply(id, news, session);
  },
  async delete(id, outputs, session) {
    const PendingWindowInDays = numberOf(outputs, 'deletionWindowInDays');
    const request = new ScheduleKeyDeletionCommand({
      KeyId: id,
      ...(PendingWindowInDays ? { PendingWindowInDays } : {}),
    });
    await orNull(['NotFoundException'], () => session.client(KMSClient).send(request));
    await untilGone(() => describe(id, session), id, { timeoutSeconds: 15, signal: session.signal });
  },
};

const keyTags = (tags: Tags) => Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

async function apply(id: string, news: Inputs, session: Session): Promise<ReadResult> {
  const current = await keyState(id, session);
  if (current !== null) await setKeyProperties(id, current, news, session);
  return existing(id, read(id, news, session));
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const current = await keyState(id, session);
  if (current === null) return null;
  const { metadata, policy, rotation } = current;
  const { tags, tagsAll } = readTags(current.tags, known, session);
  const inputs = {
    customerMasterKeySpec: metadata.KeySpec,
    description: metadata.Description,
    enableKeyRotation: rotation.enabled,
    isEnabled: metadata.Enabled,
    keyUsage: metadata.KeyUsage,
    multiRegion: metadata.MultiRegion,
    policy,
    // AWS tells no period while rotation is off.
    rotationPeriodInDays: rotation.enabled ? rotation.periodInDays : undefined,
    ...Object.fromEntries(ownProperties.map((property) => [property, known[property]])),
    tags,
  };
  return readBack(rules, known, { id, inputs, computed: { arn: metadata.Arn, keyId: metadata.KeyId, tagsAll } });
}
