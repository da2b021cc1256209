import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  LambdaClient,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEventSourceMappingCommand,
  type GetEventSourceMappingCommandOutput,
} from '@aws-sdk/client-lambda';

import { orNull } from '../absence.ts';
import { changes } from '../difference.ts';
import { numberOf, textOf } from '../inputValues.ts';
import { until, whileSettling, type Passing } from '../propagation.ts';
import { outOfRange } from '../ranges.ts';
import { readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { readTags, tagChanges, wantedTags } from '../tagSets.ts';
import { checkVisibility } from './awsRules.ts';
import { changeable, inputsOf, settingsOf } from './eventSourceRequest.ts';
import { sameFunction } from './functionName.ts';
import { functionIsGone } from './functionState.ts';

const passing: readonly Passing[] = [
  'cannot be assumed by Lambda',
  'execution role does not have permissions',
  'ensure the role can perform',
].map((text) => ['InvalidParameterValueException', text] as const);

/** What a mapping takes at once when it says nothing. */
const defaultBatchSize = (source: unknown): number => (String(source).includes(':sqs:') ? 10 : 100);

const rules = {
  replaceOn: ['eventSourceArn', 'startingPosition'],
  optionalComputed: ['maximumRecordAgeInSeconds', 'maximumRetryAttempts', 'parallelizationFactor', 'startingPosition'],
  sets: ['filterCriteria.filters', 'functionResponseTypes'],
  equal: (property: string, left: unknown, right: unknown) => property === 'functionName' && sameFunction(left, right),
};

export const eventSourceMapping: ResourceType = {
  ...rules,
  token: 'aws:lambda/eventSourceMapping:EventSourceMapping',
  source: 'internal/service/lambda/event_source_mapping.go: resourceEventSourceMapping',
  required: ['functionName', 'eventSourceArn'],
  served: [...changeable, 'eventSourceArn', 'startingPosition', 'tags'],
  defaults: { enabled: true },
  computed: [
    'arn',
    'functionArn',
    'lastModified',
    'lastProcessingResult',
    'state',
    'stateTransitionReason',
    'tagsAll',
    'uuid',
  ],
  check,
  create,
  read,
  update,
  delete: remove,
};

function check(inputs: Inputs): (readonly [string, string])[] {
  const problems = [
    ...outOfRange(inputs, { parallelizationFactor: [1, 10], maximumBatchingWindowInSeconds: [0, 300] }),
  ];
  const [size, window] = [numberOf(inputs, 'batchSize') ?? 0, inputs['maximumBatchingWindowInSeconds'] ?? 0];
  // A rule of the service that its model does not know.
  if (String(inputs['eventSourceArn']).includes(':sqs:') && size > 10 && window === 0) {
    problems.push([
      'maximumBatchingWindowInSeconds',
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    ]);
  }
  return problems;
}

async function create(inputs: Inputs, session: Session): Promise<ReadResult> {
  const given = changeable.filter((name) => inputs[name] !== undefined);
  const request = {
    ...settingsOf(inputs, given),
    EventSourceArn: textOf(inputs, 'eventSourceArn'),
    FunctionName: textOf(inputs, 'functionName'),
    StartingPosition: textOf(inputs, 'startingPosition') as 'LATEST' | undefined,
    Tags: { ...wantedTags(inputs, session) },
  };
  await checkVisibility(inputs, session);
  const { UUID = '' } = await whileSettling(
    passing,
    () => session.client(LambdaClient).send(new CreateEventSourceMappingCommand(request)),
    { signal: session.signal, timeoutSeconds: 5, pauseMilliseconds: 500 },
  );
  await settled(UUID, session);
  return found(await read(UUID, inputs, session), UUID);
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const held = await find(id, session);
  if (held === null) return null;
  const inputs = inputsOf(held);
  const importing = Object.keys(known).length === 0;
  // The size has no default in the real provider, which suppresses the service's own where nobody said one.
  if (!importing && known['batchSize'] === undefined && inputs['batchSize'] === defaultBatchSize(held.EventSourceArn)) {
    delete inputs['batchSize'];
  }
  const { tags, tagsAll } = readTags(await tagsOf(held, session), known, session);
  return readBack(rules, known, {
    id,
    inputs: { ...inputs, tags },
    computed: {
      arn: held.EventSourceMappingArn,
      functionArn: held.FunctionArn,
      lastModified: held.LastModified?.toISOString(),
      lastProcessingResult: held.LastProcessingResult,
      state: held.State,
      stateTransitionReason: held.StateTransitionReason,
      tagsAll,
      uuid: held.UUID,
    },
  });
}

async function update(id: string, news: Inputs, olds: Inputs, session: Session): Promise<ReadResult> {
  const lambda = session.client(LambdaClient);
  const held = await find(id, session);
  const Resource = held?.EventSourceMappingArn;
  const { set, remove: TagKeys } = tagChanges(
    held === null ? {} : await tagsOf(held, session),
    wantedTags(news, session),
  );
  if (TagKeys.length > 0) await lambda.send(new UntagResourceCommand({ Resource, TagKeys }));
  if (Object.keys(set).length > 0) await lambda.send(new TagResourceCommand({ Resource, Tags: { ...set } }));
  const changed = [...new Set(changes(rules, olds, news).map(({ path }) => String(path[0])))].filter((name) =>
    changeable.includes(name),
  );
  if (changed.length > 0) {
    await checkVisibility(news, session);
    const request = { UUID: id, ...settingsOf(news, changed) };
    await whileSettling(passing, () => lambda.send(new UpdateEventSourceMappingCommand(request)), {
      signal: session.signal,
      timeoutSeconds: 5,
      pauseMilliseconds: 500,
    });
    await settled(id, session);
  }
  return found(await read(id, news, session), id);
}

async function remove(id: string, _outputs: Inputs, session: Session): Promise<void> {
  await whileSettling(
    [['ResourceInUseException', '']],
    () =>
      orNull(functionIsGone, () =>
        session.client(LambdaClient).send(new DeleteEventSourceMappingCommand({ UUID: id })),
      ),
    { signal: session.signal, timeoutSeconds: 60 },
  );
  const gone = () => find(id, session);
  await until(gone, (held) => held === null, `event source mapping ${id} to be deleted`, {
    signal: session.signal,
    timeoutSeconds: 60,
  });
}

async function settled(id: string, session: Session): Promise<void> {
  const ask = () => find(id, session);
  const done = (held: GetEventSourceMappingCommandOutput | null) => /^(Enabled|Disabled)$/.test(held?.State ?? '');
  await until(ask, done, `event source mapping ${id} to be ready`, { signal: session.signal, timeoutSeconds: 60 });
}

async function find(UUID: string, session: Session): Promise<GetEventSourceMappingCommandOutput | null> {
  return orNull(functionIsGone, () => session.client(LambdaClient).send(new GetEventSourceMappingCommand({ UUID })));
}

async function tagsOf(
  { EventSourceMappingArn }: GetEventSourceMappingCommandOutput,
  session: Session,
): Promise<Record<string, string>> {
  return (await session.client(LambdaClient).send(new ListTagsCommand({ Resource: EventSourceMappingArn }))).Tags ?? {};
}

function found(result: ReadResult | null, id: string): ReadResult {
  if (result === null)
    throw new Error(`Lambda Event Source Mapping (${id}) cannot be found right after it was written`);
  return result;
}
