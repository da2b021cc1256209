/** Who listens to a topic of ours, who may use a topic or queue, and who else takes from a queue. */
import {
  GetDataProtectionPolicyCommand,
  GetTopicAttributesCommand,
  paginateListSubscriptionsByTopic,
} from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, paginateListDeadLetterSourceQueues } from '@aws-sdk/client-sqs';
import type { QueueAttributeName, SQSClient } from '@aws-sdk/client-sqs';
import { consumersOf, mapping, mappingActions, mappingsDeclaredBy } from './eventSourceMapping.ts';
import { byId, collect, declaresInline, keyOf, output } from './reader.ts';
import type { Found, Reader } from './reader.ts';

const topic = 'aws:sns/topic:Topic';
const queue = 'aws:sqs/queue:Queue';

/** By protocol and endpoint: a subscription that awaits confirmation has no ARN of its own. */
const subscriptions: Reader = {
  parent: topic,
  child: 'aws:sns/topicSubscription:TopicSubscription',
  actions: ['sns:ListSubscriptionsByTopic'],
  declaredBy: {
    'aws:sns/topicSubscription:TopicSubscription': (resource) =>
      keyOf(output(resource, 'topic'), output(resource, 'protocol'), output(resource, 'endpoint')),
  },
  async read({ id: TopicArn }, { sns }) {
    const pages = paginateListSubscriptionsByTopic({ client: sns }, { TopicArn });
    const found = await collect(pages, (page) => page.Subscriptions);
    return found.map(({ Protocol = '', Endpoint = '', SubscriptionArn = '', Owner }) => ({
      key: `${TopicArn}|${Protocol}|${Endpoint}`,
      name: `${Protocol}:${Endpoint}`,
      physicalId: SubscriptionArn,
      properties: { topic: TopicArn, protocol: Protocol, endpoint: Endpoint, owner: Owner },
    }));
  },
};

const topicPolicy: Reader = {
  parent: topic,
  child: 'aws:sns/topicPolicy:TopicPolicy',
  actions: ['sns:GetTopicAttributes'],
  declaredBy: { 'aws:sns/topicPolicy:TopicPolicy': (resource) => output(resource, 'arn') ?? byId(resource) },
  async read(parent, { sns }) {
    const TopicArn = parent.id;
    const { Attributes = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    const policy = Attributes['Policy'];
    if (declaresInline(parent, 'policy')) return [];
    return policy === undefined || isDefaultTopicPolicy(policy) ? [] : [single(TopicArn, { arn: TopicArn, policy })];
  },
};

/** Every topic is made with this policy: its own account, and nobody else. */
function isDefaultTopicPolicy(policy: string): boolean {
  const { Statement = [] } = JSON.parse(policy) as { Statement?: { Sid?: string; Condition?: object }[] };
  const [first, ...others] = Statement;
  return others.length === 0 && (first === undefined || (first.Sid === '__default_statement_ID' && hasOwner(first)));
}

const hasOwner = ({ Condition = {} }: { readonly Condition?: object }): boolean =>
  JSON.stringify(Condition).toLowerCase().includes('"aws:sourceowner"');

const dataProtection: Reader = {
  parent: topic,
  child: 'aws:sns/dataProtectionPolicy:DataProtectionPolicy',
  actions: ['sns:GetDataProtectionPolicy'],
  declaredBy: {
    'aws:sns/dataProtectionPolicy:DataProtectionPolicy': (resource) => output(resource, 'arn') ?? byId(resource),
  },
  async read({ id: ResourceArn }, { sns }) {
    const { DataProtectionPolicy: policy } = await sns.send(new GetDataProtectionPolicyCommand({ ResourceArn }));
    return policy ? [single(ResourceArn, { arn: ResourceArn, policy })] : [];
  },
};

/** A policy that the queue has though nobody declared one, as a resource or as a property of the queue. */
const queueAttribute = (child: string, property: string, attribute: QueueAttributeName): Reader => ({
  parent: queue,
  child,
  actions: ['sqs:GetQueueAttributes'],
  declaredBy: { [child]: (resource) => output(resource, 'queueUrl') ?? byId(resource) },
  async read(parent, { sqs }) {
    const value = await attributeOf(sqs, parent.id, attribute);
    return value === undefined || value === '' || declaresInline(parent, property)
      ? []
      : [single(parent.id, { queueUrl: parent.id, [property]: value })];
  },
});

async function attributeOf(sqs: SQSClient, QueueUrl: string, name: QueueAttributeName): Promise<string | undefined> {
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] }));
  return Attributes[name];
}

const deadLetterSources: Reader = {
  parent: queue,
  child: queue,
  actions: ['sqs:ListDeadLetterSourceQueues'],
  declaredBy: { [queue]: byId },
  async read({ id: QueueUrl }, { sqs }) {
    const urls = await collect(
      paginateListDeadLetterSourceQueues({ client: sqs }, { QueueUrl }),
      (page) => page.queueUrls,
    );
    return urls.map((url) => single(url, { url, deadLetterQueueUrl: QueueUrl }));
  },
};

const consumers: Reader = {
  parent: queue,
  child: mapping,
  actions: mappingActions,
  declaredBy: mappingsDeclaredBy,
  async read(parent, { lambda }) {
    const arn = output(parent, 'arn');
    if (arn === undefined) throw new Error('its ARN is not recorded in state');
    return consumersOf(lambda, arn);
  },
};

const single = (id: string, properties: Found['properties']): Found => ({
  key: id,
  name: id,
  physicalId: id,
  properties,
});

export const messagingReaders: readonly Reader[] = [
  subscriptions,
  topicPolicy,
  dataProtection,
  queueAttribute('aws:sqs/queuePolicy:QueuePolicy', 'policy', 'Policy'),
  queueAttribute('aws:sqs/redrivePolicy:RedrivePolicy', 'redrivePolicy', 'RedrivePolicy'),
  queueAttribute('aws:sqs/redriveAllowPolicy:RedriveAllowPolicy', 'redriveAllowPolicy', 'RedriveAllowPolicy'),
  deadLetterSources,
  consumers,
];
