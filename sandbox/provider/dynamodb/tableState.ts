/** What a table is in the account, in the words of its inputs and outputs. */
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  type Tag,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';

import { orNull } from '../absence.ts';
import { objectOf } from '../inputValues.ts';
import { asWritten, eachAsWritten } from '../nestedReadBack.ts';
import { readBack } from '../readBack.ts';
import type { Inputs, ReadResult, Session } from '../resourceType.ts';
import { fromTagPairs, readTags, type Tags } from '../tagSets.ts';
import { globalIndexInputs, localIndexInputs } from './tableIndexes.ts';
import { rules } from './tableRules.ts';

export const tableIsGone = ['ResourceNotFoundException'];

export async function findTable(TableName: string, session: Session): Promise<TableDescription | null> {
  const answer = await orNull(tableIsGone, () =>
    session.client(DynamoDBClient).send(new DescribeTableCommand({ TableName })),
  );
  return answer?.Table ?? null;
}

export async function readTable(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const table = await findTable(id, session);
  if (table === null) return null;
  const arn = table.TableArn ?? '';
  const [pointInTimeRecovery, ttl, allTags] = await Promise.all([
    recovery(id, known, session),
    timeToLive(id, known, session),
    tableTags(arn, session),
  ]);
  const { tags, tagsAll } = readTags(allTags, known, session);
  return readBack(rules, known, {
    id,
    inputs: { ...description(table, known), pointInTimeRecovery, ttl, tags },
    computed: { arn, streamArn: table.LatestStreamArn, streamLabel: table.LatestStreamLabel, tagsAll },
  });
}

function description(table: TableDescription, known: Inputs): Inputs {
  const key = (type: string) => table.KeySchema?.find(({ KeyType }) => KeyType === type)?.AttributeName;
  const unwrittenOfIndex = ['hashKey', 'keySchemas', 'rangeKey', 'readCapacity', 'writeCapacity'];
  const globalIndexes = (table.GlobalSecondaryIndexes ?? []).map(globalIndexInputs);
  return {
    attributes: table.AttributeDefinitions?.map(({ AttributeName, AttributeType }) => ({
      name: AttributeName,
      type: AttributeType,
    })),
    billingMode: table.BillingModeSummary?.BillingMode ?? 'PROVISIONED',
    deletionProtectionEnabled: table.DeletionProtectionEnabled,
    globalSecondaryIndexes: eachAsWritten(unwrittenOfIndex, known['globalSecondaryIndexes'], globalIndexes),
    hashKey: key('HASH'),
    localSecondaryIndexes: (table.LocalSecondaryIndexes ?? []).map(localIndexInputs),
    name: table.TableName,
    rangeKey: key('RANGE'),
    readCapacity: table.ProvisionedThroughput?.ReadCapacityUnits || undefined,
    serverSideEncryption: encryption(table, known),
    streamEnabled: table.StreamSpecification?.StreamEnabled,
    streamViewType: table.StreamSpecification?.StreamViewType,
    tableClass: table.TableClassSummary?.TableClass ?? 'STANDARD',
    writeCapacity: table.ProvisionedThroughput?.WriteCapacityUnits || undefined,
  };
}

function encryption({ SSEDescription: held }: TableDescription, known: Inputs): Inputs {
  const enabled = held?.Status === 'ENABLED';
  const kmsKeyArn = enabled ? held.KMSMasterKeyArn : undefined;
  return asWritten(['kmsKeyArn'], known['serverSideEncryption'], { enabled, kmsKeyArn });
}

async function recovery(TableName: string, known: Inputs, session: Session): Promise<Inputs> {
  const { ContinuousBackupsDescription: backups } = await session
    .client(DynamoDBClient)
    .send(new DescribeContinuousBackupsCommand({ TableName }));
  const held = backups?.PointInTimeRecoveryDescription;
  return asWritten(['recoveryPeriodInDays'], known['pointInTimeRecovery'], {
    enabled: held?.PointInTimeRecoveryStatus === 'ENABLED',
    recoveryPeriodInDays: held?.RecoveryPeriodInDays,
  });
}

async function timeToLive(TableName: string, known: Inputs, session: Session): Promise<Inputs> {
  const { TimeToLiveDescription: held } = await session
    .client(DynamoDBClient)
    .send(new DescribeTimeToLiveCommand({ TableName }));
  const enabled = held?.TimeToLiveStatus === 'ENABLED';
  // AWS forgets the name of the attribute when nothing expires.
  const before = objectOf(known, 'ttl')?.['attributeName'];
  return { attributeName: (enabled ? held.AttributeName : before) ?? undefined, enabled };
}

export async function tableTags(ResourceArn: string, session: Session): Promise<Tags> {
  const tags: Tag[] = [];
  let NextToken: string | undefined;
  do {
    const page = await session.client(DynamoDBClient).send(new ListTagsOfResourceCommand({ ResourceArn, NextToken }));
    tags.push(...(page.Tags ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return fromTagPairs(tags);
}
