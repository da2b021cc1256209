import * as aws from '@pulumi/aws';
import { policyDocument } from '../policyDocument.ts';
import type { Concern } from './concern.ts';

/** One customer-managed key for table, topics, queues and logs: who may read payments is decided in one place. */
export function createKey(concern: Concern): aws.kms.Key {
  const { name, names, args, parent, named } = concern;
  const key = new aws.kms.Key(
    `${name}-key`,
    {
      description: `Payments of ${args.place.environment}: table, topics, queues and logs`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: keyPolicy(concern),
    },
    { parent },
  );
  new aws.kms.Alias(`${name}-key`, { name: names.keyAlias, targetKeyId: key.keyId }, named);
  return key;
}

/**
 * The account's IAM policies decide over the key, and the services that write without a role of ours are named: Logs into the
 * function's log group, CloudWatch and EventBridge into the topic of alarms.
 */
function keyPolicy({ args: { place }, arns, names }: Concern): string {
  const { account, region } = place;
  return policyDocument(
    {
      Sid: 'AccountDecidesByIam',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
    {
      Sid: 'LogsOfTheFunction',
      Effect: 'Allow',
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      Resource: '*',
      Condition: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': arns.functionLogGroup } },
    },
    {
      Sid: 'AlarmsToTheirTopic',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${region}:${account}:alarm:${names.alarm('*')}` },
      },
    },
    {
      Sid: 'BreakGlassToItsTopic',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      // The rule cannot be named here: EventBridge sends no source to the key of a topic. The topic's own policy names it.
      // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
      Condition: { StringEquals: { 'kms:EncryptionContext:aws:sns:topicArn': arns.operations } },
    },
  );
}
