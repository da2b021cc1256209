import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  SetTopicAttributesCommand,
  SNSClient,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';

import { orNull } from '../absence.ts';
import { attributesOf, changedAttributes, propertiesOf } from '../attributes.ts';
import { requiredText, textOf } from '../inputValues.ts';
import { CreatedIncompletely } from '../createdIncompletely.ts';
import { sameJson, samePolicy } from '../policyDocument.ts';
import { notOneOf, outOfRange } from '../ranges.ts';
import { readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { fromTagPairs, readTags, tagChanges, tagPairs, wantedTags, type Tags } from '../tagSets.ts';
import { onlyOnCreation, sampleRates, topicAttributes } from './topicAttributes.ts';

export const topicIsGone = ['NotFoundException', 'NotFound'];

const rules = {
  optionalComputed: ['fifoThroughputScope', 'namePrefix', 'policy', 'signatureVersion', 'tracingConfig'],
  equal: (property: string, left: unknown, right: unknown): boolean =>
    property === 'policy' ? samePolicy(left, right) : /Policy$/.test(property) && sameJson(left, right),
};

export const topic: ResourceType = {
  ...rules,
  token: 'aws:sns/topic:Topic',
  source: 'internal/service/sns/topic.go: topicSchema, resourceTopicCustomizeDiff',
  required: [],
  served: ['name', 'tags', ...topicAttributes.map(({ property }) => property)],
  defaults: { contentBasedDeduplication: false, fifoTopic: false },
  replaceOn: ['name', 'fifoTopic'],
  computed: ['arn', 'owner', 'beginningArchiveTime', 'tagsAll'],
  autoname: { property: 'name', maximumLength: 256, suffix: ({ fifoTopic }) => (fifoTopic === true ? '.fifo' : '') },
  check,
  create,
  read,
  update,
  delete: remove,
};

function check(inputs: Inputs): (readonly [string, string])[] {
  const problems = [
    ...outOfRange(inputs, { ...sampleRates, signatureVersion: [1, 2] }),
    ...notOneOf(inputs, { tracingConfig: ['Active', 'PassThrough'], fifoThroughputScope: ['Topic', 'MessageGroup'] }),
  ];
  const { name, fifoTopic, contentBasedDeduplication } = inputs;
  const valid = fifoTopic === true ? /^[0-9A-Za-z_-]{1,251}\.fifo$/ : /^[0-9A-Za-z_-]{1,256}$/;
  if (typeof name === 'string' && !valid.test(name)) problems.push(['name', `invalid topic name: ${name}`]);
  if (fifoTopic === true) return problems;
  if (contentBasedDeduplication === true) {
    problems.push(['contentBasedDeduplication', 'content-based deduplication can only be set for FIFO topics']);
  }
  for (const property of ['archivePolicy', 'fifoThroughputScope']) {
    if (textOf(inputs, property)) problems.push([property, `${property} can only be set for FIFO topics`]);
  }
  return problems;
}

async function create(inputs: Inputs, session: Session): Promise<ReadResult> {
  const all = Object.entries(attributesOf(topicAttributes, inputs)).filter(
    // A standard topic does not know what belongs to FIFO topics, not even as false.
    ([name]) => inputs['fifoTopic'] === true || !['FifoTopic', 'ContentBasedDeduplication'].includes(name),
  );
  const { TopicArn: arn = '' } = await session.client(SNSClient).send(
    new CreateTopicCommand({
      Name: requiredText(inputs, 'name'),
      Attributes: Object.fromEntries(all.filter(([name]) => onlyOnCreation.includes(name))),
      Tags: tagPairs(wantedTags(inputs, session)),
    }),
  );
  try {
    await put(arn, Object.fromEntries(all.filter(([name]) => !onlyOnCreation.includes(name))), session);
    return found(await read(arn, inputs, session), arn);
  } catch (error) {
    throw new CreatedIncompletely(arn, error);
  }
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const held = await heldAttributes(id, session);
  if (held === null) return null;
  const properties = propertiesOf(topicAttributes, held);
  const { tags, tagsAll } = readTags(await topicTags(id, session), known, session);
  return readBack(rules, known, {
    id,
    inputs: { fifoTopic: false, contentBasedDeduplication: false, ...properties, name: id.split(':').at(-1), tags },
    computed: {
      arn: held['TopicArn'],
      owner: held['Owner'],
      beginningArchiveTime: held['BeginningArchiveTime'] ?? '',
      tagsAll,
    },
  });
}

async function update(id: string, news: Inputs, olds: Inputs, session: Session): Promise<ReadResult> {
  const sns = session.client(SNSClient);
  await put(id, changedAttributes(topicAttributes, news, olds), session);
  const { set, remove: TagKeys } = tagChanges(await topicTags(id, session), wantedTags(news, session));
  if (TagKeys.length > 0) await sns.send(new UntagResourceCommand({ ResourceArn: id, TagKeys }));
  if (Object.keys(set).length > 0) await sns.send(new TagResourceCommand({ ResourceArn: id, Tags: tagPairs(set) }));
  return found(await read(id, news, session), id);
}

async function remove(id: string, _outputs: Inputs, session: Session): Promise<void> {
  await orNull(topicIsGone, () => session.client(SNSClient).send(new DeleteTopicCommand({ TopicArn: id })));
}

/** One call per attribute is all the service offers. An empty policy cannot be set. */
async function put(TopicArn: string, attributes: Readonly<Record<string, string>>, session: Session): Promise<void> {
  for (const [AttributeName, AttributeValue] of Object.entries(attributes)) {
    if (AttributeName === 'Policy' && AttributeValue === '') continue;
    await session.client(SNSClient).send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
  }
}

/** Null when the topic does not exist. */
export async function heldAttributes(
  TopicArn: string,
  session: Session,
): Promise<Readonly<Record<string, string>> | null> {
  const answer = await orNull(topicIsGone, () =>
    session.client(SNSClient).send(new GetTopicAttributesCommand({ TopicArn })),
  );
  return answer === null ? null : (answer.Attributes ?? {});
}

async function topicTags(ResourceArn: string, session: Session): Promise<Tags> {
  return fromTagPairs((await session.client(SNSClient).send(new ListTagsForResourceCommand({ ResourceArn }))).Tags);
}

function found(result: ReadResult | null, id: string): ReadResult {
  if (result === null) throw new Error(`SNS Topic (${id}) cannot be found right after it was written`);
  return result;
}
