import { list, mapping, resourceRule, type Guardrail } from '../guardrail.ts';

const eventSources = ['aws:lambda/eventSourceMapping:EventSourceMapping'];
const invokeConfigs = ['aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig'];

export const invocationRules: readonly Guardrail[] = [
  resourceRule({
    id: 'event-source-partial-batches',
    severity: 'high',
    reason:
      'Without partial responses one bad payment sends its whole batch back, and the good ones are tried again with it.',
    source: 'AWS Lambda Developer Guide, SQS error handling',
    types: eventSources,
    breach: ({ functionResponseTypes }) =>
      list(functionResponseTypes).includes('ReportBatchItemFailures') ? undefined : 'reports batches as a whole',
  }),
  resourceRule({
    id: 'event-source-concurrency',
    severity: 'high',
    reason:
      'Without a maximum the queue uses up the reservation, and throttled receives count towards the dead-letter queue.',
    source: 'AWS Lambda Developer Guide, SQS maximum concurrency',
    types: eventSources,
    breach: ({ scalingConfig }) =>
      Number(mapping(scalingConfig)['maximumConcurrency']) >= 2 ? undefined : 'has no maximum concurrency',
  }),
  resourceRule({
    id: 'event-source-through-alias',
    severity: 'high',
    reason: 'A queue on the bare function runs unpublished code.',
    source: 'AWS Lambda Developer Guide, aliases',
    types: eventSources,
    breach: ({ functionName }) =>
      /^arn:aws:lambda:[^:]+:\d+:function:[^:]+$|^[\w-]{1,140}$/.test(String(functionName)) && !isMarker(functionName)
        ? `feeds ${String(functionName)} and not its alias`
        : undefined,
  }),
  resourceRule({
    id: 'event-source-enabled',
    severity: 'high',
    reason: 'A switched-off event source lets payments pile up until they expire.',
    source: 'AWS Lambda Developer Guide, event source mappings',
    types: eventSources,
    breach: ({ enabled }) => (enabled === false ? 'is switched off' : undefined),
  }),
  resourceRule({
    id: 'event-source-metrics',
    severity: 'medium',
    reason: 'Without its own metrics nobody can see an invocation that the event source never managed to make.',
    source: 'AWS Lambda Developer Guide, event source mapping metrics',
    types: eventSources,
    breach: ({ metricsConfig }) =>
      list(mapping(metricsConfig)['metrics']).includes('EventCount') ? undefined : 'counts no events',
  }),
  resourceRule({
    id: 'async-retries',
    severity: 'medium',
    reason: 'Left out, Lambda tries twice in every environment, and no environment has its own count.',
    source: 'AWS Lambda Developer Guide, asynchronous invocation; R9',
    types: invokeConfigs,
    breach: ({ maximumRetryAttempts }) =>
      [0, 1, 2].includes(Number(maximumRetryAttempts ?? NaN)) ? undefined : 'sets no retry count',
  }),
  resourceRule({
    id: 'async-event-age',
    severity: 'low',
    reason: 'Left out, a request waits up to six hours and may then run against a world that has moved on.',
    source: 'AWS Lambda Developer Guide, asynchronous invocation',
    types: invokeConfigs,
    breach: ({ maximumEventAgeInSeconds }) =>
      Number(maximumEventAgeInSeconds) <= 21_600 ? undefined : 'sets no maximum event age',
  }),
  resourceRule({
    id: 'async-on-alias',
    severity: 'medium',
    reason: 'Settings without a qualifier hold for unpublished code and not for the alias that is invoked.',
    source: 'AWS Lambda API, PutFunctionEventInvokeConfig',
    types: invokeConfigs,
    breach: ({ qualifier }) => (qualifier && qualifier !== '$LATEST' ? undefined : 'is not on the alias'),
  }),
  resourceRule({
    id: 'alias-one-version',
    severity: 'medium',
    reason: 'Weights between versions run two releases at once, and an environment runs one.',
    source: 'AWS Lambda Developer Guide, weighted aliases; R39',
    types: ['aws:lambda/alias:Alias'],
    breach: ({ routingConfig }) =>
      Object.keys(mapping(mapping(routingConfig)['additionalVersionWeights'])).length === 0
        ? undefined
        : 'shares its traffic between versions',
  }),
];

/** The engine's text for a value that is not known yet. */
function isMarker(value: unknown): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(value));
}
