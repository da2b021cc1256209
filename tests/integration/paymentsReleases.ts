/** Releases of the function, as the program makes them: a version for each, and the alias that the queue feeds. */
import {
  CreateAliasCommand,
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { bundle } from '../../payments/package.ts';

export const liveAlias = 'live';

/** Makes the first version and the alias that points to it. */
export async function goLive(lambda: LambdaClient, functionName: string): Promise<void> {
  const FunctionVersion = await publish(lambda, functionName);
  await lambda.send(new CreateAliasCommand({ FunctionName: functionName, Name: liveAlias, FunctionVersion }));
}

/** Lets the alias point to a version that is there: a rollback, or the last step of an upgrade. */
export const pointTo = (lambda: LambdaClient, functionName: string, FunctionVersion: string) =>
  lambda.send(new UpdateAliasCommand({ FunctionName: functionName, Name: liveAlias, FunctionVersion }));

/** The same code as a release of its own (other bytes, other digest). Resolves with its version, once it takes the payments. */
export async function upgrade(lambda: LambdaClient, functionName: string, release: string): Promise<string> {
  const text = `export { handler } from './payments/index.ts'; export const release = ${JSON.stringify(release)};`;
  const ZipFile = zipSync({ 'index.mjs': await bundle({ text }) });
  const { CodeSha256: before } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
  const { CodeSha256: after } = await lambda.send(
    new UpdateFunctionCodeCommand({ FunctionName: functionName, ZipFile }),
  );
  if (after === before) throw new Error('the upgrade changed nothing');
  const version = await publish(lambda, functionName);
  await pointTo(lambda, functionName, version);
  return version;
}

async function publish(lambda: LambdaClient, FunctionName: string): Promise<string> {
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }));
  if (Version === undefined) throw new Error('the function has no version');
  return Version;
}
