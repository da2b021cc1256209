import {
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { table } from '../../../sandbox/provider/dynamodb/table.ts';
import { unknownValue } from '../../../sandbox/provider/resourceType.ts';
import { account, emulatedAccount, engineFor, region, type EmulatedAccount } from './emulatedAccount.ts';

let aws: EmulatedAccount;
let dynamodb: DynamoDBClient;

beforeAll(async () => {
  aws = await emulatedAccount({ Project: 'payments' });
  dynamodb = aws.client(DynamoDBClient);
}, 60_000);
afterAll(() => aws.close());

const tables = () => engineFor(table, aws.session);
const key = (letter: string) => `arn:aws:kms:${region}:${account}:key/${letter.repeat(8)}-0000-4000-8000-000000000000`;
const owed = {
  name: 'owed',
  keySchemas: [
    { attributeName: 'shard', keyType: 'HASH' },
    { attributeName: 'since', keyType: 'RANGE' },
  ],
  projectionType: 'KEYS_ONLY',
};

const program = (name: string, more: Record<string, unknown> = {}) => ({
  name,
  billingMode: 'PAY_PER_REQUEST',
  hashKey: 'pk',
  attributes: ['shard', 'since', 'pk'].map((attribute) => ({ name: attribute, type: 'S' })),
  globalSecondaryIndexes: [owed],
  ttl: { attributeName: 'expiresAt', enabled: true },
  pointInTimeRecovery: { enabled: true },
  serverSideEncryption: { enabled: true, kmsKeyArn: key('a') },
  deletionProtectionEnabled: true,
  ...more,
});

const unprotected = (name: string) => program(name, { deletionProtectionEnabled: false });

describe('R4: a table', () => {
  test('R4: reads back as it was made, and shows every change by hand under its own path', async () => {
    const made = await tables().create(program('changed'));
    const arn = `arn:aws:dynamodb:${region}:${account}:table/changed`;
    expect(made).toMatchObject({ id: 'changed', outputs: { arn, name: 'changed', tagsAll: { Project: 'payments' } } });
    expect(await tables().drift(made)).toEqual([]);
    const TableName = 'changed';
    await dynamodb.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
      }),
    );
    await dynamodb.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: false },
      }),
    );
    await dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
    await dynamodb.send(
      new UpdateTableCommand({
        TableName,
        SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: key('b') },
      }),
    );
    await dynamodb.send(
      new UpdateTableCommand({ TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'owed' } }] }),
    );
    await dynamodb.send(new TagResourceCommand({ ResourceArn: arn, Tags: [{ Key: 'Stranger', Value: 'yes' }] }));
    const drifted = await tables().drift(made);
    expect(drifted).toEqual(
      expect.arrayContaining([
        ...[
          'deletionProtectionEnabled',
          'globalSecondaryIndexes',
          'pointInTimeRecovery.enabled',
          'serverSideEncryption.kmsKeyArn',
        ],
        ...['tags', 'tagsAll.Stranger', 'ttl.enabled'],
      ]),
    );
    expect(drifted?.filter((path) => !/^(attributes|deletion|global|point|server|tags|ttl)/.test(path))).toEqual([]);
    const actual = await tables().refreshed(made);
    const repaired = await tables().update({ ...made, inputs: actual?.inputs ?? {} }, program('changed'));
    expect(await tables().drift(repaired)).toEqual([]);
    await expect(tables().remove(repaired)).rejects.toThrow(/protect/i);
    await tables().remove(await tables().update(repaired, unprotected('changed')));
    expect(await tables().drift(repaired)).toBeNull();
  });

  test('R4: recovery that the program switches off is off, and a difference when somebody switches it on', async () => {
    const off = { ...unprotected('unrecoverable'), pointInTimeRecovery: { enabled: false } };
    const made = await tables().create(off);
    expect(await tables().drift(made)).toEqual([]);
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    await dynamodb.send(
      new UpdateContinuousBackupsCommand({ TableName: 'unrecoverable', PointInTimeRecoverySpecification }),
    );
    expect(await tables().drift(made)).toEqual(['pointInTimeRecovery.enabled']);
    await tables().remove(made);
  });

  test('R37: what the program leaves to AWS is no difference', async () => {
    const bare = {
      name: 'bare',
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'pk',
      attributes: [{ name: 'pk', type: 'S' }],
    };
    const made = await tables().create(bare);
    expect(await tables().drift(made)).toEqual([]);
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName: 'bare', PointInTimeRecoverySpecification }));
    expect(await tables().drift(made)).toEqual([]);
    await dynamodb.send(new DeleteTableCommand({ TableName: 'bare' }));
    expect(await tables().drift(made)).toBeNull();
    await tables().remove(made);
  });

  test('R37: an index is made anew when its key changes, and spelled as the program spells it', async () => {
    const made = await tables().create(unprotected('indexed'));
    const renamed = { ...owed, projectionType: 'ALL' };
    expect(tables().planned(made, { ...unprotected('indexed'), globalSecondaryIndexes: [renamed] })).toEqual([
      'globalSecondaryIndexes[0].projectionType',
    ]);
    const updated = await tables().update(made, { ...unprotected('indexed'), globalSecondaryIndexes: [renamed] });
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'indexed' }));
    expect(Table?.GlobalSecondaryIndexes?.map(({ Projection }) => Projection?.ProjectionType)).toEqual(['ALL']);
    expect(await tables().drift(updated)).toEqual([]);
    expect((await tables().refreshed(updated))?.inputs['globalSecondaryIndexes']).toEqual([renamed]);
    await tables().remove(updated);
  });

  test('R37: a provisioned table has its capacity changed in place, also that of an index', async () => {
    const provisioned = (readCapacity: number) => ({
      ...unprotected('provisioned'),
      ...{ billingMode: 'PROVISIONED', readCapacity, writeCapacity: 1 },
      globalSecondaryIndexes: [{ ...owed, readCapacity, writeCapacity: 1 }],
    });
    const made = await tables().create(provisioned(1));
    expect(await tables().drift(made)).toEqual([]);
    const updated = await tables().update(made, provisioned(2));
    expect(await tables().drift(updated)).toEqual([]);
    await dynamodb.send(
      new UpdateTableCommand({
        TableName: 'provisioned',
        ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 1 },
      }),
    );
    expect(await tables().drift(updated)).toEqual(['readCapacity']);
    await tables().remove(updated);
  });

  test('R37: a stream can be switched on, and its ARN is not known before', async () => {
    const made = await tables().create(unprotected('streaming'));
    const streaming = { ...unprotected('streaming'), streamEnabled: true, streamViewType: 'NEW_IMAGE' };
    expect(table.recomputed?.(streaming, made.inputs)).toEqual(['streamArn', 'streamLabel']);
    const updated = await tables().update(made, streaming);
    expect(updated.outputs['streamArn']).toContain('/stream/');
    expect(await tables().drift(updated)).toEqual([]);
    await tables().remove(updated);
  });

  test('R37: is imported by its name', async () => {
    const made = await tables().create(unprotected('imported'));
    expect((await tables().imported('imported'))?.inputs).toMatchObject({
      name: 'imported',
      hashKey: 'pk',
      pointInTimeRecovery: { enabled: true },
    });
    await tables().remove(made);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['a key without a definition', { hashKey: 'id' }, 'Unmatched indexes: ["id"]'],
    ['a definition without a key', { globalSecondaryIndexes: [] }, 'Unused attributes: ["shard","since"]'],
    ['provisioned capacity without numbers', { billingMode: 'PROVISIONED' }, 'must be greater than 0'],
    ['capacity on demand with numbers', { readCapacity: 5 }, 'can not be set when billing_mode is "PAY_PER_REQUEST"'],
    ['a stream without a view', { streamEnabled: true }, 'stream_view_type is required'],
    ['a table without a key', { hashKey: undefined }, 'a table needs a hash key'],
    [
      'a recovery period, which the sandbox cannot hold',
      { pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 7 } },
      'cannot hold recoveryPeriodInDays',
    ],
    ['a replica, which the sandbox does not serve', { replicas: [] }, "does not serve 'replicas'"],
  ])('R37: refuses %s', (_what, more, text) => {
    expect(() => tables().checked(program('refused', more))).toThrow(text);
  });

  test('R37: does not judge keys that are not known yet', () => {
    expect(tables().checked(program('later', { hashKey: unknownValue }))['hashKey']).toBe(unknownValue);
  });
});
