/** The attributes of topics and subscriptions, under the names of the properties. */
import type { Attribute } from '../attributes.ts';

/** Delivery reports exist for each of these, as three attributes. */
const reported = ['Application', 'Firehose', 'HTTP', 'Lambda', 'SQS'] as const;

const feedback: readonly Attribute[] = reported.flatMap((service): Attribute[] => {
  const property = service.toLowerCase();
  return [
    { property: `${property}FailureFeedbackRoleArn`, attribute: `${service}FailureFeedbackRoleArn`, kind: 'text' },
    { property: `${property}SuccessFeedbackRoleArn`, attribute: `${service}SuccessFeedbackRoleArn`, kind: 'text' },
    {
      property: `${property}SuccessFeedbackSampleRate`,
      attribute: `${service}SuccessFeedbackSampleRate`,
      kind: 'number',
    },
  ];
});

export const topicAttributes: readonly Attribute[] = [
  { property: 'archivePolicy', attribute: 'ArchivePolicy', kind: 'json' },
  { property: 'contentBasedDeduplication', attribute: 'ContentBasedDeduplication', kind: 'flag' },
  { property: 'deliveryPolicy', attribute: 'DeliveryPolicy', kind: 'json' },
  { property: 'displayName', attribute: 'DisplayName', kind: 'text' },
  { property: 'fifoThroughputScope', attribute: 'FifoThroughputScope', kind: 'text' },
  { property: 'fifoTopic', attribute: 'FifoTopic', kind: 'flag' },
  { property: 'kmsMasterKeyId', attribute: 'KmsMasterKeyId', kind: 'text' },
  { property: 'policy', attribute: 'Policy', kind: 'json' },
  { property: 'signatureVersion', attribute: 'SignatureVersion', kind: 'number' },
  { property: 'tracingConfig', attribute: 'TracingConfig', kind: 'text' },
  ...feedback,
];

/** Can only be given when the topic is made. */
export const onlyOnCreation = ['FifoTopic', 'FifoThroughputScope'];

export const sampleRates = Object.fromEntries(
  reported.map((service) => [`${service.toLowerCase()}SuccessFeedbackSampleRate`, [0, 100] as const]),
);

/** Endpoint, protocol and topic are members of the request, the rest are attributes. */
export const subscriptionAttributes: readonly Attribute[] = [
  { property: 'deliveryPolicy', attribute: 'DeliveryPolicy', kind: 'json' },
  { property: 'filterPolicy', attribute: 'FilterPolicy', kind: 'json' },
  { property: 'filterPolicyScope', attribute: 'FilterPolicyScope', kind: 'text' },
  { property: 'rawMessageDelivery', attribute: 'RawMessageDelivery', kind: 'flag' },
  { property: 'redrivePolicy', attribute: 'RedrivePolicy', kind: 'json' },
  { property: 'replayPolicy', attribute: 'ReplayPolicy', kind: 'json' },
  { property: 'subscriptionRoleArn', attribute: 'SubscriptionRoleArn', kind: 'text' },
];
