/** What is watched, as data. The dashboard shows the same metrics. */
import type * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import type { Concern } from './concern.ts';

export interface AlarmDefinition {
  /** Last part of the alarm's name. */
  readonly about: string;
  /** What it means and what to do first. */
  readonly description: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
  readonly statistic: 'Sum' | 'Maximum';
  /** Seconds. */
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly threshold: number;
}

export function alarmDefinitions(
  concern: Concern,
  eventSource: aws.lambda.EventSourceMapping,
): readonly AlarmDefinition[] {
  return [
    ...functionAlarms(concern),
    eventSourceAlarm(concern, eventSource),
    ...queueAlarms(concern),
    ...tableAlarms(concern),
    ...outcomeAlarms(concern),
  ];
}

const fiveMinutes = { period: 300, evaluationPeriods: 1 } as const;

function functionAlarms({ names, args }: Concern): AlarmDefinition[] {
  const ofFunction = { namespace: 'AWS/Lambda', dimensions: { FunctionName: names.function }, ...fiveMinutes };
  const { alarms, timeoutSeconds } = args;
  return [
    {
      about: 'function-errors',
      description: 'Invocations fail. Look at the function log; messages stay in the queue and are tried again.',
      ...ofFunction,
      metricName: 'Errors',
      statistic: 'Sum',
      threshold: alarms.errors,
    },
    ...throttleAlarm(args, { ...ofFunction, statistic: 'Sum', threshold: alarms.throttles }),
    {
      about: 'function-duration',
      description: 'Invocations come near their timeout. Look at the trace: which call is slow?',
      ...ofFunction,
      metricName: 'Duration',
      statistic: 'Maximum',
      threshold: timeoutSeconds * 10 * alarms.durationPercent,
    },
    {
      about: 'dead-letter-errors',
      description:
        'A failed invocation could not be kept in its dead-letter queue and is lost. Look at role, queue and key.',
      ...ofFunction,
      metricName: 'DeadLetterErrors',
      statistic: 'Sum',
      threshold: 1,
    },
    {
      about: 'async-events-dropped',
      description: 'Asynchronous invocations expired or ran out of retries. Look at the queue of failed invocations.',
      ...ofFunction,
      metricName: 'AsyncEventsDropped',
      statistic: 'Sum',
      threshold: 1,
    },
  ];
}

/** Where the queue may cause more invocations than are reserved, throttling is the normal way of working and no alarm. */
function throttleAlarm(
  { reservedConcurrency, eventSourceConcurrency }: Concern['args'],
  metric: Omit<AlarmDefinition, 'about' | 'description' | 'metricName'>,
): AlarmDefinition[] {
  if (reservedConcurrency < eventSourceConcurrency) return [];
  const description =
    'Invocations are refused for lack of concurrency. Throttled receives count towards the dead-letter queue.';
  return [{ about: 'function-throttles', description, metricName: 'Throttles', ...metric }];
}

/**
 * What the function's own metrics cannot show: an invocation that the event source could not make (permissions, key, a lost
 * alias), and single messages that came back out of a batch that ended well.
 */
function eventSourceAlarm({ args: { alarms } }: Concern, { uuid }: aws.lambda.EventSourceMapping): AlarmDefinition {
  return {
    about: 'event-source-failures',
    description:
      'Messages of the queue could not be handed to the function, or came back from it. Look at the event source, then at the log.',
    namespace: 'AWS/Lambda',
    metricName: 'FailedInvokeEventCount',
    dimensions: { EventSourceMappingUUID: uuid },
    ...fiveMinutes,
    statistic: 'Sum',
    threshold: alarms.eventSourceFailures,
  };
}

function queueAlarms({ names, args: { alarms } }: Concern): AlarmDefinition[] {
  const ofQueue = (QueueName: string) => ({ namespace: 'AWS/SQS', dimensions: { QueueName }, ...fiveMinutes });
  const waiting = {
    metricName: 'ApproximateNumberOfMessagesVisible',
    statistic: 'Maximum',
    threshold: alarms.deadLetters,
  } as const;
  return [
    {
      about: 'ingest-age',
      description: 'Payments wait too long. Look at throttles and errors of the function, then at what producers send.',
      ...ofQueue(names.ingest),
      metricName: 'ApproximateAgeOfOldestMessage',
      statistic: 'Maximum',
      threshold: alarms.queueAgeSeconds,
    },
    {
      about: 'ingest-dead-letters',
      description: 'Payments were given up. Look at them and send them again: npm run redrive.',
      ...ofQueue(names.ingestDeadLetters),
      ...waiting,
    },
    {
      about: 'async-dead-letters',
      description: 'Asynchronous invocations were given up. Look at the request in the message and start it again.',
      ...ofQueue(names.asyncDeadLetters),
      ...waiting,
    },
  ];
}

function tableAlarms({ names }: Concern): AlarmDefinition[] {
  const ofTable = { namespace: 'AWS/DynamoDB', dimensions: { TableName: names.table }, ...fiveMinutes };
  const throttled = (about: string, metricName: string): AlarmDefinition => ({
    about,
    description:
      'DynamoDB refuses requests for lack of capacity. Look for a hot key; on-demand tables double at most every 30 minutes.',
    ...ofTable,
    metricName,
    statistic: 'Sum',
    threshold: 1,
  });
  return [
    throttled('table-read-throttles', 'ReadThrottleEvents'),
    throttled('table-write-throttles', 'WriteThrottleEvents'),
  ];
}

function outcomeAlarms({ names, args: { place } }: Concern): AlarmDefinition[] {
  return [
    {
      about: 'outcomes-undelivered',
      description: 'SNS could not deliver outcomes to a subscriber. Look at the subscription and its endpoint.',
      namespace: 'AWS/SNS',
      metricName: 'NumberOfNotificationsFailed',
      dimensions: { TopicName: names.outcomes },
      ...fiveMinutes,
      statistic: 'Sum',
      threshold: 1,
    },
    {
      about: 'outcomes-owed',
      description:
        'Payments are recorded and their outcome is not announced. Reconcile: invoke the function with reconcile.',
      // Written by the function as embedded metrics (payments/metrics.ts).
      namespace: 'Payments',
      metricName: 'Owed',
      dimensions: { stage: place.environment },
      ...fiveMinutes,
      statistic: 'Sum',
      threshold: 1,
    },
  ];
}
