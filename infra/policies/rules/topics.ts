import { ofType, resourceRule, stackRule, type Guardrail } from '../guardrail.ts';
import { isOpen, unheldService } from '../openness.ts';

const topics = ['aws:sns/topic:Topic'];
const topicPolicies = [...topics, 'aws:sns/topicPolicy:TopicPolicy'];
const subscriptions = ['aws:sns/topicSubscription:TopicSubscription'];

export const topicRules: readonly Guardrail[] = [
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
