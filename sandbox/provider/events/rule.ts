import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListTagsForResourceCommand,
  PutRuleCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-eventbridge';
import type { RuleState } from '@aws-sdk/client-eventbridge';
import { orNull } from '../absence.ts';
import { requiredText, textOf } from '../inputValues.ts';
import { isJson } from '../policyDocument.ts';
import { existing, readBack } from '../readBack.ts';
import { unknownValue, type Inputs, type ReadResult, type ResourceType, type Session } from '../resourceType.ts';
import { fromTagPairs, readTags, tagChanges, tagPairs, wantedTags } from '../tagSets.ts';

const missing = ['ResourceNotFoundException'];

const rules = {
  equal: (property: string, left: unknown, right: unknown) => property === 'eventPattern' && sameJson(left, right),
};

/** On the default bus, by pattern: what a schedule or another bus needs is refused. */
export const eventRule: ResourceType = {
  ...rules,
  token: 'aws:cloudwatch/eventRule:EventRule',
  source: 'internal/service/events/rule.go, schema',
  required: ['eventPattern'],
  defaults: { eventBusName: 'default', forceDestroy: false },
  served: ['description', 'eventBusName', 'eventPattern', 'forceDestroy', 'name', 'state', 'tags'],
  replaceOn: ['eventBusName', 'name'],
  optionalComputed: ['state'],
  autoname: { property: 'name', maximumLength: 64 },
  computed: ['arn', 'isEnabled', 'tagsAll'],
  check: ({ eventPattern, eventBusName }) => [
    ...(eventPattern === undefined || eventPattern === unknownValue || isJson(eventPattern)
      ? []
      : [['eventPattern', 'contains an invalid JSON'] as const]),
    ...(eventBusName === undefined || eventBusName === 'default'
      ? []
      : [['eventBusName', 'the sandbox serves the default bus only'] as const]),
  ],
  create: (inputs, session) =>
    put(requiredText(inputs, 'name'), inputs, session, tagPairs(wantedTags(inputs, session))),
  read,
  async update(id, news, _olds, session) {
    const result = await put(id, news, session);
    await retag(requiredText(result.outputs, 'arn'), news, session);
    return existing(id, read(id, news, session));
  },
  delete: async (Name, _outputs, session) => {
    await orNull(missing, () => session.client(EventBridgeClient).send(new DeleteRuleCommand({ Name })));
  },
};

async function put(
  Name: string,
  inputs: Inputs,
  session: Session,
  Tags?: { Key: string; Value: string }[],
): Promise<ReadResult> {
  const request = new PutRuleCommand({
    Name,
    Description: textOf(inputs, 'description'),
    EventPattern: requiredText(inputs, 'eventPattern'),
    State: textOf(inputs, 'state') as RuleState | undefined,
    ...(Tags === undefined || Tags.length === 0 ? {} : { Tags }),
  });
  await session.client(EventBridgeClient).send(request);
  return existing(Name, read(Name, inputs, session));
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const client = session.client(EventBridgeClient);
  const held = await orNull(missing, () => client.send(new DescribeRuleCommand({ Name: id })));
  if (held === null) return null;
  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: held.Arn }));
  const { tags, tagsAll } = readTags(fromTagPairs(Tags), known, session);
  const own = { eventBusName: 'default', forceDestroy: known['forceDestroy'] ?? false };
  const { Name: name, Description: description, EventPattern: eventPattern, State: state } = held;
  return readBack(rules, known, {
    id,
    inputs: { ...own, name, description, eventPattern, state, tags },
    computed: { arn: held.Arn, isEnabled: state !== 'DISABLED', tagsAll },
  });
}

async function retag(ResourceARN: string, news: Inputs, session: Session): Promise<void> {
  const client = session.client(EventBridgeClient);
  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
  const { set, remove } = tagChanges(fromTagPairs(Tags), wantedTags(news, session));
  if (remove.length > 0) await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: remove }));
  if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ ResourceARN, Tags: tagPairs(set) }));
}

function sameJson(left: unknown, right: unknown): boolean {
  if (!isJson(left) || !isJson(right)) return false;
  return JSON.stringify(JSON.parse(String(left))) === JSON.stringify(JSON.parse(String(right)));
}
