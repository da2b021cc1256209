/** What somebody might do by hand in a console, through the AWS API alone; each is confirmed by reading AWS, not by our report. */
import { CloudWatchClient, DeleteAlarmsCommand, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeContinuousBackupsCommand,
  DynamoDBClient,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { DescribeSecurityGroupRulesCommand, EC2Client, RevokeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { GetRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { ListSubscriptionsByTopicCommand, SNSClient, UnsubscribeCommand } from '@aws-sdk/client-sns';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SQSClient,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { arns, names } from '../../infra/names.ts';
import type { Settings } from '../../infra/settings.ts';
import { clientConfiguration, type ClientConfiguration } from '../../pipeline/account/clientConfiguration.ts';
import { expect } from './check.ts';

export interface HandChange {
  readonly title: string;
  /** Makes the change and reads it back from AWS. Throws when AWS does not show it. */
  make(client: ClientConfiguration, settings: Settings): Promise<void>;
  /** The finding that must follow, and no other. */
  readonly finding: { readonly type: string; readonly path: RegExp; readonly change: 'changed' | 'missing' | 'added' };
}

const memory: HandChange = {
  title: 'memory of the function halved',
  finding: { type: 'aws:lambda/function:Function', path: /^memorySize$/, change: 'changed' },
  async make(client, { environment, memory: configured }) {
    const lambda = new LambdaClient(client);
    const FunctionName = names(environment).function;
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize: configured / 2 }));
    const { MemorySize } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(MemorySize === configured / 2, `AWS still shows ${MemorySize} MB`);
  },
};

const backups: HandChange = {
  title: 'point-in-time recovery switched off',
  finding: { type: 'aws:dynamodb/table:Table', path: /^pointInTimeRecovery/, change: 'changed' },
  async make(client, { environment }) {
    const dynamodb = new DynamoDBClient(client);
    const TableName = names(environment).table;
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: false };
    await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
    const { ContinuousBackupsDescription: backup } = await dynamodb.send(
      new DescribeContinuousBackupsCommand({ TableName }),
    );
    const status = backup?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
    expect(status === 'DISABLED', `AWS still shows ${status}`);
  },
};

const subscription: HandChange = {
  title: 'a subscription taken away',
  finding: { type: 'aws:sns/topicSubscription:TopicSubscription', path: /^$/, change: 'missing' },
  async make(client, settings) {
    const sns = new SNSClient(client);
    const TopicArn = arns(settings).operations;
    const before = (await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions ?? [];
    const SubscriptionArn = before[0]?.SubscriptionArn;
    expect(SubscriptionArn !== undefined, 'the operations topic has no subscription to take away');
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    const after = (await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions ?? [];
    expect(after.length === before.length - 1, `AWS still shows ${after.length} subscriptions`);
  },
};

const widened: HandChange = {
  title: 'the policy of the function widened',
  finding: { type: 'aws:iam/rolePolicy:RolePolicy', path: /^policy\.Statement/, change: 'added' },
  async make(client, { environment }) {
    const iam = new IAMClient(client);
    const role = { RoleName: names(environment).functionRole, PolicyName: 'payments' };
    const policy = async () =>
      JSON.parse(decodeURIComponent((await iam.send(new GetRolePolicyCommand(role))).PolicyDocument ?? '')) as {
        Statement: object[];
      };
    const current = await policy();
    const wider = {
      ...current,
      Statement: [...current.Statement, { Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' }],
    };
    await iam.send(new PutRolePolicyCommand({ ...role, PolicyDocument: JSON.stringify(wider) }));
    expect((await policy()).Statement.length === wider.Statement.length, 'AWS still shows the policy as it was');
  },
};

const alarm: HandChange = {
  title: 'an alarm deleted',
  finding: { type: 'aws:cloudwatch/metricAlarm:MetricAlarm', path: /^$/, change: 'missing' },
  async make(client, { environment }) {
    const cloudwatch = new CloudWatchClient(client);
    const AlarmNamePrefix = names(environment).alarm('');
    const alarms = async () =>
      (await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix }))).MetricAlarms ?? [];
    const [first] = await alarms();
    expect(first?.AlarmName !== undefined, 'there is no alarm to delete');
    await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [first.AlarmName] }));
    expect(
      (await alarms()).every(({ AlarmName }) => AlarmName !== first.AlarmName),
      'AWS still shows the alarm',
    );
  },
};

const receives: HandChange = {
  title: 'messages given up after one receive',
  finding: { type: 'aws:sqs/queue:Queue', path: /^redrivePolicy/, change: 'changed' },
  async make(client, settings) {
    const sqs = new SQSClient(client);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: names(settings.environment).ingest }));
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arns(settings).ingestDeadLetters, maxReceiveCount: 1 });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy } }));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }),
    );
    const { maxReceiveCount } = JSON.parse(Attributes?.['RedrivePolicy'] ?? '{}') as { maxReceiveCount?: unknown };
    expect(Number(maxReceiveCount) === 1, `AWS still shows ${String(maxReceiveCount)} receives`);
  },
};

const rule: HandChange = {
  title: 'a security-group rule revoked',
  finding: { type: 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', path: /^$/, change: 'missing' },
  async make(client) {
    const ec2 = new EC2Client(client);
    const rules = async () =>
      ((await ec2.send(new DescribeSecurityGroupRulesCommand({}))).SecurityGroupRules ?? []).filter(
        ({ IsEgress, Tags }) => IsEgress === false && (Tags ?? []).some(({ Key }) => Key === 'payments:resource'),
      );
    const [first] = await rules();
    expect(
      first?.GroupId !== undefined && first.SecurityGroupRuleId !== undefined,
      'there is no rule of ours to revoke',
    );
    const { GroupId, SecurityGroupRuleId } = first;
    await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds: [SecurityGroupRuleId] }));
    expect(
      (await rules()).every((each) => each.SecurityGroupRuleId !== SecurityGroupRuleId),
      'AWS still shows the rule',
    );
  },
};

const handChanges: readonly HandChange[] = [memory, backups, subscription, widened, alarm, receives, rule];

/** @param credentials variables of root in the account; the changes must not depend on our own roles */
export async function makeHandChanges(
  credentials: Readonly<Record<string, string>>,
  settings: Settings,
): Promise<readonly HandChange[]> {
  const client = clientConfiguration(credentials, settings.region);
  for (const change of handChanges) await change.make(client, settings);
  return handChanges;
}
