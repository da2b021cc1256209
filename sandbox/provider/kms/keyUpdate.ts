/** One call a property, and only for what differs. A disabled key cannot be changed: enabling comes first, disabling last. */
import {
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  KMSClient,
  PutKeyPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateKeyDescriptionCommand,
} from '@aws-sdk/client-kms';
import { flagOf, numberOf, textOf } from '../inputValues.ts';
import { samePolicy } from '../policyDocument.ts';
import type { Inputs, Session } from '../resourceType.ts';
import { tagChanges, wantedTags } from '../tagSets.ts';
import type { KeyState } from './keyState.ts';

export async function setKeyProperties(
  KeyId: string,
  current: KeyState,
  news: Inputs,
  session: Session,
): Promise<void> {
  const client = session.client(KMSClient);
  const wantedOn = flagOf(news, 'isEnabled') ?? true;
  if (wantedOn && current.metadata.Enabled === false) await client.send(new EnableKeyCommand({ KeyId }));
  const period = numberOf(news, 'rotationPeriodInDays');
  const rotates = flagOf(news, 'enableKeyRotation') ?? false;
  const otherPeriod = rotates && period !== undefined && period !== current.rotation.periodInDays;
  if (rotates !== current.rotation.enabled || otherPeriod) await setRotation(KeyId, news, session);
  const Description = textOf(news, 'description');
  if (Description !== undefined && Description !== current.metadata.Description) {
    await client.send(new UpdateKeyDescriptionCommand({ KeyId, Description }));
  }
  const Policy = textOf(news, 'policy');
  if (Policy !== undefined && !samePolicy(Policy, current.policy)) {
    const BypassPolicyLockoutSafetyCheck = flagOf(news, 'bypassPolicyLockoutSafetyCheck');
    await client.send(
      new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy, BypassPolicyLockoutSafetyCheck }),
    );
  }
  await retag(KeyId, current, news, session);
  if (!wantedOn && current.metadata.Enabled === true) await client.send(new DisableKeyCommand({ KeyId }));
}

export async function setRotation(KeyId: string, news: Inputs, session: Session): Promise<void> {
  const client = session.client(KMSClient);
  const RotationPeriodInDays = numberOf(news, 'rotationPeriodInDays');
  if (flagOf(news, 'enableKeyRotation') === true) {
    await client.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays }));
  } else {
    await client.send(new DisableKeyRotationCommand({ KeyId }));
  }
}

async function retag(KeyId: string, current: KeyState, news: Inputs, session: Session): Promise<void> {
  const client = session.client(KMSClient);
  const { set, remove } = tagChanges(current.tags, wantedTags(news, session));
  if (remove.length > 0) await client.send(new UntagResourceCommand({ KeyId, TagKeys: remove }));
  const Tags = Object.entries(set).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  if (Tags.length > 0) await client.send(new TagResourceCommand({ KeyId, Tags }));
}
