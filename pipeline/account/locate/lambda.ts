import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  LambdaClient,
  paginateListEventSourceMappings,
} from '@aws-sdk/client-lambda';
import { textInput, unlessAbsent, type Locator } from './locator.ts';

const absent = 'ResourceNotFoundException';

const lambdaFunction: Locator = async (wanted, { client }) => {
  const FunctionName = textInput(wanted, 'name');
  const read = () => new LambdaClient(client).send(new GetFunctionConfigurationCommand({ FunctionName }));
  return (await unlessAbsent(read, absent)) === null ? null : FunctionName;
};

const alias: Locator = async (wanted, { client }) => {
  const [FunctionName, Name] = [textInput(wanted, 'functionName'), textInput(wanted, 'name')];
  const found = await unlessAbsent(
    () => new LambdaClient(client).send(new GetAliasCommand({ FunctionName, Name })),
    absent,
  );
  return found?.AliasArn ?? null;
};

/** The id joins function and qualifier with a colon, as the provider's import does. */
const eventInvokeConfig: Locator = async (wanted, { client }) => {
  const [FunctionName, Qualifier] = [textInput(wanted, 'functionName'), textInput(wanted, 'qualifier')];
  const read = () =>
    new LambdaClient(client).send(new GetFunctionEventInvokeConfigCommand({ FunctionName, Qualifier }));
  return (await unlessAbsent(read, absent)) === null ? null : `${FunctionName}:${Qualifier}`;
};

const eventSourceMapping: Locator = async (wanted, { client }) => {
  const [FunctionName, EventSourceArn] = [textInput(wanted, 'functionName'), textInput(wanted, 'eventSourceArn')];
  const pages = paginateListEventSourceMappings({ client: new LambdaClient(client) }, { FunctionName, EventSourceArn });
  for await (const { EventSourceMappings = [] } of pages) {
    const [first] = EventSourceMappings;
    if (first?.UUID !== undefined) return first.UUID;
  }
  return null;
};

export const lambda: Readonly<Record<string, Locator>> = {
  'aws:lambda/function:Function': lambdaFunction,
  'aws:lambda/alias:Alias': alias,
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': eventInvokeConfig,
  'aws:lambda/eventSourceMapping:EventSourceMapping': eventSourceMapping,
};
