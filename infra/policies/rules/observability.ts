import { list, resourceRule, stackRule, type Guardrail, type PolicyResource } from '../guardrail.ts';

const logGroups = ['aws:cloudwatch/logGroup:LogGroup'];
const alarms = ['aws:cloudwatch/metricAlarm:MetricAlarm'];

export const observabilityRules: readonly Guardrail[] = [
  resourceRule({
    id: 'logs-retention',
    severity: 'medium',
    reason: 'Logs that never end cost for ever and keep what should have gone.',
    source: 'AWS Security Hub CloudWatch.16; PCI DSS 10.5.1',
    types: logGroups,
    breach: ({ retentionInDays }) => (Number(retentionInDays) > 0 ? undefined : 'are kept for ever'),
  }),
  resourceRule({
    id: 'logs-own-key',
    severity: 'high',
    reason: 'Logs name merchants and failures: who may read payments decides who may read them.',
    source: 'Amazon CloudWatch Logs User Guide, encrypting log data; PCI DSS 10.3.1',
    types: logGroups,
    breach: ({ kmsKeyId }) => (kmsKeyId ? undefined : 'are not encrypted with a key of ours'),
  }),
  resourceRule({
    id: 'logs-kept-on-delete',
    severity: 'low',
    reason: 'A group that outlives its stack is an orphan that nobody reads, pays attention to, or deletes.',
    source: 'hashicorp/terraform-provider-aws, aws_cloudwatch_log_group skip_destroy',
    types: logGroups,
    breach: ({ skipDestroy }) => (skipDestroy === true ? 'outlive their stack' : undefined),
  }),
  resourceRule({
    id: 'alarm-tells-somebody',
    severity: 'high',
    reason: 'An alarm without an action is a light in an empty room.',
    source: 'AWS Security Hub CloudWatch.15',
    types: alarms,
    breach: ({ alarmActions }) => (list(alarmActions).length > 0 ? undefined : 'tells nobody'),
  }),
  resourceRule({
    id: 'alarm-enabled',
    severity: 'high',
    reason: 'Somebody switched the actions off for an evening, and it stayed so.',
    source: 'AWS Security Hub CloudWatch.17',
    types: alarms,
    breach: ({ actionsEnabled }) => (actionsEnabled === false ? 'has its actions switched off' : undefined),
  }),
  resourceRule({
    id: 'alarm-tells-the-end',
    severity: 'low',
    reason: 'Who was woken wants to know when it is over.',
    source: 'Amazon CloudWatch User Guide, alarm actions',
    types: alarms,
    breach: ({ okActions }) => (list(okActions).length > 0 ? undefined : 'does not say when it is over'),
  }),
  resourceRule({
    id: 'alarm-missing-data',
    severity: 'medium',
    reason: 'Left out, an alarm without data is undecided, and a quiet night looks like a broken one.',
    source: 'Amazon CloudWatch User Guide, missing data',
    types: alarms,
    breach: ({ treatMissingData }) => (treatMissingData ? undefined : 'does not say what missing data means'),
  }),
  resourceRule({
    id: 'alarm-described',
    severity: 'low',
    reason: 'The description is what stands in the email at night.',
    source: 'AWS Well-Architected, operational excellence (OPS08)',
    types: alarms,
    breach: ({ alarmDescription }) =>
      String(alarmDescription ?? '').length >= 20 ? undefined : 'does not say what it means and what to do',
  }),
  stackRule({
    id: 'logs-group-exists',
    severity: 'medium',
    reason: 'A function that logs into a group nobody made cannot log at all: its role may not make one.',
    source: 'AWS Lambda Developer Guide, CloudWatch Logs',
    breaches: (resources) => {
      const groups = of(resources, 'aws:cloudwatch/logGroup:LogGroup').map(({ props }) => props['name']);
      return of(resources, 'aws:lambda/function:Function')
        .map(({ props }) => (props['loggingConfig'] as { logGroup?: unknown } | undefined)?.logGroup)
        .filter((group) => !groups.includes(group))
        .map((group) => `there is no log group ${String(group)}`);
    },
  }),
  stackRule({
    id: 'alarms-on-dead-letters',
    severity: 'high',
    reason: 'A payment that was given up is noticed by nobody.',
    source: 'Amazon SQS Developer Guide, monitoring dead-letter queues; R9',
    breaches: (resources) =>
      of(resources, 'aws:sqs/queue:Queue')
        .filter(({ props }) => props['redriveAllowPolicy'] !== undefined)
        .filter(({ props }) => !watched(resources, 'ApproximateNumberOfMessagesVisible', 'QueueName', props['name']))
        .map(({ name }) => `nothing watches the depth of ${name}`),
  }),
  stackRule({
    id: 'alarms-on-waiting-payments',
    severity: 'high',
    reason: 'Payments that wait are the first sign of everything else.',
    source: 'Amazon SQS Developer Guide, CloudWatch metrics',
    breaches: (resources) =>
      of(resources, 'aws:sqs/queue:Queue')
        .filter(({ props }) => props['redrivePolicy'] !== undefined)
        .filter(({ props }) => !watched(resources, 'ApproximateAgeOfOldestMessage', 'QueueName', props['name']))
        .map(({ name }) => `nothing watches how long messages wait in ${name}`),
  }),
  stackRule({
    id: 'alarms-on-functions',
    severity: 'high',
    reason: 'A function that fails, slows down, or loses what failed must be heard.',
    source: 'AWS Lambda Developer Guide, function metrics',
    breaches: (resources) =>
      of(resources, 'aws:lambda/function:Function').flatMap(({ name, props }) =>
        ['Errors', 'Duration', 'DeadLetterErrors']
          .filter((metric) => !watched(resources, metric, 'FunctionName', props['name']))
          .map((metric) => `nothing watches ${metric} of ${name}`),
      ),
  }),
  stackRule({
    id: 'alarms-on-tables',
    severity: 'medium',
    reason: 'Throttled writes are payments that come back.',
    source: 'Amazon DynamoDB Developer Guide, CloudWatch metrics',
    breaches: (resources) =>
      of(resources, 'aws:dynamodb/table:Table').flatMap(({ name, props }) =>
        ['ReadThrottleEvents', 'WriteThrottleEvents']
          .filter((metric) => !watched(resources, metric, 'TableName', props['name']))
          .map((metric) => `nothing watches ${metric} of ${name}`),
      ),
  }),
  stackRule({
    id: 'alarms-on-throttles',
    severity: 'medium',
    reason: 'Where the reservation covers the queue, throttling is a sign of something else that runs.',
    source: 'AWS Lambda Developer Guide, function metrics',
    breaches: (resources) => {
      const concurrency = Math.max(
        0,
        ...of(resources, 'aws:lambda/eventSourceMapping:EventSourceMapping').map(({ props }) =>
          Number((props['scalingConfig'] as { maximumConcurrency?: unknown } | undefined)?.maximumConcurrency ?? 0),
        ),
      );
      return of(resources, 'aws:lambda/function:Function')
        .filter(({ props }) => Number(props['reservedConcurrentExecutions']) >= concurrency)
        .filter(({ props }) => !watched(resources, 'Throttles', 'FunctionName', props['name']))
        .map(({ name }) => `nothing watches Throttles of ${name}`);
    },
  }),
];

const of = (resources: readonly PolicyResource[], wanted: string): readonly PolicyResource[] =>
  resources.filter(({ type }) => type === wanted);

function watched(resources: readonly PolicyResource[], metric: string, dimension: string, value: unknown): boolean {
  return of(resources, 'aws:cloudwatch/metricAlarm:MetricAlarm').some(
    ({ props }) =>
      props['metricName'] === metric &&
      (props['dimensions'] as Record<string, unknown> | undefined)?.[dimension] === value,
  );
}
