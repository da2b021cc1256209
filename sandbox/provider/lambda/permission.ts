import { AddPermissionCommand, GetPolicyCommand, LambdaClient, RemovePermissionCommand } from '@aws-sdk/client-lambda';

import { orNull } from '../absence.ts';
import { isObject, requiredText, textOf } from '../inputValues.ts';
import { until, whileSettling } from '../propagation.ts';
import { readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { parseFunction, sameFunction } from './functionName.ts';
import { functionIsGone } from './functionState.ts';

/** Conditions of the statement that stand for single inputs. */
const conditions = [
  { property: 'eventSourceToken', operator: 'StringEquals', key: 'lambda:EventSourceToken' },
  { property: 'functionUrlAuthType', operator: 'StringEquals', key: 'lambda:FunctionUrlAuthType' },
  { property: 'principalOrgId', operator: 'StringEquals', key: 'aws:PrincipalOrgID' },
  { property: 'sourceAccount', operator: 'StringEquals', key: 'AWS:SourceAccount' },
  { property: 'sourceArn', operator: 'ArnLike', key: 'AWS:SourceArn' },
] as const;

const properties = [
  'action',
  'function',
  'principal',
  'qualifier',
  'statementId',
  ...conditions.map(({ property }) => property),
];

const rules = {
  equal: (property: string, left: unknown, right: unknown) => property === 'function' && sameFunction(left, right),
};

export const permission: ResourceType = {
  ...rules,
  token: 'aws:lambda/permission:Permission',
  source: 'internal/service/lambda/permission.go: resourcePermission (has no update)',
  required: ['action', 'function', 'principal'],
  served: properties,
  replaceOn: properties,
  computed: [],
  autoname: { property: 'statementId', maximumLength: 100 },
  create,
  read,
  update: async (id) => {
    throw new Error(`Lambda Permission (${id}) has nothing that could be updated`);
  },
  delete: remove,
};

async function create(inputs: Inputs, session: Session): Promise<ReadResult> {
  const StatementId = requiredText(inputs, 'statementId');
  const request = {
    ...keyOf(inputs),
    StatementId,
    Action: requiredText(inputs, 'action'),
    Principal: requiredText(inputs, 'principal'),
    EventSourceToken: textOf(inputs, 'eventSourceToken'),
    FunctionUrlAuthType: textOf(inputs, 'functionUrlAuthType') as 'AWS_IAM' | undefined,
    PrincipalOrgID: textOf(inputs, 'principalOrgId'),
    SourceAccount: textOf(inputs, 'sourceAccount'),
    SourceArn: textOf(inputs, 'sourceArn'),
  };
  await whileSettling(
    [['ResourceNotFoundException', '']],
    () => session.client(LambdaClient).send(new AddPermissionCommand(request)),
    { signal: session.signal, timeoutSeconds: 5, pauseMilliseconds: 500 },
  );
  const result = await read(StatementId, inputs, session);
  if (result === null) throw new Error(`Lambda Permission (${StatementId}) cannot be found right after it was written`);
  return result;
}

/** `id` is the statement's, or `FUNCTION[:QUALIFIER]/STATEMENT` on import. */
async function read(id: string, known: Inputs, session: Session, recorded: Inputs = {}): Promise<ReadResult | null> {
  const { place, statementId } = locate(id, known['function'] === undefined ? recorded : known);
  const statement = (await statements(place, session)).find(({ Sid }) => Sid === statementId);
  if (statement === undefined) return null;
  const { name, qualifier } = parseFunction(String(statement['Resource']));
  return readBack(rules, known, {
    id: statementId,
    inputs: {
      action: statement['Action'],
      function: name,
      principal: principalOf(statement['Principal']),
      qualifier,
      statementId: statement['Sid'],
      ...conditionsOf(statement['Condition']),
    },
    computed: {},
  });
}

function locate(id: string, known: Inputs): { place: Inputs; statementId: string } {
  const slash = id.lastIndexOf('/');
  if (slash === -1) return { place: known, statementId: id };
  const { name, qualifier } = parseFunction(id.slice(0, slash));
  return { place: { function: name, qualifier }, statementId: id.slice(slash + 1) };
}

async function remove(id: string, outputs: Inputs, session: Session): Promise<void> {
  const request = { ...keyOf(outputs), StatementId: id };
  await orNull(functionIsGone, () => session.client(LambdaClient).send(new RemovePermissionCommand(request)));
  const there = async () => (await statements(outputs, session)).some(({ Sid }) => Sid === id);
  await until(there, (answer) => !answer, `permission ${id} to be removed`, {
    signal: session.signal,
    timeoutSeconds: 30,
  });
}

async function statements(place: Inputs, session: Session): Promise<Inputs[]> {
  const answer = await orNull(functionIsGone, () =>
    session.client(LambdaClient).send(new GetPolicyCommand(keyOf(place))),
  );
  const policy: unknown = JSON.parse(answer?.Policy ?? '{}');
  return isObject(policy) && Array.isArray(policy['Statement']) ? policy['Statement'].filter(isObject) : [];
}

function keyOf(inputs: Inputs): { FunctionName: string; Qualifier: string | undefined } {
  return { FunctionName: requiredText(inputs, 'function'), Qualifier: textOf(inputs, 'qualifier') };
}

function principalOf(principal: unknown): unknown {
  return isObject(principal) ? (principal['AWS'] ?? principal['Service']) : principal;
}

function conditionsOf(condition: unknown): Inputs {
  if (!isObject(condition)) return {};
  return Object.fromEntries(
    conditions.map(({ property, operator, key }) => {
      const tests = condition[operator];
      return [property, isObject(tests) ? tests[key] : undefined];
    }),
  );
}
