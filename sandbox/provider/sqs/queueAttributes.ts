/** A queue's attributes, their bounds and their defaults in the real provider. */
import type { Attribute } from '../attributes.ts';

export const attributeTable: readonly Attribute[] = [
  { property: 'contentBasedDeduplication', attribute: 'ContentBasedDeduplication', kind: 'flag' },
  { property: 'deduplicationScope', attribute: 'DeduplicationScope', kind: 'text' },
  { property: 'delaySeconds', attribute: 'DelaySeconds', kind: 'number' },
  { property: 'fifoQueue', attribute: 'FifoQueue', kind: 'flag' },
  { property: 'fifoThroughputLimit', attribute: 'FifoThroughputLimit', kind: 'text' },
  { property: 'kmsDataKeyReusePeriodSeconds', attribute: 'KmsDataKeyReusePeriodSeconds', kind: 'number' },
  { property: 'kmsMasterKeyId', attribute: 'KmsMasterKeyId', kind: 'text' },
  { property: 'maxMessageSize', attribute: 'MaximumMessageSize', kind: 'number' },
  { property: 'messageRetentionSeconds', attribute: 'MessageRetentionPeriod', kind: 'number' },
  { property: 'policy', attribute: 'Policy', kind: 'json' },
  { property: 'receiveWaitTimeSeconds', attribute: 'ReceiveMessageWaitTimeSeconds', kind: 'number' },
  { property: 'redriveAllowPolicy', attribute: 'RedriveAllowPolicy', kind: 'json' },
  { property: 'redrivePolicy', attribute: 'RedrivePolicy', kind: 'json' },
  { property: 'sqsManagedSseEnabled', attribute: 'SqsManagedSseEnabled', kind: 'flag' },
  { property: 'visibilityTimeoutSeconds', attribute: 'VisibilityTimeout', kind: 'number' },
];

export const defaults = {
  contentBasedDeduplication: false,
  delaySeconds: 0,
  fifoQueue: false,
  maxMessageSize: 262_144,
  messageRetentionSeconds: 345_600,
  receiveWaitTimeSeconds: 0,
  visibilityTimeoutSeconds: 30,
};

export const ranges = {
  delaySeconds: [0, 900],
  kmsDataKeyReusePeriodSeconds: [60, 86_400],
  maxMessageSize: [1024, 1_048_576],
  messageRetentionSeconds: [60, 1_209_600],
  receiveWaitTimeSeconds: [0, 20],
  visibilityTimeoutSeconds: [0, 43_200],
} as const;

/** What the real provider records for an unencrypted queue, for which the service gives nothing back. */
export const dataKeyReusePeriodSeconds = 300;
