import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Concern } from './concern.ts';
import type { Queues } from './queues.ts';
import type { FunctionRole } from './role.ts';
import type { Topics } from './topics.ts';

export interface Parts {
  readonly key: aws.kms.Key;
  readonly table: aws.dynamodb.Table;
  readonly topics: Topics;
  readonly queues: Queues;
  readonly role: FunctionRole;
}

export interface Function {
  readonly function: aws.lambda.Function;
  readonly alias: aws.lambda.Alias;
  readonly eventSource: aws.lambda.EventSourceMapping;
}

/** The function, its published version behind an alias, and its two ways in: the queue and asynchronous invocation. */
export function createFunction(concern: Concern, parts: Parts): Function {
  const { name, names, named } = concern;
  const logs = createLogGroup(concern, parts.key);
  const lambda = new aws.lambda.Function(`${name}-function`, functionArgs(concern, parts), {
    ...named,
    // Named by known ARNs above, and wanted at the first invocation; Lambda itself tries role and dead-letter queue.
    dependsOn: [
      parts.role.policy,
      parts.queues.asyncDeadLetters,
      parts.table,
      parts.topics.outcomes,
      logs,
      ...concern.args.network.reachability,
    ],
  });
  const alias = new aws.lambda.Alias(
    `${name}-live`,
    {
      name: names.functionAlias,
      functionName: lambda.name,
      functionVersion: lambda.version,
      description: 'The version that takes payments',
    },
    named,
  );
  createAsyncInvocation(concern, alias);
  return { function: lambda, alias, eventSource: createEventSource(concern, alias, parts) };
}

function functionArgs({ names, arns, args }: Concern, { role }: Parts): aws.lambda.FunctionArgs {
  return {
    name: names.function,
    description: 'Records payments once and announces what became of them',
    role: role.role.arn,
    architectures: ['arm64'],
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    code: new pulumi.asset.FileArchive(args.functionPackage.path),
    sourceCodeHash: args.functionPackage.sha256Base64,
    publish: true,
    memorySize: args.memory,
    timeout: args.timeoutSeconds,
    reservedConcurrentExecutions: args.reservedConcurrency,
    vpcConfig: { subnetIds: [...args.network.subnetIds], securityGroupIds: [...args.network.securityGroupIds] },
    deadLetterConfig: { targetArn: arns.asyncDeadLetters },
    environment: {
      variables: {
        TABLE_NAME: names.table,
        TOPIC_ARN: arns.outcomes,
        SERVICE_STAGE: args.place.environment,
        LOG_LEVEL: args.logLevel,
      },
    },
    tracingConfig: { mode: args.tracing ? 'Active' : 'PassThrough' },
    loggingConfig: {
      logFormat: 'JSON',
      logGroup: names.functionLogGroup,
      applicationLogLevel: args.logLevel,
      systemLogLevel: 'WARN',
    },
  };
}

function createLogGroup({ name, names, args, named }: Concern, key: aws.kms.Key): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup(
    `${name}-function`,
    { name: names.functionLogGroup, retentionInDays: args.logRetentionDays, kmsKeyId: key.arn },
    named,
  );
}

function createAsyncInvocation({ name, args, parent }: Concern, alias: aws.lambda.Alias): void {
  new aws.lambda.FunctionEventInvokeConfig(
    `${name}-async`,
    {
      functionName: alias.functionName,
      qualifier: alias.name,
      maximumRetryAttempts: args.asyncRetries,
      maximumEventAgeInSeconds: args.asyncEventAgeSeconds,
    },
    { parent },
  );
}

function createEventSource(
  { name, args, named }: Concern,
  alias: aws.lambda.Alias,
  { queues, role }: Parts,
): aws.lambda.EventSourceMapping {
  return new aws.lambda.EventSourceMapping(
    `${name}-ingest`,
    {
      eventSourceArn: queues.ingest.arn,
      functionName: alias.arn,
      batchSize: args.batchSize,
      functionResponseTypes: ['ReportBatchItemFailures'],
      metricsConfig: { metrics: ['EventCount'] },
      scalingConfig: { maximumConcurrency: args.eventSourceConcurrency },
    },
    // One queue feeds a function once: a second mapping of the two is refused.
    { ...named, dependsOn: [role.policy] },
  );
}
