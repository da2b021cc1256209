import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ListQueueTagsCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';

import { orNull, untilGone, whileRefused } from '../absence.ts';
import { attributesOf, changedAttributes, propertiesOf } from '../attributes.ts';
import { requiredText, textOf } from '../inputValues.ts';
import { isJson, sameJson, samePolicy } from '../policyDocument.ts';
import { notOneOf, outOfRange } from '../ranges.ts';
import { readBack } from '../readBack.ts';
import { unknownValue, type Inputs, type ReadResult, type ResourceType, type Session } from '../resourceType.ts';
import { readTags, tagChanges, wantedTags, type Tags } from '../tagSets.ts';
import { attributeTable, dataKeyReusePeriodSeconds, defaults, ranges } from './queueAttributes.ts';

/** `AWS.SimpleQueueService.NonExistentQueue` is what older answers call it. */
export const queueIsGone = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];
const patience = { timeoutSeconds: 60 };

const rules = {
  optionalComputed: [
    'deduplicationScope',
    'fifoThroughputLimit',
    'kmsDataKeyReusePeriodSeconds',
    'namePrefix',
    'policy',
    'redriveAllowPolicy',
    'redrivePolicy',
    'sqsManagedSseEnabled',
  ],
  equal: (property: string, left: unknown, right: unknown): boolean =>
    property === 'policy' ? samePolicy(left, right) : /^redrive/.test(property) && sameJson(left, right),
};

export const queue: ResourceType = {
  ...rules,
  token: 'aws:sqs/queue:Queue',
  source: 'internal/service/sqs/queue.go: queueSchema, resourceQueueCustomizeDiff',
  required: [],
  served: ['name', 'tags', ...attributeTable.map(({ property }) => property)],
  defaults,
  replaceOn: ['name', 'fifoQueue'],
  computed: ['arn', 'url', 'tagsAll'],
  autoname: { property: 'name', maximumLength: 80, suffix: ({ fifoQueue }) => (fifoQueue === true ? '.fifo' : '') },
  check,
  create,
  read,
  update,
  delete: remove,
};

function check(inputs: Inputs): [string, string][] {
  const { fifoQueue, name, contentBasedDeduplication, kmsMasterKeyId, sqsManagedSseEnabled } = inputs;
  const problems: (readonly [string, string])[] = [
    ...outOfRange(inputs, ranges),
    ...notOneOf(inputs, {
      deduplicationScope: ['messageGroup', 'queue'],
      fifoThroughputLimit: ['perMessageGroupId', 'perQueue'],
    }),
  ];
  const valid = fifoQueue === true ? /^[0-9A-Za-z_-]{1,75}\.fifo$/ : /^[0-9A-Za-z_-]{1,80}$/;
  if (typeof name === 'string' && !valid.test(name)) problems.push(['name', `invalid queue name: ${name}`]);
  if (fifoQueue !== true && contentBasedDeduplication === true) {
    problems.push(['contentBasedDeduplication', 'content-based deduplication can only be set for FIFO queue']);
  }
  if (textOf(inputs, 'kmsMasterKeyId') && sqsManagedSseEnabled !== undefined) {
    problems.push([
      'kmsMasterKeyId',
      `"kmsMasterKeyId": conflicts with sqsManagedSseEnabled (${String(kmsMasterKeyId)})`,
    ]);
  }
  for (const property of ['policy', 'redrivePolicy', 'redriveAllowPolicy']) {
    const value = inputs[property];
    if (value !== undefined && value !== '' && value !== unknownValue && !isJson(value))
      problems.push([property, `"${property}" contains an invalid JSON`]);
  }
  return problems.map(([property, reason]) => [property, reason]);
}

async function create(inputs: Inputs, session: Session): Promise<ReadResult> {
  const sqs = session.client(SQSClient);
  const Attributes = attributesOf(attributeTable, inputs);
  // Standard queues do not know these two, not even as false.
  if (inputs['fifoQueue'] !== true) {
    delete Attributes['FifoQueue'];
    delete Attributes['ContentBasedDeduplication'];
  }
  const { QueueUrl } = await whileRefused(
    ['QueueDeletedRecently'],
    () =>
      sqs.send(
        new CreateQueueCommand({
          QueueName: requiredText(inputs, 'name'),
          Attributes,
          tags: { ...wantedTags(inputs, session) },
        }),
      ),
    patience,
  );
  return found(await read(QueueUrl ?? '', inputs, session), QueueUrl);
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const held = await queueAttributes(id, ['All'], session);
  if (held === null) return null;
  const properties = propertiesOf(attributeTable, held);
  const { tags, tagsAll } = readTags(await queueTags(id, session), known, session);
  return readBack(rules, known, {
    id,
    inputs: {
      ...{
        fifoQueue: false,
        contentBasedDeduplication: false,
        kmsDataKeyReusePeriodSeconds: dataKeyReusePeriodSeconds,
      },
      ...properties,
      name: id.split('/').at(-1),
      tags,
    },
    computed: { arn: held['QueueArn'], url: id, tagsAll },
  });
}

async function update(id: string, news: Inputs, olds: Inputs, session: Session): Promise<ReadResult> {
  const sqs = session.client(SQSClient);
  const Attributes = changedAttributes(attributeTable, news, olds);
  if (Object.keys(Attributes).length > 0) await sqs.send(new SetQueueAttributesCommand({ QueueUrl: id, Attributes }));
  const { set, remove: TagKeys } = tagChanges(await queueTags(id, session), wantedTags(news, session));
  if (TagKeys.length > 0) await sqs.send(new UntagQueueCommand({ QueueUrl: id, TagKeys }));
  if (Object.keys(set).length > 0) await sqs.send(new TagQueueCommand({ QueueUrl: id, Tags: { ...set } }));
  return found(await read(id, news, session), id);
}

async function remove(id: string, _outputs: Inputs, session: Session): Promise<void> {
  await orNull(queueIsGone, () => session.client(SQSClient).send(new DeleteQueueCommand({ QueueUrl: id })));
  await untilGone(() => queueAttributes(id, ['QueueArn'], session), `queue ${id}`, patience);
}

/** Null when the queue does not exist. */
export async function queueAttributes(
  QueueUrl: string,
  AttributeNames: ('All' | 'Policy' | 'QueueArn' | 'VisibilityTimeout')[],
  session: Session,
): Promise<Readonly<Record<string, string>> | null> {
  const answer = await orNull(queueIsGone, () =>
    session.client(SQSClient).send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames })),
  );
  return answer === null ? null : (answer.Attributes ?? {});
}

async function queueTags(QueueUrl: string, session: Session): Promise<Tags> {
  const { Tags: tags } = await session.client(SQSClient).send(new ListQueueTagsCommand({ QueueUrl }));
  return Object.fromEntries(Object.entries(tags ?? {}).filter(([key]) => !key.startsWith('aws:')));
}

function found(result: ReadResult | null, id: string | undefined): ReadResult {
  if (result === null) throw new Error(`SQS Queue (${id}) cannot be found right after it was written`);
  return result;
}
