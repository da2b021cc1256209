/** Resources of every kind that the pipeline looks under, in an emulator, with one way to meddle for each kind of child. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dynamo from '@aws-sdk/client-dynamodb';
import * as ec2 from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as lambda from '@aws-sdk/client-lambda';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import { buildFunctionPackage, functionHandler } from '../../payments/package.ts';
import { openClients } from '../../pipeline/account/additions/clients.ts';
import type { Clients } from '../../pipeline/account/additions/clients.ts';
import type { OwnedResource } from '../../pipeline/account/additions/reader.ts';

const account = '111111111111';
const region = 'us-east-1';

/** What is ours in one account, by its ids. */
export interface Owned {
  readonly account: string;
  readonly region: string;
  readonly clients: Clients;
  readonly ids: Ids;
}

export type Ids = Awaited<ReturnType<typeof create>>;

/** The same, with what state would record of it, and who may see it. */
export interface OwnedWorld extends Owned {
  readonly resources: readonly OwnedResource[];
  readonly credentials: Readonly<Record<string, string>>;
}

export async function createOwned(endpoint: string, folder: string): Promise<OwnedWorld> {
  const credentials = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
  const clients = openClients(credentials, region);
  const ids = await create(clients, folder);
  return { account, region, clients, ids, resources: recorded(ids), credentials };
}

const assumeRolePolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

async function create(clients: Clients, folder: string) {
  const role = await clients.iam.send(
    new iam.CreateRoleCommand({ RoleName: 'payments-dev-function', AssumeRolePolicyDocument: assumeRolePolicy }),
  );
  const key = await clients.kms.send(new kms.CreateKeyCommand({ MultiRegion: true }));
  const topic = await clients.sns.send(new sns.CreateTopicCommand({ Name: 'payments-dev-outcomes' }));
  const queue = await clients.sqs.send(new sqs.CreateQueueCommand({ QueueName: 'payments-dev-ingest' }));
  const table = await clients.dynamo.send(
    new dynamo.CreateTableCommand({
      TableName: 'payments-dev-payments',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    }),
  );
  const logGroup = '/aws/lambda/payments-dev-processor';
  await clients.logs.send(new logs.CreateLogGroupCommand({ logGroupName: logGroup }));
  const zip = await readFile((await buildFunctionPackage(join(folder, 'package'))).path);
  const fn = await clients.lambda.send(
    new lambda.CreateFunctionCommand({
      FunctionName: 'payments-dev-processor',
      Role: role.Role?.Arn,
      Runtime: 'nodejs22.x',
      Handler: functionHandler,
      Code: { ZipFile: zip },
      Publish: true,
    }),
  );
  return {
    role: 'payments-dev-function',
    keyId: key.KeyMetadata?.KeyId ?? '',
    topic: topic.TopicArn ?? '',
    queue: queue.QueueUrl ?? '',
    queueArn: `arn:aws:sqs:${region}:${account}:payments-dev-ingest`,
    table: 'payments-dev-payments',
    tableArn: table.TableDescription?.TableArn ?? '',
    streamArn: table.TableDescription?.LatestStreamArn ?? '',
    logGroup,
    fn: 'payments-dev-processor',
    fnArn: fn.FunctionArn ?? '',
    roleArn: role.Role?.Arn ?? '',
    ...(await createNetwork(clients.ec2)),
  };
}

async function createNetwork(client: ec2.EC2Client) {
  const { Vpc } = await client.send(new ec2.CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const VpcId = Vpc?.VpcId ?? '';
  const { Subnet } = await client.send(new ec2.CreateSubnetCommand({ VpcId, CidrBlock: '10.0.0.0/24' }));
  const { RouteTable } = await client.send(new ec2.CreateRouteTableCommand({ VpcId }));
  const group = await client.send(
    new ec2.CreateSecurityGroupCommand({ VpcId, GroupName: 'payments-dev-function', Description: 'function' }),
  );
  const GroupId = group.GroupId ?? '';
  // As the real provider does when it makes a group.
  await client.send(
    new ec2.RevokeSecurityGroupEgressCommand({
      GroupId,
      IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    }),
  );
  const { RouteTables = [] } = await client.send(
    new ec2.DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [VpcId] }] }),
  );
  const main = RouteTables.find(({ Associations = [] }) => Associations.some(({ Main }) => Main === true));
  return {
    vpc: VpcId,
    subnet: Subnet?.SubnetId ?? '',
    /** One that no route table is associated with. */
    freeSubnet: Subnet?.SubnetId ?? '',
    routeTable: RouteTable?.RouteTableId ?? '',
    /** One that declares no routes of its own. */
    openRouteTable: RouteTable?.RouteTableId ?? '',
    mainRouteTable: main?.RouteTableId ?? '',
    mainAssociation: main?.Associations?.[0]?.RouteTableAssociationId ?? '',
    group: GroupId,
  };
}

const recorded = (ids: Ids): OwnedResource[] => [
  resource('aws:iam/role:Role', ids.role, { name: ids.role }),
  resource('aws:kms/key:Key', ids.keyId),
  resource('aws:sns/topic:Topic', ids.topic, { arn: ids.topic }),
  resource('aws:sqs/queue:Queue', ids.queue, { arn: ids.queueArn, url: ids.queue }),
  resource('aws:dynamodb/table:Table', ids.table, { arn: ids.tableArn }),
  resource('aws:cloudwatch/logGroup:LogGroup', ids.logGroup, { name: ids.logGroup }),
  resource('aws:lambda/function:Function', ids.fn, { name: ids.fn, arn: ids.fnArn }),
  resource('aws:ec2/vpc:Vpc', ids.vpc, { defaultRouteTableId: ids.mainRouteTable }),
  resource('aws:ec2/subnet:Subnet', ids.subnet),
  resource('aws:ec2/routeTable:RouteTable', ids.routeTable),
  resource('aws:ec2/securityGroup:SecurityGroup', ids.group),
];

export const resource = (type: string, id: string, outputs: Record<string, unknown> = {}): OwnedResource => ({
  urn: `urn:pulumi:dev::payments::${type}::${id}`,
  type,
  id,
  name: id,
  outputs: { id, ...outputs },
});
