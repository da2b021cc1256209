/** Releases of the function, as the program makes them: a version for each, and the alias that the queue feeds. */
import {
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { bundle } from '../../../payments/package.ts';
import type { Place } from './place.ts';

/** Lets the alias point to a version that is there: a rollback, or the last step of an upgrade. */
export const pointTo = (lambda: LambdaClient, { own }: Place, FunctionVersion: string) =>
  lambda.send(new UpdateAliasCommand({ FunctionName: own.function, Name: own.functionAlias, FunctionVersion }));

/** The same code as a release of its own (other bytes, other digest). Resolves with its version, once it takes the payments. */
export async function upgrade(lambda: LambdaClient, place: Place, release: string): Promise<string> {
  const { function: FunctionName } = place.own;
  const text = `export { handler } from './payments/index.ts'; export const release = ${JSON.stringify(release)};`;
  const ZipFile = zipSync({ 'index.mjs': await bundle({ text }) });
  const { CodeSha256: before } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const { CodeSha256: after } = await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  if (after === before) throw new Error('the upgrade changed nothing');
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }));
  if (Version === undefined) throw new Error('the function has no version');
  await pointTo(lambda, place, Version);
  return Version;
}
