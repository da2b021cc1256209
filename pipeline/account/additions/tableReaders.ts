/** Where else the data of a table of ours goes, and who else may reach it. */
import {
  DescribeContributorInsightsCommand,
  DescribeKinesisStreamingDestinationCommand,
  DescribeTableCommand,
  GetResourcePolicyCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { consumersOf, mapping, mappingActions, mappingsDeclaredBy } from './eventSourceMapping.ts';
import { declaresInline, keyOf, output } from './reader.ts';
import type { Parent, Reader } from './reader.ts';

const parent = 'aws:dynamodb/table:Table';

const resourcePolicy: Reader = {
  parent,
  child: 'aws:dynamodb/resourcePolicy:ResourcePolicy',
  actions: ['dynamodb:GetResourcePolicy'],
  declaredBy: { 'aws:dynamodb/resourcePolicy:ResourcePolicy': (resource) => output(resource, 'resourceArn') },
  async read(table, { dynamo }) {
    const ResourceArn = arnOf(table);
    const { Policy } = await dynamo.send(new GetResourcePolicyCommand({ ResourceArn }));
    return Policy
      ? [
          {
            key: ResourceArn,
            name: table.id,
            physicalId: ResourceArn,
            properties: { resourceArn: ResourceArn, policy: Policy },
          },
        ]
      : [];
  },
};

const replicas: Reader = {
  parent,
  child: 'aws:dynamodb/tableReplica:TableReplica',
  actions: ['dynamodb:DescribeTable'],
  declaredBy: {
    'aws:dynamodb/tableReplica:TableReplica': (resource) => {
      const [, , , region, , table] = output(resource, 'arn')?.split(':') ?? [];
      return keyOf(table?.replace(/^table\//u, ''), region);
    },
  },
  async read(table, { dynamo }) {
    const { Replicas = [] } = await describe(dynamo, table);
    const home = arnOf(table).split(':')[3];
    if (declaresInline(table, 'replicas')) return [];
    return Replicas.filter(({ RegionName }) => RegionName !== home).map(({ RegionName = '', ReplicaStatus }) => ({
      key: `${table.id}|${RegionName}`,
      name: `${table.id} in ${RegionName}`,
      physicalId: `${table.id}:${RegionName}`,
      properties: { tableName: table.id, regionName: RegionName, status: ReplicaStatus },
    }));
  },
};

const streamingDestinations: Reader = {
  parent,
  child: 'aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination',
  actions: ['dynamodb:DescribeKinesisStreamingDestination'],
  declaredBy: {
    'aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination': (resource) =>
      keyOf(output(resource, 'tableName'), output(resource, 'streamArn')),
  },
  async read({ id: TableName }, { dynamo }) {
    const command = new DescribeKinesisStreamingDestinationCommand({ TableName });
    const { KinesisDataStreamDestinations = [] } = await dynamo.send(command);
    return KinesisDataStreamDestinations.filter(({ DestinationStatus }) => DestinationStatus !== 'DISABLED').map(
      ({ StreamArn = '' }) => ({
        key: `${TableName}|${StreamArn}`,
        name: StreamArn,
        physicalId: `${TableName},${StreamArn}`,
        properties: { tableName: TableName, streamArn: StreamArn },
      }),
    );
  },
};

const contributorInsights: Reader = {
  parent,
  child: 'aws:dynamodb/contributorInsights:ContributorInsights',
  actions: ['dynamodb:DescribeContributorInsights'],
  declaredBy: {
    'aws:dynamodb/contributorInsights:ContributorInsights': (resource) => output(resource, 'tableName'),
  },
  async read({ id: TableName }, { dynamo }) {
    const { ContributorInsightsStatus } = await dynamo.send(new DescribeContributorInsightsCommand({ TableName }));
    const on = ContributorInsightsStatus === 'ENABLED' || ContributorInsightsStatus === 'ENABLING';
    return on ? [{ key: TableName, name: TableName, physicalId: TableName, properties: { tableName: TableName } }] : [];
  },
};

const streamConsumers: Reader = {
  parent,
  child: mapping,
  actions: ['dynamodb:DescribeTable', ...mappingActions],
  declaredBy: mappingsDeclaredBy,
  async read(table, { dynamo, lambda }) {
    const { LatestStreamArn } = await describe(dynamo, table);
    return LatestStreamArn === undefined ? [] : consumersOf(lambda, LatestStreamArn);
  },
};

const describe = async (dynamo: DynamoDBClient, { id }: Parent) =>
  (await dynamo.send(new DescribeTableCommand({ TableName: id }))).Table ?? {};

function arnOf(table: Parent): string {
  const arn = output(table, 'arn');
  if (arn === undefined) throw new Error('its ARN is not recorded in state');
  return arn;
}

export const tableReaders: readonly Reader[] = [
  resourcePolicy,
  replicas,
  streamingDestinations,
  contributorInsights,
  streamConsumers,
];
