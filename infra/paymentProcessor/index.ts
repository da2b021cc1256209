/** Takes payments from a queue, records each once, and announces what became of it. */
import * as pulumi from '@pulumi/pulumi';
import { alarmDefinitions } from './alarmDefinitions.ts';
import { createAlarms } from './alarms.ts';
import { withDefaults, type PaymentProcessorArgs } from './arguments.ts';
import { concern } from './concern.ts';
import { createDashboard } from './dashboard.ts';
import { createFunction } from './function.ts';
import { createKey } from './key.ts';
import { createQueues } from './queues.ts';
import { createRole } from './role.ts';
import { createTable } from './table.ts';
import { createTopics } from './topics.ts';

export { paymentProcessorDefaults, type AlarmThresholds, type PaymentProcessorArgs } from './arguments.ts';

/**
 * Queue -> function -> table -> topic, with their key, role, dead-letter queues, alarms and dashboard. Reads no
 * configuration and needs nothing else of this repository's program: a network, a zip and a place are enough.
 */
export class PaymentProcessor extends pulumi.ComponentResource {
  /** ARN of the table of payments: what the next environment refers to. */
  readonly tableArn: pulumi.Output<string>;
  /** Name of the table of payments. */
  readonly tableName: pulumi.Output<string>;
  /** ARN of the topic of outcomes. */
  readonly topicArn: pulumi.Output<string>;
  /** URL of the queue that payments are sent to. */
  readonly queueUrl: pulumi.Output<string>;
  /** URL of the queue that holds payments which were given up. */
  readonly deadLetterQueueUrl: pulumi.Output<string>;
  /** Name of the function. */
  readonly functionName: pulumi.Output<string>;
  /** ARN of the alias; invoke this, never the bare function. */
  readonly functionAliasArn: pulumi.Output<string>;

  constructor(name: string, args: PaymentProcessorArgs, opts?: pulumi.ComponentResourceOptions) {
    super('payments:processor:PaymentProcessor', name, {}, opts);
    const parts = concern(name, withDefaults(args), this);
    const key = createKey(parts);
    const table = createTable(parts, key);
    const topics = createTopics(parts, key);
    const queues = createQueues(parts, key);
    const role = createRole(parts);
    const lambda = createFunction(parts, { key, table, topics, queues, role });
    const watched = alarmDefinitions(parts, lambda.eventSource);
    createAlarms(parts, watched, topics);
    createDashboard(parts, watched);

    this.tableArn = table.arn;
    this.tableName = table.name;
    this.topicArn = topics.outcomes.arn;
    this.queueUrl = queues.ingest.url;
    this.deadLetterQueueUrl = queues.ingestDeadLetters.url;
    this.functionName = lambda.function.name;
    this.functionAliasArn = lambda.alias.arn;
    this.registerOutputs({
      tableArn: this.tableArn,
      tableName: this.tableName,
      topicArn: this.topicArn,
      queueUrl: this.queueUrl,
      deadLetterQueueUrl: this.deadLetterQueueUrl,
      functionName: this.functionName,
      functionAliasArn: this.functionAliasArn,
    });
  }
}
