/** Tags of IAM resources go with the create request; changes have one pair of calls per kind of resource. */
import type { Tag } from '@aws-sdk/client-iam';
import type { Inputs, Session } from '../resourceType.ts';
import { fromTagPairs, tagChanges, tagPairs, wantedTags } from '../tagSets.ts';

interface TagCalls {
  tag(tags: { Key: string; Value: string }[]): Promise<unknown>;
  untag(keys: string[]): Promise<unknown>;
}

export async function retag(actual: Tag[] | undefined, news: Inputs, session: Session, calls: TagCalls): Promise<void> {
  const { set, remove } = tagChanges(fromTagPairs(actual), wantedTags(news, session));
  if (remove.length > 0) await calls.untag(remove);
  if (Object.keys(set).length > 0) await calls.tag(tagPairs(set));
}
