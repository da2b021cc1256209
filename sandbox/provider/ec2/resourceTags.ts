/** Tags of EC2 resources go with the create request and change by CreateTags and DeleteTags. */
import { CreateTagsCommand, DeleteTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { ResourceType as TaggedKind, Tag } from '@aws-sdk/client-ec2';
import type { Inputs, Session } from '../resourceType.ts';
import { fromTagPairs, tagChanges, tagPairs, wantedTags } from '../tagSets.ts';

export function tagSpecifications(kind: TaggedKind, inputs: Inputs, session: Session) {
  const Tags = tagPairs(wantedTags(inputs, session));
  return Tags.length === 0 ? {} : { TagSpecifications: [{ ResourceType: kind, Tags }] };
}

export async function retag(
  id: string,
  actual: readonly Tag[] | undefined,
  news: Inputs,
  session: Session,
): Promise<void> {
  const { set, remove } = tagChanges(fromTagPairs(actual), wantedTags(news, session));
  const client = session.client(EC2Client);
  const Resources = [id];
  if (remove.length > 0) await client.send(new DeleteTagsCommand({ Resources, Tags: remove.map((Key) => ({ Key })) }));
  if (Object.keys(set).length > 0) await client.send(new CreateTagsCommand({ Resources, Tags: tagPairs(set) }));
}
