/** The drill of docs/security.md, "Restore drill: the payments table", step by step, with the real engine. */
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  RestoreTableToPointInTimeCommand,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { resource, startEngine, type Engine } from './provider/engine.ts';
import type { Answer } from './provider/request.ts';

const settings = {
  ...{ billingMode: 'PAY_PER_REQUEST', hashKey: 'pk', rangeKey: 'sk' },
  attributes: [
    { name: 'pk', type: 'S' },
    { name: 'sk', type: 'S' },
  ],
  ttl: { attributeName: 'expiresAt', enabled: true },
  pointInTimeRecovery: { enabled: true },
  deletionProtectionEnabled: true,
};
const payment = { pk: { S: 'merchant#1' }, sk: { S: 'payment' } };
const [lost, restored] = ['payments', 'payments-drill'];
const table = resource('dynamodb.Table', 'table', { ...settings, name: lost });
const copy = (options: object) => resource('dynamodb.Table', 'copy', { ...settings, name: restored }, { ...options });

let engine: Engine;
let bare: unknown;
let imported: Answer;
let after: Answer;
let deletion: Answer;
let found: unknown;

beforeAll(async () => {
  engine = await startEngine();
  const dynamo = new DynamoDBClient(engine.root);
  await engine.run({ operation: 'up', resources: [table] });
  await dynamo.send(new PutItemCommand({ TableName: lost, Item: { ...payment, amountMinor: { N: '100' } } }));
  const { TableDescription } = await dynamo.send(
    new RestoreTableToPointInTimeCommand({
      ...{ SourceTableName: lost, TargetTableName: restored, UseLatestRestorableTime: true },
    }),
  );
  await waitUntilTableExists({ client: dynamo, maxWaitTime: 30 }, { TableName: restored });
  bare = await protectionOf(dynamo, TableDescription?.TableArn ?? '');
  await protect(dynamo, TableDescription?.TableArn ?? '');
  imported = await engine.run({ operation: 'up', resources: [table, copy({ import: restored, protect: true })] });
  after = await engine.run({ operation: 'preview', resources: [table, copy({ protect: true })] });
  deletion = await engine.run({ operation: 'preview', resources: [table] });
  found = (await dynamo.send(new GetItemCommand({ TableName: restored, Key: payment }))).Item;
  dynamo.destroy();
}, 120_000);
afterAll(() => engine.end());

async function protectionOf(dynamo: DynamoDBClient, ResourceArn: string) {
  const TableName = restored;
  const { Table } = await dynamo.send(new DescribeTableCommand({ TableName }));
  const { ContinuousBackupsDescription: backups } = await dynamo.send(
    new DescribeContinuousBackupsCommand({ TableName }),
  );
  const { TimeToLiveDescription } = await dynamo.send(new DescribeTimeToLiveCommand({ TableName }));
  const { Tags } = await dynamo.send(new ListTagsOfResourceCommand({ ResourceArn }));
  return {
    deletionProtection: Table?.DeletionProtectionEnabled,
    pointInTimeRecovery: backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus,
    timeToLive: TimeToLiveDescription?.TimeToLiveStatus,
    tags: Tags,
  };
}

/** What a restored table does not have, whatever the lost one had. */
async function protect(dynamo: DynamoDBClient, ResourceArn: string): Promise<void> {
  await dynamo.send(new UpdateTableCommand({ TableName: restored, DeletionProtectionEnabled: true }));
  await dynamo.send(
    new UpdateContinuousBackupsCommand({
      TableName: restored,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  await dynamo.send(
    new UpdateTimeToLiveCommand({
      TableName: restored,
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    }),
  );
  await dynamo.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'Project', Value: 'test' }] }));
}

const ofCopy = ({ steps }: Answer) => steps.filter(({ name }) => name === 'copy').map(({ op }) => op);

describe('a table restored to a point in time', () => {
  test('R4: comes back under a new name with the payments that were in it', () => {
    expect(found).toEqual({ ...payment, amountMinor: { N: '100' } });
  });

  test('R4: lacks all protection of the lost one, which is why that comes first', () => {
    expect(bare).toEqual({
      deletionProtection: false,
      pointInTimeRecovery: 'DISABLED',
      timeToLive: 'DISABLED',
      tags: [],
    });
  });

  test('R4: is imported when it is protected, and is then what the program says', () => {
    expect([imported.error, ofCopy(imported)]).toEqual([null, ['import']]);
    expect([after.error, ofCopy(after)]).toEqual([null, ['same']]);
  });

  test('R4: is not deleted by a program that forgets it', () => {
    expect(deletion.error).toMatch(/protect/);
  });
});
