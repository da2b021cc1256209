import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';

import { orNull } from '../absence.ts';
import { requiredText } from '../inputValues.ts';
import { isJson, samePolicy } from '../policyDocument.ts';
import { readBack } from '../readBack.ts';
import { unknownValue, type Inputs, type ReadResult, type ResourceType, type Session } from '../resourceType.ts';
import { queueAttributes, queueIsGone } from './queue.ts';

const rules = {
  equal: (property: string, left: unknown, right: unknown) => property === 'policy' && samePolicy(left, right),
};

export const queuePolicy: ResourceType = {
  ...rules,
  token: 'aws:sqs/queuePolicy:QueuePolicy',
  source: 'internal/service/sqs/queue_policy.go',
  required: ['policy', 'queueUrl'],
  served: ['policy', 'queueUrl'],
  replaceOn: ['queueUrl'],
  computed: [],
  check: ({ policy }) =>
    policy === undefined || policy === unknownValue || isJson(policy)
      ? []
      : [['policy', '"policy" contains an invalid JSON']],
  create: (inputs, session) => put(requiredText(inputs, 'queueUrl'), inputs, session),
  read,
  update: (id, news, _olds, session) => put(id, news, session),
  delete: remove,
};

async function put(QueueUrl: string, inputs: Inputs, session: Session): Promise<ReadResult> {
  await send(QueueUrl, requiredText(inputs, 'policy'), session);
  const result = await read(QueueUrl, inputs, session);
  if (result === null) throw new Error(`SQS Queue Policy (${QueueUrl}) cannot be found right after it was written`);
  return result;
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const policy = (await queueAttributes(id, ['Policy'], session))?.['Policy'];
  return policy === undefined || policy === ''
    ? null
    : readBack(rules, known, { id, inputs: { policy, queueUrl: id }, computed: {} });
}

async function remove(id: string, _outputs: Inputs, session: Session): Promise<void> {
  await orNull(queueIsGone, () => send(id, '', session));
}

const send = (QueueUrl: string, Policy: string, session: Session) =>
  session.client(SQSClient).send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
