import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
} from '@aws-sdk/client-cloudtrail';
import type { AdvancedEventSelector, EventSelector, Trail } from '@aws-sdk/client-cloudtrail';
import { orNull } from '../absence.ts';
import { readBack } from '../readBack.ts';
import type { Inputs, ReadResult, Session } from '../resourceType.ts';
import { fromTagPairs, readTags } from '../tagSets.ts';

export async function readTrail(arn: string, session: Session): Promise<Trail | null> {
  const request = new DescribeTrailsCommand({ trailNameList: [arn] });
  const answer = await orNull(['TrailNotFoundException'], () => session.client(CloudTrailClient).send(request));
  return answer?.trailList?.[0] ?? null;
}

export async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const client = session.client(CloudTrailClient);
  const held = await readTrail(id, session);
  if (held === null) return null;
  const { IsLogging } = await client.send(new GetTrailStatusCommand({ Name: id }));
  const { ResourceTagList } = await client.send(new ListTagsCommand({ ResourceIdList: [id] }));
  const { tags, tagsAll } = readTags(fromTagPairs(ResourceTagList?.[0]?.TagsList), known, session);
  const inputs = {
    ...{ name: held.Name, s3BucketName: held.S3BucketName, s3KeyPrefix: held.S3KeyPrefix, kmsKeyId: held.KmsKeyId },
    ...{ enableLogging: IsLogging, enableLogFileValidation: held.LogFileValidationEnabled },
    ...{ includeGlobalServiceEvents: held.IncludeGlobalServiceEvents, isMultiRegionTrail: held.IsMultiRegionTrail },
    isOrganizationTrail: held.IsOrganizationTrail,
    ...(held.HasCustomEventSelectors === true ? await selectors(id, client) : {}),
    tags,
  };
  return readBack({}, known, { id, inputs, computed: { arn: held.TrailARN, homeRegion: held.HomeRegion, tagsAll } });
}

/** Which events it records, where somebody narrowed that down: an alarm may hear of nothing then. */
async function selectors(TrailName: string, client: CloudTrailClient): Promise<Inputs> {
  const answer = await client.send(new GetEventSelectorsCommand({ TrailName }));
  const { EventSelectors: simple = [], AdvancedEventSelectors: advanced = [] } = answer;
  return { eventSelectors: simple.map(fromSelector), advancedEventSelectors: advanced.map(fromAdvanced) };
}

const fromSelector = (selector: EventSelector): Inputs => ({
  readWriteType: selector.ReadWriteType,
  includeManagementEvents: selector.IncludeManagementEvents,
  excludeManagementEventSources: selector.ExcludeManagementEventSources ?? [],
  dataResources: (selector.DataResources ?? []).map(({ Type, Values }) => ({ type: Type, values: Values })),
});

const fromAdvanced = ({ Name, FieldSelectors = [] }: AdvancedEventSelector): Inputs => ({
  name: Name,
  fieldSelectors: FieldSelectors.map((field) => ({
    ...{ field: field.Field, equals: field.Equals, notEquals: field.NotEquals, startsWith: field.StartsWith },
    ...{ notStartsWith: field.NotStartsWith, endsWith: field.EndsWith, notEndsWith: field.NotEndsWith },
  })),
});
