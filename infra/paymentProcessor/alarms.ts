import * as aws from '@pulumi/aws';
import type { AlarmDefinition } from './alarmDefinitions.ts';
import type { Concern } from './concern.ts';
import type { Topics } from './topics.ts';

/** Every alarm tells the operations topic when it starts and when it is over. */
export function createAlarms(concern: Concern, definitions: readonly AlarmDefinition[], topics: Topics): void {
  for (const definition of definitions) createAlarm(concern, topics.operations.arn, definition);
}

function createAlarm(
  { name, names, named }: Concern,
  topic: aws.sns.Topic['arn'],
  { about, description, ...metric }: AlarmDefinition,
): void {
  new aws.cloudwatch.MetricAlarm(
    `${name}-${about}`,
    {
      name: names.alarm(about),
      alarmDescription: description,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      ...metric,
      // No data means that nothing happened: none of these metrics is published without an event or a queue in use.
      treatMissingData: 'notBreaching',
      alarmActions: [topic],
      okActions: [topic],
    },
    named,
  );
}
