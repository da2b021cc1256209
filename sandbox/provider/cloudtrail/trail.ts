import {
  AddTagsCommand,
  CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  ListTagsCommand,
  PutEventSelectorsCommand,
  RemoveTagsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { orNull } from '../absence.ts';
import { flagOf, requiredText, textOf } from '../inputValues.ts';
import { existing, finish } from '../readBack.ts';
import type { Inputs, ResourceType, Session } from '../resourceType.ts';
import { fromTagPairs, tagChanges, tagPairs, wantedTags } from '../tagSets.ts';
import { checkBucket } from './bucketRule.ts';
import { readTrail, read } from './readTrail.ts';

/** Of one account, into a bucket. Logs, topics and selectors of its own are refused; selectors that somebody else set are read. */
export const trail: ResourceType = {
  token: 'aws:cloudtrail/trail:Trail',
  source: 'internal/service/cloudtrail/trail.go, schema',
  required: ['s3BucketName'],
  defaults: {
    ...{ enableLogFileValidation: false, enableLogging: true, includeGlobalServiceEvents: true },
    ...{ isMultiRegionTrail: false, isOrganizationTrail: false },
  },
  served: [
    ...['enableLogFileValidation', 'enableLogging', 'includeGlobalServiceEvents', 'isMultiRegionTrail'],
    ...['isOrganizationTrail', 'kmsKeyId', 'name', 's3BucketName', 's3KeyPrefix', 'tags'],
  ],
  replaceOn: ['name'],
  autoname: { property: 'name', maximumLength: 128 },
  computed: ['arn', 'homeRegion', 'tagsAll'],
  check: ({ includeGlobalServiceEvents, isMultiRegionTrail, isOrganizationTrail }) => [
    ...(isMultiRegionTrail === true && includeGlobalServiceEvents === false
      ? [['includeGlobalServiceEvents', 'a trail of all regions has to include global services'] as const]
      : []),
    ...(isOrganizationTrail === true ? [['isOrganizationTrail', 'the sandbox has no organization'] as const] : []),
  ],
  async create(inputs, session) {
    const client = session.client(CloudTrailClient);
    await checkBucket(inputs, session);
    const TagsList = tagPairs(wantedTags(inputs, session));
    const request = { Name: requiredText(inputs, 'name'), ...settings(inputs) };
    const { TrailARN: id = '' } = await client.send(new CreateTrailCommand({ ...request, TagsList }));
    return finish(id, async () => {
      // A new trail records nothing until it is told to.
      if (flagOf(inputs, 'enableLogging') !== false) await setLogging(id, inputs, session);
      return existing(id, read(id, inputs, session));
    });
  },
  read,
  async update(id, news, _olds, session) {
    const client = session.client(CloudTrailClient);
    await checkBucket(news, session);
    await client.send(new UpdateTrailCommand({ Name: id, ...settings(news) }));
    await setLogging(id, news, session);
    // The program has none, so that those of somebody else go: what is left is the one that every trail has.
    const { HasCustomEventSelectors } = (await readTrail(id, session)) ?? {};
    if (HasCustomEventSelectors === true) {
      const EventSelectors = [{ ReadWriteType: 'All' as const, IncludeManagementEvents: true, DataResources: [] }];
      await client.send(new PutEventSelectorsCommand({ TrailName: id, EventSelectors }));
    }
    await retag(id, news, session);
    return existing(id, read(id, news, session));
  },
  async delete(Name, _outputs, session) {
    const request = new DeleteTrailCommand({ Name });
    await orNull(['TrailNotFoundException'], () => session.client(CloudTrailClient).send(request));
  },
};

const settings = (inputs: Inputs) => ({
  S3BucketName: requiredText(inputs, 's3BucketName'),
  S3KeyPrefix: textOf(inputs, 's3KeyPrefix'),
  KmsKeyId: textOf(inputs, 'kmsKeyId'),
  IncludeGlobalServiceEvents: flagOf(inputs, 'includeGlobalServiceEvents'),
  IsMultiRegionTrail: flagOf(inputs, 'isMultiRegionTrail'),
  EnableLogFileValidation: flagOf(inputs, 'enableLogFileValidation'),
});

async function setLogging(Name: string, inputs: Inputs, session: Session): Promise<void> {
  const client = session.client(CloudTrailClient);
  if (flagOf(inputs, 'enableLogging') === false) await client.send(new StopLoggingCommand({ Name }));
  else await client.send(new StartLoggingCommand({ Name }));
}

async function retag(ResourceId: string, news: Inputs, session: Session): Promise<void> {
  const client = session.client(CloudTrailClient);
  const { ResourceTagList = [] } = await client.send(new ListTagsCommand({ ResourceIdList: [ResourceId] }));
  const { set, remove } = tagChanges(fromTagPairs(ResourceTagList[0]?.TagsList), wantedTags(news, session));
  if (remove.length > 0)
    await client.send(new RemoveTagsCommand({ ResourceId, TagsList: remove.map((Key) => ({ Key })) }));
  if (Object.keys(set).length > 0) await client.send(new AddTagsCommand({ ResourceId, TagsList: tagPairs(set) }));
}
