/** From an event source's inputs to the request, and from what the account holds back to inputs. */
import type { EventSourceMappingConfiguration, UpdateEventSourceMappingCommandInput } from '@aws-sdk/client-lambda';

import { numberOf, objectOf, objectsOf, textOf, textsOf } from '../inputValues.ts';
import type { Inputs } from '../resourceType.ts';

type Settings = Omit<UpdateEventSourceMappingCommandInput, 'UUID'>;

/** Every setting that can change, with what takes it away where it is not wanted: AWS ignores a missing member. */
const parts: Readonly<Record<string, (inputs: Inputs) => Settings>> = {
  batchSize: (inputs) => ({ BatchSize: numberOf(inputs, 'batchSize') }),
  bisectBatchOnFunctionError: (inputs) => ({
    BisectBatchOnFunctionError: inputs['bisectBatchOnFunctionError'] === true,
  }),
  destinationConfig: (inputs) => {
    const Destination = textOf(
      objectOf(objectOf(inputs, 'destinationConfig') ?? {}, 'onFailure') ?? {},
      'destinationArn',
    );
    return Destination === undefined ? {} : { DestinationConfig: { OnFailure: { Destination } } };
  },
  enabled: (inputs) => ({ Enabled: inputs['enabled'] !== false }),
  filterCriteria: (inputs) => {
    const filters = objectsOf(objectOf(inputs, 'filterCriteria') ?? {}, 'filters') ?? [];
    return { FilterCriteria: { Filters: filters.map((filter) => ({ Pattern: textOf(filter, 'pattern') })) } };
  },
  functionName: (inputs) => ({ FunctionName: textOf(inputs, 'functionName') }),
  functionResponseTypes: (inputs) => ({
    FunctionResponseTypes: (textsOf(inputs, 'functionResponseTypes') ?? []) as 'ReportBatchItemFailures'[],
  }),
  maximumBatchingWindowInSeconds: (inputs) => ({
    MaximumBatchingWindowInSeconds: numberOf(inputs, 'maximumBatchingWindowInSeconds') ?? 0,
  }),
  maximumRecordAgeInSeconds: (inputs) => ({ MaximumRecordAgeInSeconds: numberOf(inputs, 'maximumRecordAgeInSeconds') }),
  maximumRetryAttempts: (inputs) => ({ MaximumRetryAttempts: numberOf(inputs, 'maximumRetryAttempts') }),
  metricsConfig: (inputs) => ({
    MetricsConfig: { Metrics: (textsOf(objectOf(inputs, 'metricsConfig') ?? {}, 'metrics') ?? []) as 'EventCount'[] },
  }),
  parallelizationFactor: (inputs) => ({ ParallelizationFactor: numberOf(inputs, 'parallelizationFactor') }),
  scalingConfig: (inputs) => {
    const MaximumConcurrency = numberOf(objectOf(inputs, 'scalingConfig') ?? {}, 'maximumConcurrency');
    return { ScalingConfig: MaximumConcurrency === undefined ? {} : { MaximumConcurrency } };
  },
};

export const changeable = Object.keys(parts);

export function settingsOf(inputs: Inputs, names: readonly string[]): Settings {
  return Object.assign({}, ...names.map((name) => parts[name]?.(inputs) ?? {})) as Settings;
}

export function inputsOf(held: EventSourceMappingConfiguration): Inputs {
  const failure = held.DestinationConfig?.OnFailure?.Destination;
  const filters = held.FilterCriteria?.Filters ?? [];
  const metrics = held.MetricsConfig?.Metrics ?? [];
  const concurrency = held.ScalingConfig?.MaximumConcurrency;
  return {
    batchSize: held.BatchSize,
    bisectBatchOnFunctionError: held.BisectBatchOnFunctionError,
    destinationConfig: failure === undefined ? undefined : { onFailure: { destinationArn: failure } },
    enabled: /^Enabl/.test(held.State ?? ''),
    eventSourceArn: held.EventSourceArn,
    filterCriteria:
      filters.length === 0 ? undefined : { filters: filters.map(({ Pattern }) => ({ pattern: Pattern })) },
    functionName: held.FunctionArn,
    functionResponseTypes: held.FunctionResponseTypes,
    // Zero is how the service spells "does not wait".
    maximumBatchingWindowInSeconds:
      held.MaximumBatchingWindowInSeconds === 0 ? undefined : held.MaximumBatchingWindowInSeconds,
    maximumRecordAgeInSeconds: held.MaximumRecordAgeInSeconds,
    maximumRetryAttempts: held.MaximumRetryAttempts,
    metricsConfig: metrics.length === 0 ? undefined : { metrics },
    parallelizationFactor: held.ParallelizationFactor,
    scalingConfig: concurrency === undefined ? undefined : { maximumConcurrency: concurrency },
    startingPosition: held.StartingPosition,
  };
}
