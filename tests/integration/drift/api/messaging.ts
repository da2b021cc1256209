import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import { output, tagList, tagsOf, text, type Setter, type Setters } from './setter.ts';

const topicAttribute = (property: string, AttributeName: string, to: Setter['to'] = {}): Setter => ({
  set: ({ clients }, target) =>
    clients.sns.send(
      new sns.SetTopicAttributesCommand({
        TopicArn: target.id,
        AttributeName,
        AttributeValue: text(target, property),
      }),
    ),
  to,
});

const subscriptionAttribute = (property: string, AttributeName: string, to: Setter['to'] = {}): Setter => ({
  set: ({ clients }, target) =>
    clients.sns.send(
      new sns.SetSubscriptionAttributesCommand({
        SubscriptionArn: target.id,
        AttributeName,
        AttributeValue: text(target, property),
      }),
    ),
  to,
});

const queueAttribute = (property: string, attribute: string, to: Setter['to'] = {}): Setter => ({
  set: ({ clients }, target) =>
    clients.sqs.send(
      new sqs.SetQueueAttributesCommand({
        QueueUrl: output(target, 'url'),
        Attributes: { [attribute]: text(target, property) },
      }),
    ),
  to,
});

export const messagingSetters: Readonly<Record<string, Setters>> = {
  'aws:sns/topic:Topic': {
    kmsMasterKeyId: topicAttribute('kmsMasterKeyId', 'KmsMasterKeyId', { kmsMasterKeyId: ({ other }) => other.keyArn }),
    policy: topicAttribute('policy', 'Policy', {
      'policy.Statement[].Effect': (_api, value) => (value === 'Deny' ? 'Allow' : 'Deny'),
      'policy.Version': () => '2008-10-17',
      'policy.Statement[].Principal.AWS': () => 'arn:aws:iam::444444444444:root',
    }),
    tags: {
      set: ({ clients }, target) =>
        clients.sns.send(new sns.TagResourceCommand({ ResourceArn: target.id, Tags: tagList(target) })),
    },
  },
  'aws:sns/topicSubscription:TopicSubscription': {
    filterPolicy: subscriptionAttribute('filterPolicy', 'FilterPolicy'),
    filterPolicyScope: subscriptionAttribute('filterPolicyScope', 'FilterPolicyScope', {
      filterPolicyScope: () => 'MessageBody',
    }),
  },
  'aws:sqs/queue:Queue': {
    kmsDataKeyReusePeriodSeconds: queueAttribute('kmsDataKeyReusePeriodSeconds', 'KmsDataKeyReusePeriodSeconds'),
    kmsMasterKeyId: queueAttribute('kmsMasterKeyId', 'KmsMasterKeyId', { kmsMasterKeyId: ({ other }) => other.keyArn }),
    messageRetentionSeconds: queueAttribute('messageRetentionSeconds', 'MessageRetentionPeriod', {
      messageRetentionSeconds: () => 86_400,
    }),
    receiveWaitTimeSeconds: queueAttribute('receiveWaitTimeSeconds', 'ReceiveMessageWaitTimeSeconds', {
      receiveWaitTimeSeconds: () => 5,
    }),
    redriveAllowPolicy: queueAttribute('redriveAllowPolicy', 'RedriveAllowPolicy', {
      'redriveAllowPolicy.redrivePermission': () => 'allowAll',
    }),
    redrivePolicy: queueAttribute('redrivePolicy', 'RedrivePolicy', {
      'redrivePolicy.deadLetterTargetArn': (_api, value) => String(value).replace('ingest', 'async'),
    }),
    visibilityTimeoutSeconds: queueAttribute('visibilityTimeoutSeconds', 'VisibilityTimeout'),
    tags: {
      set: ({ clients }, target) =>
        clients.sqs.send(new sqs.TagQueueCommand({ QueueUrl: output(target, 'url'), Tags: tagsOf(target) })),
    },
  },
};
