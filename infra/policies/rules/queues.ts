import { mapping, ofType, opened, resourceRule, stackRule, type Guardrail } from '../guardrail.ts';
import { isOpen } from '../openness.ts';

const queues = ['aws:sqs/queue:Queue'];
const fourteenDays = 1_209_600;

export const queueRules: readonly Guardrail[] = [
  resourceRule({
    id: 'sqs-own-key',
    severity: 'high',
    reason: "With SQS's own key whoever may read the queue may read the payments in it.",
    source: 'AWS Security Hub SQS.1; PCI DSS 3.5.1',
    types: queues,
    breach: ({ kmsMasterKeyId }) =>
      kmsMasterKeyId && kmsMasterKeyId !== 'alias/aws/sqs' ? undefined : 'is not encrypted with a key of ours',
  }),
  resourceRule({
    id: 'sqs-policy-held',
    severity: 'critical',
    reason: 'Anybody could send payments, or take them out of the queue.',
    source: 'AWS Security Hub SQS.3',
    types: [...queues, 'aws:sqs/queuePolicy:QueuePolicy'],
    breach: (props) => (isOpen(props) ? 'is open to everybody' : undefined),
  }),
  resourceRule({
    id: 'sqs-receive-count',
    severity: 'high',
    reason: 'Receives that Lambda throttles count too: below five, good payments end in the dead-letter queue.',
    source: 'AWS Lambda Developer Guide, configuring a queue for Lambda',
    types: queues,
    breach: ({ redrivePolicy }) => {
      const count = mapping(opened(redrivePolicy))['maxReceiveCount'];
      return redrivePolicy === undefined || Number(count) >= 5
        ? undefined
        : `gives a payment up after ${String(count)} receives`;
    },
  }),
  resourceRule({
    id: 'sqs-dead-letters-or-limits',
    severity: 'high',
    reason:
      'A queue without dead letters tries a poison message until it expires; a dead-letter queue that anyone may use hides them.',
    source: 'Amazon SQS Developer Guide, dead-letter queues; R9',
    types: queues,
    breach: ({ redrivePolicy, redriveAllowPolicy }) =>
      redrivePolicy || ['byQueue', 'denyAll'].includes(String(mapping(opened(redriveAllowPolicy))['redrivePermission']))
        ? undefined
        : 'has no dead-letter queue and is not limited to be one',
  }),
  resourceRule({
    id: 'sqs-dead-letter-retention',
    severity: 'high',
    reason: 'A message keeps its first time stamp when it moves: a short retention deletes it soon after.',
    source: 'Amazon SQS Developer Guide, dead-letter queue retention',
    types: queues,
    breach: ({ redriveAllowPolicy, messageRetentionSeconds }) =>
      redriveAllowPolicy === undefined || Number(messageRetentionSeconds) === fourteenDays
        ? undefined
        : `keeps dead letters for ${String(messageRetentionSeconds)} s and not for ${fourteenDays}`,
  }),
  resourceRule({
    id: 'sqs-retention',
    severity: 'medium',
    reason: 'A payment that waits over a long weekend must still be there.',
    source: 'Amazon SQS Developer Guide, message retention',
    types: queues,
    breach: ({ messageRetentionSeconds }) =>
      Number(messageRetentionSeconds) >= 345_600
        ? undefined
        : `keeps messages for ${String(messageRetentionSeconds)} s`,
  }),
  stackRule({
    id: 'sqs-visibility',
    severity: 'high',
    reason: 'A message that shows up again while Lambda still retries its batch is processed twice.',
    source: 'AWS Lambda Developer Guide, configuring a queue for Lambda (six timeouts)',
    breaches: (resources) => {
      const timeout = Math.max(
        0,
        ...ofType(resources, 'aws:lambda/function:Function').map(({ props }) => Number(props['timeout'])),
      );
      return ofType(resources, 'aws:sqs/queue:Queue')
        .filter(
          ({ props }) =>
            props['redrivePolicy'] !== undefined && Number(props['visibilityTimeoutSeconds'] ?? 30) < 6 * timeout,
        )
        .map(
          ({ name, props }) =>
            `${name} hides messages for ${String(props['visibilityTimeoutSeconds'])} s and not for ${6 * timeout}`,
        );
    },
  }),
];
