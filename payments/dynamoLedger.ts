/**
 * Payments in DynamoDB. A new payment costs one conditional put of less than 1 KB: one write unit, one round trip. The index
 * `owed` is sparse: only payments whose outcome could not be published are in it.
 */
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { entryOf, itemOf, owedShardOf, owedShards } from './item.ts';
import type { Entry, Ledger, Publication, Recording } from './ledger.ts';
import { digestOf, keyOf } from './payment.ts';
import type { Payment } from './payment.ts';

export const owedIndex = 'owed';

export const dynamoLedger = (client: DynamoDBClient, table: string): Ledger => ({
  record: (payment, at, signal) => record(client, table, payment, at, signal),
  owe: (key, at) => owe(client, table, key, at),
  settle: (key, owedSince) => settle(client, table, key, owedSince),
  prove: (key, publication) => prove(client, table, key, publication),
  owed: (limit) => owed(client, table, limit),
});

async function record(
  client: DynamoDBClient,
  table: string,
  payment: Payment,
  at: Date,
  signal?: AbortSignal,
): Promise<Recording> {
  const entry: Entry = { key: keyOf(payment), payment, digest: digestOf(payment), recordedAt: at.toISOString() };
  const command = new PutItemCommand({
    TableName: table,
    Item: itemOf(entry),
    ConditionExpression: 'attribute_not_exists(pk)',
    // The first record comes back in the same round trip: no read after a refused write.
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await client.send(command, signal === undefined ? {} : { abortSignal: signal });
    return { status: 'recorded', entry };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;
    const first = entryOf(error.Item);
    return first.digest === entry.digest ? { status: 'duplicate', entry: first } : { status: 'conflict' };
  }
}

async function owe(client: DynamoDBClient, table: string, key: string, at: Date): Promise<void> {
  await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: { pk: { S: key } },
      UpdateExpression: 'SET owedShard = :shard, owedSince = if_not_exists(owedSince, :at)',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':shard': { S: owedShardOf(key) }, ':at': { S: at.toISOString() } },
    }),
  );
}

async function settle(client: DynamoDBClient, table: string, key: string, owedSince: string): Promise<void> {
  const command = new UpdateItemCommand({
    TableName: table,
    Key: { pk: { S: key } },
    UpdateExpression: 'REMOVE owedShard, owedSince',
    ConditionExpression: 'owedSince = :since',
    ExpressionAttributeValues: { ':since': { S: owedSince } },
  });
  try {
    await client.send(command);
  } catch (error) {
    // Somebody else settled it: what we published was one more repetition.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

async function prove(client: DynamoDBClient, table: string, key: string, publication: Publication): Promise<void> {
  await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: { pk: { S: key } },
      UpdateExpression: 'SET publishedTo = :topic, publishedAs = :id, publishedAt = :at, servedBy = :version',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: {
        ':topic': { S: publication.topicArn },
        ':id': { S: publication.messageId },
        ':at': { S: publication.at },
        ':version': { S: publication.servedBy },
      },
    }),
  );
}

async function owed(client: DynamoDBClient, table: string, limit: number): Promise<readonly Entry[]> {
  const keys: string[] = [];
  for (const shard of owedShards) {
    if (keys.length >= limit) break;
    keys.push(...(await owedKeys(client, table, shard, limit - keys.length)));
  }
  const entries = await Promise.all(keys.map((key) => find(client, table, key)));
  // The index lags behind: what was settled meanwhile is dropped by the consistent read.
  return entries.filter((entry) => entry?.owedSince !== undefined) as Entry[];
}

async function owedKeys(client: DynamoDBClient, table: string, shard: string, limit: number): Promise<string[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      IndexName: owedIndex,
      KeyConditionExpression: 'owedShard = :shard',
      ExpressionAttributeValues: { ':shard': { S: shard } },
      ProjectionExpression: 'pk',
      Limit: limit,
    }),
  );
  return Items.flatMap(({ pk }) => (pk?.S === undefined ? [] : [pk.S]));
}

async function find(client: DynamoDBClient, table: string, key: string): Promise<Entry | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: table, Key: { pk: { S: key } }, ConsistentRead: true }),
  );
  return Item === undefined ? undefined : entryOf(Item);
}
