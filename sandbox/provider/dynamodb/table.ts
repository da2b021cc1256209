import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  type SSESpecification,
  type UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';

import { orNull } from '../absence.ts';
import { changes } from '../difference.ts';
import { objectOf, objectsOf, requiredText, textOf } from '../inputValues.ts';
import { CreatedIncompletely } from '../createdIncompletely.ts';
import { until, whileSettling } from '../propagation.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { tagChanges, tagPairs, wantedTags } from '../tagSets.ts';
import { globalIndex, indexKeys, indexUpdates, localIndex, throughputOf } from './tableIndexes.ts';
import { check, defaults, rules, served } from './tableRules.ts';
import { findTable, readTable, tableIsGone, tableTags } from './tableState.ts';

const waiting = ({ signal }: Session) => ({ signal, timeoutSeconds: 120 });

export const table: ResourceType = {
  ...rules,
  token: 'aws:dynamodb/table:Table',
  source: 'internal/service/dynamodb/table.go: resourceTable',
  required: [],
  served,
  defaults,
  computed: ['arn', 'streamArn', 'streamLabel', 'tagsAll'],
  autoname: { property: 'name', maximumLength: 255 },
  recomputed: (news, olds) =>
    changed(news, olds).some((name) => /^stream/.test(name)) ? ['streamArn', 'streamLabel'] : [],
  check,
  create,
  read: readTable,
  update,
  delete: remove,
};

function changed(news: Inputs, olds: Inputs): string[] {
  return [...new Set(changes(rules, olds, news).map(({ path }) => String(path[0])))];
}

async function create(inputs: Inputs, session: Session): Promise<ReadResult> {
  const name = requiredText(inputs, 'name');
  const globalIndexes = objectsOf(inputs, 'globalSecondaryIndexes') ?? [];
  const localIndexes = objectsOf(inputs, 'localSecondaryIndexes') ?? [];
  const mode = inputs['billingMode'];
  await session.client(DynamoDBClient).send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: mode as 'PAY_PER_REQUEST',
      KeySchema: indexKeys(inputs),
      AttributeDefinitions: definitions(inputs),
      DeletionProtectionEnabled: inputs['deletionProtectionEnabled'] === true,
      TableClass: textOf(inputs, 'tableClass') as 'STANDARD',
      Tags: tagPairs(wantedTags(inputs, session)),
      ...throughputOf(inputs, mode),
      ...(globalIndexes.length === 0
        ? {}
        : { GlobalSecondaryIndexes: globalIndexes.map((index) => globalIndex(index, mode)) }),
      ...(localIndexes.length === 0
        ? {}
        : { LocalSecondaryIndexes: localIndexes.map((index) => localIndex(index, inputs)) }),
      ...(inputs['streamEnabled'] === true ? { StreamSpecification: stream(inputs) } : {}),
      ...(inputs['serverSideEncryption'] === undefined ? {} : { SSESpecification: encryption(inputs) }),
    }),
  );
  try {
    await active(name, session);
    if (objectOf(inputs, 'ttl')?.['enabled'] === true) await setTimeToLive(name, inputs, session);
    if (objectOf(inputs, 'pointInTimeRecovery')?.['enabled'] === true) await setRecovery(name, inputs, session);
    return found(await readTable(name, inputs, session), name);
  } catch (error) {
    throw new CreatedIncompletely(name, error);
  }
}

async function update(id: string, news: Inputs, olds: Inputs, session: Session): Promise<ReadResult> {
  const names = changed(news, olds);
  await retag(id, news, session);
  const updates = names.includes('globalSecondaryIndexes') ? indexUpdates(news, olds) : [];
  for (const change of updates.filter(({ Delete }) => Delete !== undefined))
    await send(id, { GlobalSecondaryIndexUpdates: [change] }, session);
  const resized = updates.filter(({ Update }) => Update !== undefined);
  const whole = { ...settings(news, names), ...(resized.length === 0 ? {} : { GlobalSecondaryIndexUpdates: resized }) };
  if (Object.keys(whole).length > 0) await send(id, whole, session);
  for (const change of updates.filter(({ Create }) => Create !== undefined)) {
    await send(id, { AttributeDefinitions: definitions(news), GlobalSecondaryIndexUpdates: [change] }, session);
  }
  // The service wants it to be the only change of a request.
  if (names.includes('serverSideEncryption')) await send(id, { SSESpecification: encryption(news) }, session);
  if (names.includes('ttl')) await setTimeToLive(id, news, session);
  if (names.includes('pointInTimeRecovery')) await setRecovery(id, news, session);
  return found(await readTable(id, news, session), id);
}

function settings(news: Inputs, names: readonly string[]): Partial<UpdateTableCommandInput> {
  const any = (...wanted: string[]) => wanted.some((name) => names.includes(name));
  const mode = news['billingMode'];
  return {
    ...(any('billingMode', 'readCapacity', 'writeCapacity')
      ? { BillingMode: mode as 'PROVISIONED', ...throughputOf(news, mode) }
      : {}),
    ...(any('deletionProtectionEnabled')
      ? { DeletionProtectionEnabled: news['deletionProtectionEnabled'] === true }
      : {}),
    ...(any('streamEnabled', 'streamViewType') ? { StreamSpecification: stream(news) } : {}),
    ...(any('tableClass') ? { TableClass: textOf(news, 'tableClass') as 'STANDARD' } : {}),
  };
}

async function remove(id: string, _outputs: Inputs, session: Session): Promise<void> {
  const { client } = { client: session.client(DynamoDBClient) };
  await whileSettling(
    [['ResourceInUseException', '']],
    () => orNull(tableIsGone, () => client.send(new DeleteTableCommand({ TableName: id }))),
    waiting(session),
  );
  await until(
    () => findTable(id, session),
    (held) => held === null,
    `table ${id} to be deleted`,
    waiting(session),
  );
}

async function send(TableName: string, change: Partial<UpdateTableCommandInput>, session: Session): Promise<void> {
  await session.client(DynamoDBClient).send(new UpdateTableCommand({ ...change, TableName }));
  await active(TableName, session);
}

/** The table and all its indexes: only then the next change is taken. */
async function active(name: string, session: Session): Promise<void> {
  const ask = () => findTable(name, session);
  await until(
    ask,
    (held) =>
      held?.TableStatus === 'ACTIVE' &&
      (held.GlobalSecondaryIndexes ?? []).every(
        ({ IndexStatus }) => IndexStatus === undefined || IndexStatus === 'ACTIVE',
      ),
    `table ${name} to be active`,
    waiting(session),
  );
}

async function setTimeToLive(TableName: string, inputs: Inputs, session: Session): Promise<void> {
  const ttl = objectOf(inputs, 'ttl') ?? {};
  const TimeToLiveSpecification = { AttributeName: textOf(ttl, 'attributeName'), Enabled: ttl['enabled'] === true };
  await session.client(DynamoDBClient).send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
}

async function setRecovery(TableName: string, inputs: Inputs, session: Session): Promise<void> {
  const recovery = objectOf(inputs, 'pointInTimeRecovery') ?? {};
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: recovery['enabled'] === true };
  await whileSettling(
    [['ContinuousBackupsUnavailableException', 'Backups are being enabled']],
    () =>
      session
        .client(DynamoDBClient)
        .send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification })),
    waiting(session),
  );
}

async function retag(id: string, news: Inputs, session: Session): Promise<void> {
  const client = session.client(DynamoDBClient);
  const ResourceArn = (await findTable(id, session))?.TableArn ?? '';
  const { set, remove: TagKeys } = tagChanges(await tableTags(ResourceArn, session), wantedTags(news, session));
  if (TagKeys.length > 0) await client.send(new UntagResourceCommand({ ResourceArn, TagKeys }));
  if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ ResourceArn, Tags: tagPairs(set) }));
}

function definitions(inputs: Inputs) {
  const attributes = objectsOf(inputs, 'attributes') ?? [];
  return attributes.map((attribute) => ({
    AttributeName: textOf(attribute, 'name'),
    AttributeType: textOf(attribute, 'type') as 'S',
  }));
}

function stream(inputs: Inputs) {
  const StreamEnabled = inputs['streamEnabled'] === true;
  return StreamEnabled
    ? { StreamEnabled, StreamViewType: textOf(inputs, 'streamViewType') as 'NEW_IMAGE' }
    : { StreamEnabled };
}

function encryption(inputs: Inputs): SSESpecification {
  const wanted = objectOf(inputs, 'serverSideEncryption') ?? {};
  const key = textOf(wanted, 'kmsKeyArn');
  if (wanted['enabled'] !== true) return { Enabled: false };
  return key === undefined ? { Enabled: true } : { Enabled: true, KMSMasterKeyId: key, SSEType: 'KMS' };
}

function found(result: ReadResult | null, id: string): ReadResult {
  if (result === null) throw new Error(`DynamoDB Table (${id}) cannot be found right after it was written`);
  return result;
}
