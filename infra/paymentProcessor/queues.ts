import * as aws from '@pulumi/aws';
import type { Concern } from './concern.ts';

/** Fourteen days, SQS's longest: time to notice, understand and redrive. */
const longestRetentionSeconds = 1_209_600;
const ingestRetentionSeconds = 345_600;

export interface Queues {
  readonly ingest: aws.sqs.Queue;
  /** Messages that the function gave back `receiveCount` times. */
  readonly ingestDeadLetters: aws.sqs.Queue;
  /** Asynchronous invocations that failed after their retries. */
  readonly asyncDeadLetters: aws.sqs.Queue;
}

export function createQueues({ name, names, arns, args, named }: Concern, key: aws.kms.Key): Queues {
  const encrypted = { kmsMasterKeyId: key.arn, kmsDataKeyReusePeriodSeconds: 300 };
  const ingestDeadLetters = new aws.sqs.Queue(
    `${name}-ingest-dead-letters`,
    {
      name: names.ingestDeadLetters,
      ...encrypted,
      messageRetentionSeconds: longestRetentionSeconds,
      redriveAllowPolicy: JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns: [arns.ingest] }),
    },
    named,
  );
  const asyncDeadLetters = new aws.sqs.Queue(
    `${name}-async-dead-letters`,
    {
      name: names.asyncDeadLetters,
      ...encrypted,
      messageRetentionSeconds: longestRetentionSeconds,
      redriveAllowPolicy: JSON.stringify({ redrivePermission: 'denyAll' }),
    },
    named,
  );
  const ingest = new aws.sqs.Queue(
    `${name}-ingest`,
    {
      name: names.ingest,
      ...encrypted,
      messageRetentionSeconds: ingestRetentionSeconds,
      visibilityTimeoutSeconds: args.visibilityTimeoutSeconds,
      receiveWaitTimeSeconds: 20,
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: arns.ingestDeadLetters,
        maxReceiveCount: args.receiveCount,
      }),
    },
    // The redrive policy names the dead-letter queue by its known ARN, so the order has to be told.
    { ...named, dependsOn: [ingestDeadLetters] },
  );
  return { ingest, ingestDeadLetters, asyncDeadLetters };
}
