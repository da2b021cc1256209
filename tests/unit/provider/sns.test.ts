import {
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SNSClient,
  TagResourceCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { resourceTypes } from '../../../sandbox/provider/sns/index.ts';
import { account, emulatedAccount, engineFor, region, type EmulatedAccount } from './emulatedAccount.ts';

let aws: EmulatedAccount;
let sns: SNSClient;

beforeAll(async () => {
  aws = await emulatedAccount();
  sns = aws.client(SNSClient);
}, 60_000);
afterAll(() => aws.close());

const engine = (name: string) => {
  const type = resourceTypes.find(({ token }) => token.endsWith(`:${name}`));
  if (type === undefined) throw new Error(`no type ${name}`);
  return engineFor(type, aws.session);
};

const policy = (action: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: action, Resource: '*' }],
  });

describe('R5: a topic', () => {
  test('R5: reads back as it was made, and shows every change by hand', async () => {
    const topic = engine('Topic');
    const program = {
      name: 'outcomes',
      displayName: 'Outcomes',
      kmsMasterKeyId: 'alias/payments',
      policy: policy('sns:Publish'),
      tracingConfig: 'Active',
      tags: { Owner: 'us' },
    };
    const made = await topic.create(program);
    const TopicArn = `arn:aws:sns:${region}:${account}:outcomes`;
    expect(made).toMatchObject({ id: TopicArn, outputs: { arn: TopicArn, owner: account, name: 'outcomes' } });
    expect(await topic.drift(made)).toEqual([]);
    const set = (AttributeName: string, AttributeValue: string) =>
      sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
    await set('DisplayName', 'Changed');
    await set('KmsMasterKeyId', '');
    await set('Policy', policy('sns:*'));
    await set('TracingConfig', 'PassThrough');
    await sns.send(new TagResourceCommand({ ResourceArn: TopicArn, Tags: [{ Key: 'Owner', Value: 'them' }] }));
    const paths = ['displayName', 'kmsMasterKeyId', 'policy', 'tags.Owner', 'tagsAll.Owner', 'tracingConfig'];
    expect(await topic.drift(made)).toEqual(paths);
    const actual = await topic.refreshed(made);
    const repaired = await topic.update({ ...made, inputs: actual?.inputs ?? {} }, program);
    expect(await topic.drift(repaired)).toEqual([]);
    await topic.remove(repaired);
    expect(await topic.drift(repaired)).toBeNull();
  });

  test('R37: a policy that the program never wrote is no difference, whatever AWS put there', async () => {
    const topic = engine('Topic');
    const made = await topic.create({ name: 'plain' });
    expect(await topic.drift(made)).toEqual([]);
    expect((await topic.imported(made.id))?.inputs).toHaveProperty('policy');
    await topic.remove(made);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['a FIFO topic without its ending', { fifoTopic: true }, 'invalid topic name: x'],
    ['an archive on a standard topic', { archivePolicy: '{}' }, 'archivePolicy can only be set for FIFO topics'],
    ['a third signature version', { signatureVersion: 3 }, 'in the range (1 - 2)'],
  ])('R37: refuses %s', (_what, program, text) => {
    expect(() => engine('Topic').checked({ name: 'x', ...program })).toThrow(text);
  });
});

describe('R5: a subscription', () => {
  test('R5: shows what was changed by hand, and that it is gone', async () => {
    const topic = await engine('Topic').create({ name: 'subscribed' });
    const subscription = engine('TopicSubscription');
    const program = {
      topic: topic.id,
      protocol: 'email',
      endpoint: 'team@example.com',
      filterPolicy: '{"outcome":["refused"]}',
      filterPolicyScope: 'MessageAttributes',
    };
    const made = await subscription.create(program);
    expect(made.outputs).toMatchObject({ arn: made.id, ownerId: account, pendingConfirmation: false });
    expect(await subscription.drift(made)).toEqual([]);
    const set = (AttributeName: string, AttributeValue: string) =>
      sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn: made.id, AttributeName, AttributeValue }));
    await set('FilterPolicy', '{ "outcome": ["refused"] }');
    expect(await subscription.drift(made)).toEqual([]);
    await set('FilterPolicy', '{}');
    await set('RawMessageDelivery', 'true');
    expect(await subscription.drift(made)).toEqual(['filterPolicy', 'rawMessageDelivery']);
    const actual = await subscription.refreshed(made);
    const repaired = await subscription.update({ ...made, inputs: actual?.inputs ?? {} }, program);
    expect(await subscription.drift(repaired)).toEqual([]);
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: made.id }));
    expect(await subscription.drift(made)).toBeNull();
    await subscription.remove(made);
    await sns.send(new DeleteTopicCommand({ TopicArn: topic.id }));
  });

  test('R5: a filter that the program takes back lets everything through again', async () => {
    const topic = await engine('Topic').create({ name: 'filtered' });
    const subscription = engine('TopicSubscription');
    const where = { topic: topic.id, protocol: 'sqs', endpoint: `arn:aws:sqs:${region}:${account}:inbox` };
    const made = await subscription.create({ ...where, filterPolicy: '{"a":["b"]}' });
    const open = await subscription.update(made, where);
    const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: made.id }));
    expect(Attributes?.['FilterPolicy']).toBe('{}');
    expect(await subscription.drift(open)).toEqual([]);
    expect(subscription.planned(open, { ...where, endpoint: `${where.endpoint}-2` })).toEqual(['endpoint!']);
    await subscription.remove(open);
    await engine('Topic').remove(topic);
  });

  test('R37: a scope without a filter is refused', () => {
    const program = {
      topic: 'arn:aws:sns:us-west-2:222222222222:x',
      protocol: 'email',
      endpoint: 'a@b.c',
      filterPolicyScope: 'MessageBody',
    };
    expect(() => engine('TopicSubscription').checked(program)).toThrow('filter_policy is required');
  });
});

describe("R40: a topic's policy", () => {
  test('R40: shows another meaning, and leaves the policy that every topic starts with', async () => {
    const topic = await engine('Topic').create({ name: 'guarded' });
    const guard = engine('TopicPolicy');
    const made = await guard.create({ arn: topic.id, policy: policy('sns:Publish') });
    expect(await guard.drift(made)).toEqual([]);
    await sns.send(
      new SetTopicAttributesCommand({ TopicArn: topic.id, AttributeName: 'Policy', AttributeValue: policy('sns:*') }),
    );
    expect(await guard.drift(made)).toEqual(['policy']);
    await guard.remove(made);
    expect(String((await guard.imported(topic.id))?.inputs['policy'])).toContain('__default_policy_ID');
    await engine('Topic').remove(topic);
    expect(await guard.drift(made)).toBeNull();
  });
});
