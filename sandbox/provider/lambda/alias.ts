import {
  CreateAliasCommand,
  DeleteAliasCommand,
  GetAliasCommand,
  LambdaClient,
  UpdateAliasCommand,
  type AliasRoutingConfiguration,
} from '@aws-sdk/client-lambda';

import { orNull } from '../absence.ts';
import { objectOf, requiredText, textOf } from '../inputValues.ts';
import { readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { parseFunction, sameFunction } from './functionName.ts';
import { functionIsGone, invokeArn } from './functionState.ts';

const rules = {
  equal: (property: string, left: unknown, right: unknown) => property === 'functionName' && sameFunction(left, right),
};

export const alias: ResourceType = {
  ...rules,
  token: 'aws:lambda/alias:Alias',
  source: 'internal/service/lambda/alias.go: resourceAlias',
  required: ['functionName', 'functionVersion'],
  served: ['description', 'functionName', 'functionVersion', 'name', 'routingConfig'],
  replaceOn: ['functionName', 'name'],
  computed: ['arn', 'invokeArn'],
  autoname: { property: 'name', maximumLength: 128 },
  create,
  read,
  update,
  delete: remove,
};

async function create(inputs: Inputs, session: Session): Promise<ReadResult> {
  const { AliasArn } = await session.client(LambdaClient).send(new CreateAliasCommand(requestOf(inputs)));
  return found(await read(AliasArn ?? '', inputs, session), AliasArn);
}

/** `id` is the ARN, or `FUNCTION/ALIAS` on import. */
async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const { FunctionName, Name } = keyOf(id);
  const held = await orNull(functionIsGone, () =>
    session.client(LambdaClient).send(new GetAliasCommand({ FunctionName, Name })),
  );
  if (held === null) return null;
  const arn = held.AliasArn ?? '';
  const weights = held.RoutingConfig?.AdditionalVersionWeights ?? {};
  return readBack(rules, known, {
    id: arn,
    inputs: {
      description: held.Description,
      functionName: FunctionName,
      functionVersion: held.FunctionVersion,
      name: held.Name,
      routingConfig: Object.keys(weights).length === 0 ? undefined : { additionalVersionWeights: { ...weights } },
    },
    computed: { arn, invokeArn: invokeArn(arn, session) },
  });
}

async function update(id: string, news: Inputs, _olds: Inputs, session: Session): Promise<ReadResult> {
  await session.client(LambdaClient).send(new UpdateAliasCommand(requestOf(news)));
  return found(await read(id, news, session), id);
}

async function remove(id: string, _outputs: Inputs, session: Session): Promise<void> {
  await orNull(functionIsGone, () => session.client(LambdaClient).send(new DeleteAliasCommand(keyOf(id))));
}

function requestOf(inputs: Inputs) {
  const weights = objectOf(objectOf(inputs, 'routingConfig') ?? {}, 'additionalVersionWeights') ?? {};
  const RoutingConfig: AliasRoutingConfiguration = {
    AdditionalVersionWeights: Object.fromEntries(
      Object.entries(weights).map(([version, weight]) => [version, Number(weight)]),
    ),
  };
  return {
    Description: textOf(inputs, 'description') ?? '',
    FunctionName: requiredText(inputs, 'functionName'),
    FunctionVersion: requiredText(inputs, 'functionVersion'),
    Name: requiredText(inputs, 'name'),
    RoutingConfig,
  };
}

function keyOf(id: string): { FunctionName: string; Name: string } {
  if (id.startsWith('arn:')) {
    const { name, qualifier = '' } = parseFunction(id);
    return { FunctionName: name, Name: qualifier };
  }
  const [FunctionName = '', Name = ''] = id.split('/');
  return { FunctionName, Name };
}

function found(result: ReadResult | null, id: string | undefined): ReadResult {
  if (result === null) throw new Error(`Lambda Alias (${id}) cannot be found right after it was written`);
  return result;
}
