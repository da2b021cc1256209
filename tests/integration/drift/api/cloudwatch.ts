import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import {
  members,
  type Member,
  output,
  tagList,
  tagsOf,
  text,
  type Api,
  type Setter,
  type Setters,
  type Target,
} from './setter.ts';

const alarmMembers: readonly Member<cloudwatch.PutMetricAlarmCommandInput>[] = [
  'actionsEnabled',
  'alarmActions',
  'alarmDescription',
  'comparisonOperator',
  'evaluationPeriods',
  'metricName',
  'namespace',
  'period',
  'statistic',
  'threshold',
  'treatMissingData',
];

/** An alarm is put as a whole. */
function alarmRequest(target: Target): cloudwatch.PutMetricAlarmCommandInput {
  const { okActions, ...others } = target.inputs;
  const dimensions = (target.inputs['dimensions'] ?? {}) as Record<string, string>;
  const request = { ...target, inputs: { ...others, oKActions: okActions } };
  return {
    ...members<cloudwatch.PutMetricAlarmCommandInput>(request, ...alarmMembers, 'oKActions'),
    AlarmName: target.id,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
}

const alarm = (to: Setter['to'] = {}): Setter => ({
  set: ({ clients }, target) => clients.cloudwatch.send(new cloudwatch.PutMetricAlarmCommand(alarmRequest(target))),
  to,
});

/** AssociateKmsKey does it on AWS; the emulator keeps the key that a group was made with, so it is made anew. */
async function remakeLogGroup({ clients }: Api, target: Target): Promise<void> {
  const logGroupName = target.id;
  await clients.logs.send(new logs.DeleteLogGroupCommand({ logGroupName }));
  await clients.logs.send(
    new logs.CreateLogGroupCommand({ logGroupName, kmsKeyId: text(target, 'kmsKeyId'), tags: tagsOf(target) }),
  );
  await putRetention(clients, target);
}

const putRetention = (clients: Api['clients'], { id, inputs }: Target) =>
  clients.logs.send(
    new logs.PutRetentionPolicyCommand({ logGroupName: id, retentionInDays: Number(inputs['retentionInDays']) }),
  );

export const cloudwatchSetters: Readonly<Record<string, Setters>> = {
  'aws:cloudwatch/metricAlarm:MetricAlarm': {
    alarmActions: alarm({ alarmActions: () => [] }),
    alarmDescription: alarm(),
    comparisonOperator: alarm({ comparisonOperator: () => 'GreaterThanThreshold' }),
    dimensions: alarm(),
    evaluationPeriods: alarm(),
    metricName: alarm(),
    namespace: alarm({ namespace: () => 'Other' }),
    okActions: alarm({ okActions: () => [] }),
    period: alarm({ period: (_api, value) => Number(value) * 2 }),
    statistic: alarm({ statistic: () => 'Average' }),
    threshold: alarm(),
    treatMissingData: alarm({ treatMissingData: () => 'ignore' }),
    tags: {
      set: ({ clients }, target) =>
        clients.cloudwatch.send(
          new cloudwatch.TagResourceCommand({ ResourceARN: output(target, 'arn'), Tags: tagList(target) }),
        ),
    },
  },
  'aws:cloudwatch/dashboard:Dashboard': {
    dashboardBody: {
      set: ({ clients }, target) =>
        clients.cloudwatch.send(
          new cloudwatch.PutDashboardCommand({
            DashboardName: target.id,
            DashboardBody: text(target, 'dashboardBody'),
          }),
        ),
    },
  },
  'aws:cloudwatch/logGroup:LogGroup': {
    kmsKeyId: { set: remakeLogGroup, to: { kmsKeyId: ({ other }) => other.keyArn } },
    retentionInDays: {
      set: ({ clients }, target) => putRetention(clients, target),
      to: { retentionInDays: () => 7 },
    },
    tags: {
      set: ({ clients }, target) =>
        clients.logs.send(new logs.TagResourceCommand({ resourceArn: output(target, 'arn'), tags: tagsOf(target) })),
    },
  },
};
