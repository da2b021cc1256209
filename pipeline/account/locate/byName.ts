import { CloudWatchClient, DescribeAlarmsCommand, GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetRoleCommand, GetRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { KMSClient, paginateListAliases } from '@aws-sdk/client-kms';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { textInput, unlessAbsent, type Locator } from './locator.ts';

const table: Locator = async (wanted, { client }) => {
  const TableName = textInput(wanted, 'name');
  const found = await unlessAbsent(
    () => new DynamoDBClient(client).send(new DescribeTableCommand({ TableName })),
    'ResourceNotFoundException',
  );
  return found === null ? null : TableName;
};

const queue: Locator = async (wanted, { client }) => {
  const QueueName = textInput(wanted, 'name');
  const read = () => new SQSClient(client).send(new GetQueueUrlCommand({ QueueName }));
  const found = await unlessAbsent(read, 'QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue');
  return found?.QueueUrl ?? null;
};

const topic: Locator = async (wanted, { client, account, region }) => {
  const TopicArn = `arn:aws:sns:${region}:${account}:${textInput(wanted, 'name')}`;
  const read = () => new SNSClient(client).send(new GetTopicAttributesCommand({ TopicArn }));
  return (await unlessAbsent(read, 'NotFoundException', 'NotFound')) === null ? null : TopicArn;
};

const role: Locator = async (wanted, { client }) => {
  const RoleName = textInput(wanted, 'name');
  const found = await unlessAbsent(
    () => new IAMClient(client).send(new GetRoleCommand({ RoleName })),
    'NoSuchEntityException',
    'NoSuchEntity',
  );
  return found === null ? null : RoleName;
};

const rolePolicy: Locator = async (wanted, { client }) => {
  const [RoleName, PolicyName] = [textInput(wanted, 'role'), textInput(wanted, 'name')];
  const read = () => new IAMClient(client).send(new GetRolePolicyCommand({ RoleName, PolicyName }));
  return (await unlessAbsent(read, 'NoSuchEntityException', 'NoSuchEntity')) === null
    ? null
    : `${RoleName}:${PolicyName}`;
};

const logGroup: Locator = async (wanted, { client }) => {
  const name = textInput(wanted, 'name');
  const { logGroups = [] } = await new CloudWatchLogsClient(client).send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: name }),
  );
  return logGroups.some(({ logGroupName }) => logGroupName === name) ? name : null;
};

const alarm: Locator = async (wanted, { client }) => {
  const name = textInput(wanted, 'name');
  const { MetricAlarms = [] } = await new CloudWatchClient(client).send(
    new DescribeAlarmsCommand({ AlarmNames: [name] }),
  );
  return MetricAlarms.length > 0 ? name : null;
};

const dashboard: Locator = async (wanted, { client }) => {
  const DashboardName = textInput(wanted, 'dashboardName');
  const read = () => new CloudWatchClient(client).send(new GetDashboardCommand({ DashboardName }));
  const absent = ['ResourceNotFound', 'DashboardNotFoundError', 'ResourceNotFoundException'];
  return (await unlessAbsent(read, ...absent)) === null ? null : DashboardName;
};

const keyAlias: Locator = async (wanted, { client }) => {
  const name = textInput(wanted, 'name');
  for await (const { Aliases = [] } of paginateListAliases({ client: new KMSClient(client) }, {})) {
    if (Aliases.some(({ AliasName }) => AliasName === name)) return name;
  }
  return null;
};

/** Resources whose names we choose: the name, or what AWS makes of it, is the id. */
export const byName: Readonly<Record<string, Locator>> = {
  'aws:dynamodb/table:Table': table,
  'aws:sqs/queue:Queue': queue,
  'aws:sns/topic:Topic': topic,
  'aws:iam/role:Role': role,
  'aws:iam/rolePolicy:RolePolicy': rolePolicy,
  'aws:cloudwatch/logGroup:LogGroup': logGroup,
  'aws:cloudwatch/metricAlarm:MetricAlarm': alarm,
  'aws:cloudwatch/dashboard:Dashboard': dashboard,
  'aws:kms/alias:Alias': keyAlias,
};
