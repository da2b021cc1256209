import * as aws from '@pulumi/aws';
import { policyDocument } from '../policyDocument.ts';
import type { Concern } from './concern.ts';
import { subscriberOf } from './subscriber.ts';

export interface Topics {
  /** What became of each payment. */
  readonly outcomes: aws.sns.Topic;
  /** Alarms. */
  readonly operations: aws.sns.Topic;
}

/** Two topics, and an email subscription to each for every address. */
export function createTopics(concern: Concern, key: aws.kms.Key): Topics {
  const { name, names, args, named } = concern;
  const encrypted = { kmsMasterKeyId: key.arn };
  const outcomes = new aws.sns.Topic(
    `${name}-outcomes`,
    { name: names.outcomes, ...encrypted, policy: outcomesPolicy(concern) },
    named,
  );
  const operations = new aws.sns.Topic(
    `${name}-operations`,
    { name: names.operations, ...encrypted, policy: operationsPolicy(concern) },
    named,
  );
  for (const address of args.notificationAddresses) subscribe(concern, { outcomes, operations }, address);
  return { outcomes, operations };
}

/**
 * SNS takes an email subscription away that gets more than a few messages a second: so failures only, and none of the
 * synthetic payments that smoke tests make (attributes of `payments/announcer.ts`).
 */
const failuresOnly = JSON.stringify({ outcome: ['refused'], synthetic: ['false'] });

function subscribe({ name, parent }: Concern, topics: Topics, address: string): void {
  const email = { protocol: 'email', endpoint: address };
  const subscriber = subscriberOf(address);
  new aws.sns.TopicSubscription(
    `${name}-failures-${subscriber}`,
    { topic: topics.outcomes.arn, ...email, filterPolicy: failuresOnly, filterPolicyScope: 'MessageAttributes' },
    { parent },
  );
  new aws.sns.TopicSubscription(`${name}-alarms-${subscriber}`, { topic: topics.operations.arn, ...email }, { parent });
}

/** The function announces outcomes; no service and no other account does. (Inside the account IAM has its own say.) */
function outcomesPolicy({ arns }: Concern): string {
  return policyDocument({
    Sid: 'FunctionAnnounces',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: 'sns:Publish',
    Resource: arns.outcomes,
    Condition: { ArnEquals: { 'aws:PrincipalArn': arns.functionRole } },
  });
}

/** Alarms of the environment, and the rule of bootstrap that tells of break-glass: in the hub it is there, elsewhere nothing has its name. */
function operationsPolicy({ args: { place }, arns, names }: Concern): string {
  const { account, region } = place;
  const publish = { Effect: 'Allow', Action: 'sns:Publish', Resource: arns.operations } as const;
  return policyDocument(
    {
      Sid: 'AlarmsPublish',
      ...publish,
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${region}:${account}:alarm:${names.alarm('*')}` },
      },
    },
    {
      Sid: 'BreakGlassIsTold',
      ...publish,
      Principal: { Service: 'events.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': arns.breakGlassRule } },
    },
  );
}
