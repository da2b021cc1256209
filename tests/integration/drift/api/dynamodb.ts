import * as dynamo from '@aws-sdk/client-dynamodb';
import { capital, members, output, tagList, type Api, type Setters, type Target } from './setter.ts';

const change = ({ clients }: Api, { id }: Target, request: Omit<dynamo.UpdateTableCommandInput, 'TableName'>) =>
  clients.dynamo.send(new dynamo.UpdateTableCommand({ TableName: id, ...request }));

interface Index {
  readonly name: string;
  readonly projectionType: string;
  readonly keySchemas: readonly unknown[];
}

/** An index cannot be changed: the old one goes and a new one comes. */
async function remakeIndexes(api: Api, target: Target): Promise<void> {
  const { Table } = await api.clients.dynamo.send(new dynamo.DescribeTableCommand({ TableName: target.id }));
  for (const { IndexName } of Table?.GlobalSecondaryIndexes ?? [])
    await change(api, target, { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] });
  const definitions = members<dynamo.UpdateTableCommandInput>(
    {
      ...target,
      inputs: { attributeDefinitions: attributeDefinitions(target) },
    },
    'attributeDefinitions',
  );
  for (const { name, keySchemas, projectionType } of target.inputs['globalSecondaryIndexes'] as readonly Index[]) {
    const Create = {
      IndexName: name,
      KeySchema: capital(keySchemas) as dynamo.KeySchemaElement[],
      Projection: { ProjectionType: projectionType as dynamo.ProjectionType },
    };
    await change(api, target, { ...definitions, GlobalSecondaryIndexUpdates: [{ Create }] });
  }
}

const attributeDefinitions = ({ inputs }: Target) =>
  (inputs['attributes'] as readonly { name: string; type: string }[]).map(({ name, type }) => ({
    attributeName: name,
    attributeType: type,
  }));

export const dynamodbSetters: Readonly<Record<string, Setters>> = {
  'aws:dynamodb/table:Table': {
    billingMode: {
      set: (api, target) =>
        change(api, target, {
          BillingMode: target.inputs['billingMode'] as dynamo.BillingMode,
          ...(target.inputs['billingMode'] === 'PROVISIONED'
            ? { ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 } }
            : {}),
        }),
      to: { billingMode: () => 'PROVISIONED' },
      along: ['readCapacity', 'writeCapacity'],
    },
    deletionProtectionEnabled: {
      set: (api, target) =>
        change(api, target, { DeletionProtectionEnabled: target.inputs['deletionProtectionEnabled'] === true }),
    },
    globalSecondaryIndexes: {
      set: remakeIndexes,
      // DynamoDB keeps definitions of those attributes alone that some key uses.
      along: ['attributes[]', 'attributes'],
      to: {
        'globalSecondaryIndexes[].projectionType': () => 'ALL',
        'globalSecondaryIndexes[].keySchemas[].attributeName': () => 'pk',
        'globalSecondaryIndexes[].keySchemas[].keyType': (_api, value) => (value === 'HASH' ? 'RANGE' : 'HASH'),
      },
    },
    pointInTimeRecovery: {
      set: ({ clients }, target) =>
        clients.dynamo.send(
          new dynamo.UpdateContinuousBackupsCommand({
            TableName: target.id,
            PointInTimeRecoverySpecification: {
              PointInTimeRecoveryEnabled: (target.inputs['pointInTimeRecovery'] as { enabled: boolean }).enabled,
            },
          }),
        ),
    },
    serverSideEncryption: {
      set: (api, target) => {
        const { enabled, kmsKeyArn } = target.inputs['serverSideEncryption'] as { enabled: boolean; kmsKeyArn: string };
        const own = { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: kmsKeyArn } as const;
        return change(api, target, { SSESpecification: enabled ? own : { Enabled: false } });
      },
      to: { 'serverSideEncryption.kmsKeyArn': ({ other }) => other.keyArn },
      along: ['serverSideEncryption.kmsKeyArn', 'serverSideEncryption'],
    },
    ttl: {
      set: async ({ clients }, target) => {
        const { enabled, attributeName } = target.inputs['ttl'] as { enabled: boolean; attributeName: string };
        const put = (Enabled: boolean, AttributeName: string) =>
          clients.dynamo.send(
            new dynamo.UpdateTimeToLiveCommand({
              TableName: target.id,
              TimeToLiveSpecification: { Enabled, AttributeName },
            }),
          );
        const { TimeToLiveDescription: held } = await clients.dynamo.send(
          new dynamo.DescribeTimeToLiveCommand({ TableName: target.id }),
        );
        // AWS wants the old attribute switched off before another one is named.
        if (held?.AttributeName !== undefined) await put(false, held.AttributeName);
        if (enabled) await put(true, attributeName);
      },
      along: ['ttl.attributeName', 'ttl'],
    },
    tags: {
      set: ({ clients }, target) =>
        clients.dynamo.send(
          new dynamo.TagResourceCommand({ ResourceArn: output(target, 'arn'), Tags: tagList(target) }),
        ),
    },
  },
};
