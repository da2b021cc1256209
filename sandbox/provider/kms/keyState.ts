/** What the account holds of a key. */
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  paginateListResourceTags,
} from '@aws-sdk/client-kms';
import type { KeyMetadata } from '@aws-sdk/client-kms';
import { orNull } from '../absence.ts';
import type { Session } from '../resourceType.ts';
import { fromTagPairs, type Tags } from '../tagSets.ts';

/** A key whose deletion is scheduled counts as gone, as with the real provider. */
export async function describe(id: string, session: Session): Promise<KeyMetadata | null> {
  const answer = await orNull(['NotFoundException'], () =>
    session.client(KMSClient).send(new DescribeKeyCommand({ KeyId: id })),
  );
  const metadata = answer?.KeyMetadata;
  return metadata === undefined || metadata.KeyState?.startsWith('Pending') === true ? null : metadata;
}

export interface KeyState {
  readonly metadata: KeyMetadata;
  readonly policy: string;
  readonly rotation: { readonly enabled: boolean; readonly periodInDays: number | undefined };
  readonly tags: Tags;
}

/** Four reads, each of which the real provider makes and cannot do without. */
export async function keyState(id: string, session: Session): Promise<KeyState | null> {
  const metadata = await describe(id, session);
  if (metadata === null) return null;
  const client = session.client(KMSClient);
  const policy = (await client.send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: 'default' }))).Policy ?? '';
  const rotation = await client.send(new GetKeyRotationStatusCommand({ KeyId: id }));
  const pairs = [];
  for await (const page of paginateListResourceTags({ client }, { KeyId: id })) {
    pairs.push(...(page.Tags ?? []).map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue })));
  }
  const enabled = rotation.KeyRotationEnabled === true;
  return {
    metadata,
    policy,
    rotation: { enabled, periodInDays: rotation.RotationPeriodInDays },
    tags: fromTagPairs(pairs),
  };
}
