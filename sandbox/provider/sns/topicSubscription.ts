import {
  GetSubscriptionAttributesCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';

import { orNull, untilGone } from '../absence.ts';
import { attributesOf, changedAttributes, propertiesOf } from '../attributes.ts';
import { messageOf } from '../awsError.ts';
import { requiredText } from '../inputValues.ts';
import { sameJson } from '../policyDocument.ts';
import { notOneOf } from '../ranges.ts';
import { readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { subscriptionAttributes } from './topicAttributes.ts';
import { topicIsGone } from './topic.ts';

const protocols = ['application', 'email', 'email-json', 'firehose', 'http', 'https', 'lambda', 'sms', 'sqs'];

/** What only the provider knows: how long it waits for an endpoint to confirm. The account has no such thing. */
const waiting = ['confirmationTimeoutInMinutes', 'endpointAutoConfirms'];

const rules = {
  optionalComputed: ['filterPolicyScope'],
  equal: (property: string, left: unknown, right: unknown): boolean =>
    /Policy$/.test(property) && sameJson(left, right),
};

export const topicSubscription: ResourceType = {
  ...rules,
  token: 'aws:sns/topicSubscription:TopicSubscription',
  source: 'internal/service/sns/topic_subscription.go: subscriptionSchema',
  required: ['endpoint', 'protocol', 'topic'],
  served: ['endpoint', 'protocol', 'topic', ...waiting, ...subscriptionAttributes.map(({ property }) => property)],
  defaults: { confirmationTimeoutInMinutes: 1, endpointAutoConfirms: false, rawMessageDelivery: false },
  replaceOn: ['endpoint', 'protocol', 'topic'],
  computed: ['arn', 'confirmationWasAuthenticated', 'ownerId', 'pendingConfirmation'],
  check: (inputs) => [
    ...notOneOf(inputs, { protocol: protocols, filterPolicyScope: ['MessageAttributes', 'MessageBody'] }),
    ...(typeof inputs['filterPolicyScope'] === 'string' && inputs['filterPolicy'] === undefined
      ? [['filterPolicyScope', 'filter_policy is required when filter_policy_scope is set'] as const]
      : []),
  ],
  create,
  read,
  update,
  delete: remove,
};

async function create(inputs: Inputs, session: Session): Promise<ReadResult> {
  const { SubscriptionArn: arn = '' } = await session.client(SNSClient).send(
    new SubscribeCommand({
      TopicArn: requiredText(inputs, 'topic'),
      Protocol: requiredText(inputs, 'protocol'),
      Endpoint: requiredText(inputs, 'endpoint'),
      Attributes: attributesOf(subscriptionAttributes, inputs),
      // Else AWS answers `pending confirmation` instead of the ARN of an address that has not confirmed yet.
      ReturnSubscriptionArn: true,
    }),
  );
  return found(await read(arn, inputs, session), arn);
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const held = await heldAttributes(id, session);
  if (held === null) return null;
  const waits = Object.fromEntries(waiting.map((name) => [name, known[name] ?? topicSubscription.defaults?.[name]]));
  return readBack(rules, known, {
    id,
    inputs: {
      rawMessageDelivery: false,
      ...propertiesOf(subscriptionAttributes, withoutEmptyFilter(held)),
      ...waits,
      endpoint: held['Endpoint'],
      protocol: held['Protocol'],
      topic: held['TopicArn'],
    },
    computed: {
      arn: held['SubscriptionArn'],
      confirmationWasAuthenticated: held['ConfirmationWasAuthenticated'] === 'true',
      ownerId: held['Owner'],
      pendingConfirmation: held['PendingConfirmation'] === 'true',
    },
  });
}

/** `{}` is how the service spells "no filter". */
function withoutEmptyFilter(held: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { FilterPolicy, ...others } = held;
  return FilterPolicy === undefined || sameJson(FilterPolicy, '{}') ? others : held;
}

async function update(id: string, news: Inputs, olds: Inputs, session: Session): Promise<ReadResult> {
  const { FilterPolicyScope: scope, ...others } = changedAttributes(subscriptionAttributes, news, olds);
  const before = scope === 'MessageBody' ? { FilterPolicyScope: scope } : {};
  // Attributes cannot filter what is nested, so a change to them comes after the policy, and one to the body before it.
  const after = scope === 'MessageAttributes' ? { FilterPolicyScope: scope } : {};
  for (const [name, value] of Object.entries({ ...before, ...others })) await put(id, name, value, session);
  for (const [name, value] of Object.entries(after)) await put(id, name, value, session);
  return found(await read(id, news, session), id);
}

async function put(SubscriptionArn: string, AttributeName: string, value: string, session: Session): Promise<void> {
  const AttributeValue = AttributeName === 'FilterPolicy' && value === '' ? '{}' : value;
  // A redrive policy is taken away by no value at all: the service refuses an empty one.
  const left = AttributeName === 'RedrivePolicy' && value === '';
  const input = { SubscriptionArn, AttributeName, ...(left ? {} : { AttributeValue }) };
  await session.client(SNSClient).send(new SetSubscriptionAttributesCommand(input));
}

async function remove(id: string, _outputs: Inputs, session: Session): Promise<void> {
  try {
    await orNull(topicIsGone, () => session.client(SNSClient).send(new UnsubscribeCommand({ SubscriptionArn: id })));
  } catch (error) {
    // An address that never confirmed cannot be removed; it disappears by itself after three days.
    if (messageOf(error).includes('Cannot unsubscribe a subscription that is pending confirmation')) return;
    throw error;
  }
  await untilGone(() => heldAttributes(id, session), `subscription ${id}`, { timeoutSeconds: 60 });
}

async function heldAttributes(
  SubscriptionArn: string,
  session: Session,
): Promise<Readonly<Record<string, string>> | null> {
  const answer = await orNull(topicIsGone, () =>
    session.client(SNSClient).send(new GetSubscriptionAttributesCommand({ SubscriptionArn })),
  );
  return answer === null ? null : (answer.Attributes ?? {});
}

function found(result: ReadResult | null, id: string): ReadResult {
  if (result === null) throw new Error(`SNS Topic Subscription (${id}) cannot be found right after it was written`);
  return result;
}
