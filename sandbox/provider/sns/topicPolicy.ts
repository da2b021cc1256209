import { SetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';

import { orNull } from '../absence.ts';
import { requiredText } from '../inputValues.ts';
import { isJson, samePolicy } from '../policyDocument.ts';
import { readBack } from '../readBack.ts';
import { unknownValue, type Inputs, type ReadResult, type ResourceType, type Session } from '../resourceType.ts';
import { heldAttributes, topicIsGone } from './topic.ts';

const rules = {
  equal: (property: string, left: unknown, right: unknown) => property === 'policy' && samePolicy(left, right),
};

export const topicPolicy: ResourceType = {
  ...rules,
  token: 'aws:sns/topicPolicy:TopicPolicy',
  source: 'internal/service/sns/topic_policy.go: resourceTopicPolicy',
  required: ['arn', 'policy'],
  served: ['arn', 'policy'],
  replaceOn: ['arn'],
  computed: ['owner'],
  check: ({ policy }) =>
    policy === undefined || policy === unknownValue || isJson(policy)
      ? []
      : [['policy', '"policy" contains an invalid JSON policy']],
  create: (inputs, session) => put(requiredText(inputs, 'arn'), inputs, session),
  read,
  update: (id, news, _olds, session) => put(id, news, session),
  delete: remove,
};

async function put(arn: string, inputs: Inputs, session: Session): Promise<ReadResult> {
  await send(arn, requiredText(inputs, 'policy'), session);
  const result = await read(arn, inputs, session);
  if (result === null) throw new Error(`SNS Topic Policy (${arn}) cannot be found right after it was written`);
  return result;
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const held = await heldAttributes(id, session);
  const policy = held?.['Policy'];
  if (held === null || policy === undefined || policy === '') return null;
  return readBack(rules, known, { id, inputs: { arn: held['TopicArn'], policy }, computed: { owner: held['Owner'] } });
}

/** A topic always has a policy: taking ours away puts the one back that every topic starts with. */
async function remove(id: string, outputs: Inputs, session: Session): Promise<void> {
  const owner = typeof outputs['owner'] === 'string' ? outputs['owner'] : session.account;
  await orNull(topicIsGone, () => send(id, JSON.stringify(initialPolicy(id, owner)), session));
}

function initialPolicy(Resource: string, owner: string): unknown {
  const actions = 'GetTopicAttributes SetTopicAttributes AddPermission RemovePermission DeleteTopic Subscribe';
  const Action = `${actions} ListSubscriptionsByTopic Publish Receive`.split(' ').map((action) => `SNS:${action}`);
  const Statement = {
    Sid: '__default_statement_ID',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action,
    Resource,
    Condition: { StringEquals: { 'AWS:SourceOwner': owner } },
  };
  return { Version: '2008-10-17', Id: '__default_policy_ID', Statement: [Statement] };
}

const send = (TopicArn: string, AttributeValue: string, session: Session) =>
  session.client(SNSClient).send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }));
