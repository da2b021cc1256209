/** Keys of KMS have no names: which one is behind an alias, and which one a run that died left without. */
import {
  DescribeKeyCommand,
  type KMSClient,
  ListResourceTagsCommand,
  paginateListAliases,
  paginateListKeys,
} from '@aws-sdk/client-kms';
import { managedBy } from '../../../infra/bootstrap/landscape.ts';
import { errorCode, readFailure } from '../sdkError.ts';

interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** Whether bootstrap made what carries these tags. */
export const isOurs = (tags: readonly Tag[] | undefined): boolean =>
  tags?.some(({ Key, Value }) => Key === managedBy.tag && Value === managedBy.value) === true;

/** The key behind an alias; null when there is no such alias. */
export const aliasTarget = async (kms: KMSClient, name: string): Promise<string | null> =>
  (await aliasTargets(kms)).get(name) ?? null;

async function aliasTargets(kms: KMSClient): Promise<ReadonlyMap<string, string>> {
  const targets = new Map<string, string>();
  for await (const { Aliases = [] } of paginateListAliases({ client: kms }, {})) {
    for (const { AliasName = '', TargetKeyId } of Aliases)
      if (TargetKeyId !== undefined) targets.set(AliasName, TargetKeyId);
  }
  return targets;
}

/** The key of this description that bootstrap made and that has no alias: the run that made it died in between. */
export async function keyLeft(kms: KMSClient, description: string): Promise<string | null> {
  const named = new Set((await aliasTargets(kms)).values());
  for await (const { Keys = [] } of paginateListKeys({ client: kms }, {})) {
    for (const { KeyId = '' } of Keys) {
      if (named.has(KeyId) || !(await keyIsOurs(kms, KeyId))) continue;
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
      if (KeyMetadata?.Description === description) return KeyId;
    }
  }
  return null;
}

/** Keys that AWS manages do not show their tags to anybody; a key that is about to be deleted is none any more. */
export async function keyIsOurs(kms: KMSClient, KeyId: string): Promise<boolean> {
  try {
    const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId }));
    return isOurs(Tags.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue })));
  } catch (cause) {
    if (['denied', 'absent'].includes(readFailure(cause)) || errorCode(cause) === 'KMSInvalidStateException')
      return false;
    throw cause;
  }
}
