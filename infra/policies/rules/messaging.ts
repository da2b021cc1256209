import { allowed, isHeld, namesEverybody, servicesOf } from '../documents.ts';
import { mapping, opened, resourceRule, stackRule, type Guardrail, type PolicyResource } from '../guardrail.ts';

const topics = ['aws:sns/topic:Topic'];
const queues = ['aws:sqs/queue:Queue'];
const topicPolicies = [...topics, 'aws:sns/topicPolicy:TopicPolicy'];
const queuePolicies = [...queues, 'aws:sqs/queuePolicy:QueuePolicy'];
const subscriptions = ['aws:sns/topicSubscription:TopicSubscription'];
const fourteenDays = 1_209_600;

const isOpen = ({ policy }: Readonly<Record<string, unknown>>): boolean =>
  policy !== undefined && allowed(policy).some((statement) => namesEverybody(statement) && !isHeld(statement));

const unheldService = ({ policy }: Readonly<Record<string, unknown>>): string | undefined =>
  policy === undefined
    ? undefined
    : allowed(policy).find((statement) => servicesOf(statement).length > 0 && !isHeld(statement))?.principals[0]?.[1];

export const messagingRules: readonly Guardrail[] = [
  resourceRule({
    id: 'sns-own-key',
    severity: 'high',
    reason: 'Outcomes wait in the topic in clear text without a key.',
    source: 'AWS Security Hub SNS.1; PCI DSS 3.5.1',
    types: topics,
    breach: ({ kmsMasterKeyId }) =>
      kmsMasterKeyId && kmsMasterKeyId !== 'alias/aws/sns' ? undefined : 'is not encrypted with a key of ours',
  }),
  resourceRule({
    id: 'sns-policy-held',
    severity: 'critical',
    reason: 'Anybody could announce a payment that never was, or listen to those that were.',
    source: 'AWS Security Hub SNS.4',
    types: topicPolicies,
    breach: (props) => (isOpen(props) ? 'is open to everybody' : undefined),
  }),
  resourceRule({
    id: 'sns-service-held',
    severity: 'high',
    reason: 'A service that acts for any account can be made a messenger by anybody (confused deputy).',
    source: 'AWS IAM User Guide, the confused deputy problem',
    types: topicPolicies,
    breach: (props) => {
      const service = unheldService(props);
      return service === undefined ? undefined : `lets ${service} publish for any account`;
    },
  }),
  resourceRule({
    id: 'sns-transport',
    severity: 'high',
    reason: 'HTTP carries outcomes over the internet in clear text.',
    source: 'PCI DSS 4.2.1',
    types: subscriptions,
    breach: ({ protocol }) => (protocol === 'http' ? 'delivers over HTTP' : undefined),
  }),
  resourceRule({
    id: 'sns-no-sms',
    severity: 'medium',
    reason: 'A text message leaves the encrypted path and costs with every payment.',
    source: 'PCI DSS 4.2.2',
    types: subscriptions,
    breach: ({ protocol }) => (protocol === 'sms' ? 'delivers text messages' : undefined),
  }),
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
    types: queuePolicies,
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
  stackRule({
    id: 'sns-email-filter',
    severity: 'medium',
    reason: 'SNS switches off an email address that gets every outcome; and a mailbox is no place for payments.',
    source: 'Amazon SNS Developer Guide, email notifications; R5',
    breaches: (resources) => {
      const perAddress = Map.groupBy(
        ofType(resources, 'aws:sns/topicSubscription:TopicSubscription').filter(
          ({ props }) => props['protocol'] === 'email',
        ),
        ({ props }) => String(props['endpoint']),
      );
      // Alarms come unfiltered to one subscription of each address; every other one is filtered.
      return [...perAddress].flatMap(([address, own]) => {
        const unfiltered = own.filter(({ props }) => props['filterPolicy'] === undefined);
        return unfiltered.length > 1 ? [`${address} gets everything of ${unfiltered.length} topics`] : [];
      });
    },
  }),
];

const ofType = (resources: readonly PolicyResource[], wanted: string): readonly PolicyResource[] =>
  resources.filter(({ type }) => type === wanted);
