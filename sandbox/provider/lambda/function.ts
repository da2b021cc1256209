import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  LambdaClient,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type FunctionConfiguration,
} from '@aws-sdk/client-lambda';

import { orNull } from '../absence.ts';
import { changes } from '../difference.ts';
import { numberOf, requiredText, textsOf } from '../inputValues.ts';
import { CreatedIncompletely } from '../createdIncompletely.ts';
import { until, whileSettling, type Passing } from '../propagation.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { tagChanges, wantedTags } from '../tagSets.ts';
import { checkNetwork, checkReservation, checkRole } from './awsRules.ts';
import { codeOf, configurationOf, creationOf } from './functionRequest.ts';
import { check, codeProperties, computed, configurationProperties, defaults, rules, served } from './functionRules.ts';
import { findFunction, functionIsGone, readFunction } from './functionState.ts';

/** Roles and keys become known to Lambda a moment after they were made (`retryFunctionOp` of the real provider). */
const passing: readonly Passing[] = [
  ['InvalidParameterValueException', 'The role defined for the function cannot be assumed by Lambda'],
  ['InvalidParameterValueException', 'The provided execution role does not have permissions'],
  ['InvalidParameterValueException', 'because the KMS key is invalid for CreateGrant'],
  ['ResourceConflictException', ''],
];
const waiting = ({ signal }: Session) => ({ signal, timeoutSeconds: 60 });
/** Short, because in the emulator everybody knows of a role at once. */
const settling = ({ signal }: Session) => ({ signal, timeoutSeconds: 5, pauseMilliseconds: 500 });

export const lambdaFunction: ResourceType = {
  ...rules,
  token: 'aws:lambda/function:Function',
  source: 'internal/service/lambda/function.go: resourceFunction, updateComputedAttributesOnPublish',
  required: ['role'],
  served,
  defaults,
  computed,
  autoname: { property: 'name', maximumLength: 64 },
  recomputed,
  check,
  create,
  read: readFunction,
  update,
  delete: remove,
};

function recomputed(news: Inputs, olds: Inputs): string[] {
  const changed = changedProperties(news, olds);
  const code = changed.some((name) => codeProperties.includes(name));
  const configuration = changed.some((name) => configurationProperties.includes(name));
  const publishes = news['publish'] === true && (code || configuration || changed.includes('publish'));
  return [
    ...(code ? ['lastModified', 'codeSha256', 'sourceCodeSize'] : []),
    ...(publishes ? ['version', 'qualifiedArn', 'qualifiedInvokeArn'] : []),
  ];
}

function changedProperties(news: Inputs, olds: Inputs): string[] {
  return [...new Set(changes(rules, olds, news).map(({ path }) => String(path[0])))];
}

async function create(inputs: Inputs, session: Session): Promise<ReadResult> {
  const name = requiredText(inputs, 'name');
  const request = await creationOf(inputs, wantedTags(inputs, session));
  await checkNetwork(inputs, session);
  await whileSettling(
    passing,
    async () => {
      await checkRole(requiredText(inputs, 'role'), session);
      await session.client(LambdaClient).send(new CreateFunctionCommand(request));
    },
    settling(session),
  );
  try {
    await settled(name, session);
    await reserve(name, inputs, session);
    return found(await readFunction(name, inputs, session), name);
  } catch (error) {
    throw new CreatedIncompletely(name, error);
  }
}

async function update(id: string, news: Inputs, olds: Inputs, session: Session): Promise<ReadResult> {
  const changed = changedProperties(news, olds);
  const parts = changed.filter((name) => configurationProperties.includes(name));
  const codeChanges = changed.some((name) => codeProperties.includes(name));
  await retag(id, news, session);
  if (parts.length > 0) await configure(id, news, parts, session);
  if (codeChanges) await replaceCode(id, news, session);
  if (changed.includes('reservedConcurrentExecutions')) await reserve(id, news, session);
  if (news['publish'] === true && (codeChanges || parts.length > 0 || changed.includes('publish')))
    await publish(id, session);
  return found(await readFunction(id, news, session), id);
}

async function configure(
  FunctionName: string,
  news: Inputs,
  parts: readonly string[],
  session: Session,
): Promise<void> {
  if (parts.includes('vpcConfig')) await checkNetwork(news, session);
  if (parts.includes('role')) await checkRole(requiredText(news, 'role'), session);
  const request = { FunctionName, ...configurationOf(news, parts) };
  await whileSettling(
    passing,
    () => session.client(LambdaClient).send(new UpdateFunctionConfigurationCommand(request)),
    settling(session),
  );
  await settled(FunctionName, session);
}

async function replaceCode(FunctionName: string, news: Inputs, session: Session): Promise<void> {
  const architectures = textsOf(news, 'architectures') as ('arm64' | 'x86_64')[] | undefined;
  await session.client(LambdaClient).send(
    new UpdateFunctionCodeCommand({
      FunctionName,
      ZipFile: await codeOf(news),
      ...(architectures === undefined ? {} : { Architectures: architectures }),
    }),
  );
  await settled(FunctionName, session);
}

async function publish(FunctionName: string, session: Session): Promise<void> {
  await whileSettling(
    [['ResourceConflictException', 'in progress']],
    () => session.client(LambdaClient).send(new PublishVersionCommand({ FunctionName })),
    settling(session),
  );
}

/** Below zero: no reservation. */
async function reserve(FunctionName: string, inputs: Inputs, session: Session): Promise<void> {
  const lambda = session.client(LambdaClient);
  const ReservedConcurrentExecutions = numberOf(inputs, 'reservedConcurrentExecutions') ?? -1;
  const current = (await findFunction(FunctionName, session))?.Concurrency?.ReservedConcurrentExecutions;
  if (ReservedConcurrentExecutions >= 0) {
    await checkReservation(FunctionName, ReservedConcurrentExecutions, session);
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
  } else if (current !== undefined) {
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  }
}

async function retag(id: string, news: Inputs, session: Session): Promise<void> {
  const lambda = session.client(LambdaClient);
  const held = await findFunction(id, session);
  const Resource = held?.Configuration?.FunctionArn;
  const { set, remove: TagKeys } = tagChanges(held?.Tags ?? {}, wantedTags(news, session));
  if (TagKeys.length > 0) await lambda.send(new UntagResourceCommand({ Resource, TagKeys }));
  if (Object.keys(set).length > 0) await lambda.send(new TagResourceCommand({ Resource, Tags: { ...set } }));
}

async function remove(id: string, outputs: Inputs, session: Session): Promise<void> {
  if (outputs['skipDestroy'] === true) return;
  await orNull(functionIsGone, () =>
    session.client(LambdaClient).send(new DeleteFunctionCommand({ FunctionName: id })),
  );
  const gone = () => findFunction(id, session);
  await until(gone, (answer) => answer === null, `function ${id} to be deleted`, waiting(session));
}

/** A function takes no next change and no invocation until its last change is done. */
async function settled(name: string, session: Session): Promise<void> {
  const ask = async (): Promise<FunctionConfiguration | undefined> =>
    (await findFunction(name, session))?.Configuration;
  const done = (held: FunctionConfiguration | undefined): boolean =>
    held !== undefined && held.State !== 'Pending' && held.LastUpdateStatus !== 'InProgress';
  const held = await until(ask, done, `function ${name} to be ready`, { ...waiting(session), pauseMilliseconds: 50 });
  if (held?.State === 'Failed' || held?.LastUpdateStatus === 'Failed') {
    throw new Error(`function ${name}: ${held.StateReason ?? held.LastUpdateStatusReason ?? 'failed'}`);
  }
}

function found(result: ReadResult | null, id: string): ReadResult {
  if (result === null) throw new Error(`Lambda Function (${id}) cannot be found right after it was written`);
  return result;
}
