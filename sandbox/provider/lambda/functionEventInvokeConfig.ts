import {
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  type DestinationConfig,
} from '@aws-sdk/client-lambda';

import { orNull } from '../absence.ts';
import { numberOf, objectOf, requiredText, textOf } from '../inputValues.ts';
import { whileSettling } from '../propagation.ts';
import { outOfRange } from '../ranges.ts';
import { readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { functionIsGone } from './functionState.ts';

/** Also what an event may age when nothing is said. */
const longestAgeSeconds = 21_600;

export const functionEventInvokeConfig: ResourceType = {
  token: 'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig',
  source: 'internal/service/lambda/function_event_invoke_config.go',
  required: ['functionName'],
  served: ['destinationConfig', 'functionName', 'maximumEventAgeInSeconds', 'maximumRetryAttempts', 'qualifier'],
  defaults: { maximumRetryAttempts: 2 },
  replaceOn: ['functionName', 'qualifier'],
  computed: [],
  check: (inputs) =>
    outOfRange(inputs, { maximumEventAgeInSeconds: [60, longestAgeSeconds], maximumRetryAttempts: [0, 2] }),
  create: (inputs, session) => put(idOf(inputs), inputs, session),
  read,
  update: (id, news, _olds, session) => put(id, news, session),
  delete: remove,
};

async function put(id: string, inputs: Inputs, session: Session): Promise<ReadResult> {
  const destinations = destinationsOf(objectOf(inputs, 'destinationConfig') ?? {});
  const age = numberOf(inputs, 'maximumEventAgeInSeconds');
  const request = {
    ...keyOf(id),
    MaximumRetryAttempts: numberOf(inputs, 'maximumRetryAttempts') ?? 2,
    ...(age === undefined ? {} : { MaximumEventAgeInSeconds: age }),
    ...(destinations === undefined ? {} : { DestinationConfig: destinations }),
  };
  await whileSettling(
    [
      ['InvalidParameterValueException', 'destination ARN'],
      ['InvalidParameterValueException', 'does not have permissions'],
    ],
    () => session.client(LambdaClient).send(new PutFunctionEventInvokeConfigCommand(request)),
    { signal: session.signal, timeoutSeconds: 5, pauseMilliseconds: 500 },
  );
  const result = await read(id, inputs, session);
  if (result === null)
    throw new Error(`Lambda Function Event Invoke Config (${id}) cannot be found right after it was written`);
  return result;
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const { FunctionName, Qualifier } = keyOf(id);
  const held = await orNull(functionIsGone, () =>
    session.client(LambdaClient).send(new GetFunctionEventInvokeConfigCommand(keyOf(id))),
  );
  if (held === null) return null;
  const failure = held.DestinationConfig?.OnFailure?.Destination;
  const success = held.DestinationConfig?.OnSuccess?.Destination;
  const destinations = {
    ...(failure ? { onFailure: { destination: failure } } : {}),
    ...(success ? { onSuccess: { destination: success } } : {}),
  };
  // The emulator names the service's own age where nobody gave one; AWS names none.
  const silent = held.MaximumEventAgeInSeconds === longestAgeSeconds && known['maximumEventAgeInSeconds'] === undefined;
  const age = silent ? undefined : held.MaximumEventAgeInSeconds;
  return readBack({}, known, {
    id,
    inputs: {
      destinationConfig: destinations,
      functionName: FunctionName,
      maximumEventAgeInSeconds: age,
      maximumRetryAttempts: held.MaximumRetryAttempts,
      qualifier: Qualifier,
    },
    computed: {},
  });
}

async function remove(id: string, _outputs: Inputs, session: Session): Promise<void> {
  await orNull(functionIsGone, () =>
    session.client(LambdaClient).send(new DeleteFunctionEventInvokeConfigCommand(keyOf(id))),
  );
}

function destinationsOf(config: Inputs): DestinationConfig | undefined {
  const target = (name: string) => textOf(objectOf(config, name) ?? {}, 'destination');
  const [failure, success] = [target('onFailure'), target('onSuccess')];
  if (failure === undefined && success === undefined) return undefined;
  return {
    ...(failure === undefined ? {} : { OnFailure: { Destination: failure } }),
    ...(success === undefined ? {} : { OnSuccess: { Destination: success } }),
  };
}

function idOf(inputs: Inputs): string {
  const qualifier = textOf(inputs, 'qualifier');
  const name = requiredText(inputs, 'functionName');
  return qualifier === undefined ? name : `${name}:${qualifier}`;
}

/** The function stays as it was written, by name or by ARN; what comes after it is the qualifier. */
function keyOf(id: string): { FunctionName: string; Qualifier?: string } {
  const parts = id.split(':');
  const length = id.startsWith('arn:') ? 7 : 1;
  const qualifier = parts[length];
  const FunctionName = parts.slice(0, length).join(':');
  return qualifier === undefined ? { FunctionName } : { FunctionName, Qualifier: qualifier };
}
