import * as lambda from '@aws-sdk/client-lambda';
import {
  members,
  type Member,
  output,
  tagsOf,
  text,
  type Api,
  type Setter,
  type Setters,
  type Target,
} from './setter.ts';

const tags: Setter = {
  set: ({ clients }, target) =>
    clients.lambda.send(new lambda.TagResourceCommand({ Resource: output(target, 'arn'), Tags: tagsOf(target) })),
};

const configured = (
  property: Member<lambda.UpdateFunctionConfigurationCommandInput>,
  to: Setter['to'] = {},
  along: readonly string[] = [],
): Setter => ({
  set: ({ clients }, target) =>
    clients.lambda.send(
      new lambda.UpdateFunctionConfigurationCommand({
        ...members<lambda.UpdateFunctionConfigurationCommandInput>(target, property),
        FunctionName: target.id,
      }),
    ),
  to,
  along,
});

const code: Setter = {
  set: ({ clients, code: { released, other } }, target) =>
    clients.lambda.send(
      new lambda.UpdateFunctionCodeCommand({
        FunctionName: target.id,
        ZipFile: target.inputs['sourceCodeHash'] === target.outputs['sourceCodeHash'] ? released : other,
        Architectures: target.inputs['architectures'] as lambda.Architecture[],
      }),
    ),
};

const updateAlias: Setter = {
  set: ({ clients }, target) =>
    clients.lambda.send(
      new lambda.UpdateAliasCommand({
        FunctionName: text(target, 'functionName'),
        Name: text(target, 'name'),
        Description: text(target, 'description'),
        FunctionVersion: text(target, 'functionVersion'),
      }),
    ),
  to: { functionVersion: () => '$LATEST' },
};

const mapping = (property: Member<lambda.UpdateEventSourceMappingCommandInput>, to: Setter['to'] = {}): Setter => ({
  set: ({ clients }, target) =>
    clients.lambda.send(
      new lambda.UpdateEventSourceMappingCommand({
        ...members<Partial<lambda.UpdateEventSourceMappingCommandInput>>(target, property),
        UUID: target.id,
      }),
    ),
  to,
});

const asynchronous: Setter = {
  set: ({ clients }, target: Target) =>
    clients.lambda.send(
      new lambda.PutFunctionEventInvokeConfigCommand({
        ...members<Partial<lambda.PutFunctionEventInvokeConfigCommandInput>>(
          target,
          'maximumEventAgeInSeconds',
          'maximumRetryAttempts',
        ),
        FunctionName: text(target, 'functionName'),
        Qualifier: text(target, 'qualifier'),
      }),
    ),
  to: { maximumRetryAttempts: () => 0 },
};

export const lambdaSetters: Readonly<Record<string, Setters>> = {
  'aws:lambda/function:Function': {
    architectures: { ...code, to: { architectures: () => ['x86_64'] } },
    // Both tell which code runs; the provider may or may not read the one that the program gives.
    sourceCodeHash: { ...code, along: ['codeSha256'] },
    deadLetterConfig: configured('deadLetterConfig'),
    description: configured('description'),
    environment: {
      set: ({ clients }, target) =>
        clients.lambda.send(
          new lambda.UpdateFunctionConfigurationCommand({
            FunctionName: target.id,
            Environment: {
              Variables: (target.inputs['environment'] as { variables: Record<string, string> }).variables,
            },
          }),
        ),
    },
    handler: configured('handler', { handler: () => 'other.handler' }),
    loggingConfig: configured('loggingConfig', {
      'loggingConfig.applicationLogLevel': () => 'TRACE',
      'loggingConfig.systemLogLevel': () => 'DEBUG',
      'loggingConfig.logFormat': () => 'Text',
    }),
    memorySize: configured('memorySize'),
    reservedConcurrentExecutions: {
      set: ({ clients }, target) =>
        clients.lambda.send(
          new lambda.PutFunctionConcurrencyCommand({
            FunctionName: target.id,
            ReservedConcurrentExecutions: Number(target.inputs['reservedConcurrentExecutions']),
          }),
        ),
    },
    role: configured('role', { role: ({ other }: Api) => other.roleArn }),
    runtime: configured('runtime', { runtime: () => 'nodejs22.x' }),
    timeout: configured('timeout'),
    tracingConfig: configured('tracingConfig', { 'tracingConfig.mode': () => 'PassThrough' }),
    vpcConfig: configured('vpcConfig', {
      'vpcConfig.securityGroupIds': ({ other }) => [other.groupId],
      'vpcConfig.subnetIds': (_api, value) => (value as readonly string[]).slice(1),
    }),
    tags,
  },
  'aws:lambda/alias:Alias': { description: updateAlias, functionVersion: updateAlias },
  'aws:lambda/eventSourceMapping:EventSourceMapping': {
    batchSize: mapping('batchSize'),
    functionName: mapping('functionName', { functionName: (_api, value) => String(value).replace(/:live$/, '') }),
    functionResponseTypes: mapping('functionResponseTypes', { functionResponseTypes: () => [] }),
    scalingConfig: mapping('scalingConfig'),
    tags,
  },
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': {
    maximumEventAgeInSeconds: asynchronous,
    maximumRetryAttempts: asynchronous,
  },
};
