import { mapping, ofType, stackRule, type Guardrail, type PolicyResource } from '../guardrail.ts';

/** What has to be watched. */
export const alarmCoverageRules: readonly Guardrail[] = [
  stackRule({
    id: 'alarms-on-dead-letters',
    severity: 'high',
    reason: 'A payment that was given up is noticed by nobody.',
    source: 'Amazon SQS Developer Guide, monitoring dead-letter queues; R9',
    breaches: (resources) =>
      ofType(resources, 'aws:sqs/queue:Queue')
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
      ofType(resources, 'aws:sqs/queue:Queue')
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
      ofType(resources, 'aws:lambda/function:Function').flatMap(({ name, props }) =>
        ['Errors', 'Duration', 'DeadLetterErrors']
          .filter((metric) => !watched(resources, metric, 'FunctionName', props['name']))
          .map((metric) => `nothing watches ${metric} of ${name}`),
      ),
  }),
  stackRule({
    id: 'alarms-on-event-sources',
    severity: 'medium',
    reason: "What an event source cannot hand over is in no metric of the function's own.",
    source: 'AWS Lambda Developer Guide, event source mapping metrics',
    breaches: (resources) => {
      const alarms = ofType(resources, 'aws:cloudwatch/metricAlarm:MetricAlarm').filter(
        ({ props }) => props['metricName'] === 'FailedInvokeEventCount',
      );
      // Counted, because the alarm names its event source by an id that AWS makes up.
      const sources = ofType(resources, 'aws:lambda/eventSourceMapping:EventSourceMapping');
      return sources.slice(alarms.length).map(({ name }) => `nothing watches what fails in ${name}`);
    },
  }),
  stackRule({
    id: 'alarms-on-tables',
    severity: 'medium',
    reason: 'Throttled writes are payments that come back.',
    source: 'Amazon DynamoDB Developer Guide, CloudWatch metrics',
    breaches: (resources) =>
      ofType(resources, 'aws:dynamodb/table:Table').flatMap(({ name, props }) =>
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
        ...ofType(resources, 'aws:lambda/eventSourceMapping:EventSourceMapping').map(({ props }) =>
          Number(mapping(props['scalingConfig'])['maximumConcurrency'] ?? 0),
        ),
      );
      return ofType(resources, 'aws:lambda/function:Function')
        .filter(({ props }) => Number(props['reservedConcurrentExecutions']) >= concurrency)
        .filter(({ props }) => !watched(resources, 'Throttles', 'FunctionName', props['name']))
        .map(({ name }) => `nothing watches Throttles of ${name}`);
    },
  }),
];

function watched(resources: readonly PolicyResource[], metric: string, dimension: string, value: unknown): boolean {
  return ofType(resources, 'aws:cloudwatch/metricAlarm:MetricAlarm').some(
    ({ props }) => props['metricName'] === metric && mapping(props['dimensions'])[dimension] === value,
  );
}
