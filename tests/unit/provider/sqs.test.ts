import {
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { resourceTypes } from '../../../sandbox/provider/sqs/index.ts';
import { account, emulatedAccount, engineFor, region, type EmulatedAccount } from './emulatedAccount.ts';

let aws: EmulatedAccount;
let sqs: SQSClient;

beforeAll(async () => {
  aws = await emulatedAccount({ Project: 'payments' });
  sqs = aws.client(SQSClient);
}, 60_000);
afterAll(() => aws.close());

const engine = (name: string) => {
  const type = resourceTypes.find(({ token }) => token.endsWith(`:${name}`));
  if (type === undefined) throw new Error(`no type ${name}`);
  return engineFor(type, aws.session);
};

const arn = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;
const policy = (action: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: action, Resource: '*' }],
  });

describe('R9: a queue', () => {
  test('R9: reads back as it was made, and shows every change by hand under its own path', async () => {
    const queue = engine('Queue');
    const dead = await queue.create({ name: 'dead' });
    const program = {
      name: 'ingest',
      visibilityTimeoutSeconds: 180,
      messageRetentionSeconds: 86_400,
      receiveWaitTimeSeconds: 20,
      redrivePolicy: JSON.stringify({ maxReceiveCount: 5, deadLetterTargetArn: arn('dead') }),
      tags: { Owner: 'us' },
    };
    const made = await queue.create(program);
    expect(made.outputs).toMatchObject({
      arn: arn('ingest'),
      url: made.id,
      tagsAll: { Project: 'payments', Owner: 'us' },
      region,
    });
    expect(await queue.drift(made)).toEqual([]);
    const QueueUrl = made.id;
    const Attributes = {
      VisibilityTimeout: '30',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn('dead'), maxReceiveCount: 9 }),
    };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { Stranger: 'yes' } }));
    await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['Project'] }));
    expect(await queue.drift(made)).toEqual([
      ...['redrivePolicy', 'tags.Stranger', 'tagsAll.Project', 'tagsAll.Stranger', 'visibilityTimeoutSeconds'],
    ]);
    const actual = await queue.refreshed(made);
    const repaired = await queue.update({ ...made, inputs: actual?.inputs ?? {} }, program);
    expect(await queue.drift(repaired)).toEqual([]);
    await queue.remove(repaired);
    expect(await queue.drift(repaired)).toBeNull();
    await queue.remove(repaired);
    await queue.remove(dead);
  });

  test('R9: an attribute that the program takes back is taken away', async () => {
    const queue = engine('Queue');
    const made = await queue.create({ name: 'keyed', kmsMasterKeyId: 'alias/aws/sqs', delaySeconds: 5 });
    expect(queue.planned(made, { name: 'keyed' })).toEqual(['delaySeconds', 'kmsMasterKeyId']);
    const plain = await queue.update(made, { name: 'keyed' });
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: made.id, AttributeNames: ['All'] }),
    );
    expect(Attributes?.['KmsMasterKeyId'] ?? '').toBe('');
    expect(Attributes?.['DelaySeconds']).toBe('0');
    expect(await queue.drift(plain)).toEqual([]);
    await queue.remove(plain);
  });

  test('R37: is imported with everything that the account holds', async () => {
    const queue = engine('Queue');
    const made = await queue.create({ name: 'imported', delaySeconds: 7, policy: policy('sqs:SendMessage') });
    const found = await queue.imported(made.id);
    expect(found?.inputs).toMatchObject({
      name: 'imported',
      delaySeconds: 7,
      fifoQueue: false,
      policy: policy('sqs:SendMessage'),
    });
    await queue.remove(made);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['a visibility timeout of a day', { visibilityTimeoutSeconds: 86_400 }, 'in the range (0 - 43200)'],
    ['a FIFO queue without its ending', { name: 'orders', fifoQueue: true }, 'invalid queue name: orders'],
    [
      'content-based deduplication on a standard queue',
      { contentBasedDeduplication: true },
      'only be set for FIFO queue',
    ],
    ['a policy that is no JSON', { redrivePolicy: '{' }, 'contains an invalid JSON'],
    [
      'two kinds of encryption',
      { kmsMasterKeyId: 'alias/x', sqsManagedSseEnabled: true },
      'conflicts with sqsManagedSseEnabled',
    ],
  ])('R37: refuses %s', (_what, program, text) => {
    expect(() => engine('Queue').checked({ name: 'x', ...program })).toThrow(text);
  });

  test('R37: a FIFO queue keeps its ending and its deduplication', async () => {
    const queue = engine('Queue');
    const made = await queue.create({ name: 'orders.fifo', fifoQueue: true, contentBasedDeduplication: true });
    expect(await queue.drift(made)).toEqual([]);
    expect((await queue.refreshed(made))?.inputs).toMatchObject({ fifoQueue: true, contentBasedDeduplication: true });
    await queue.remove(made);
  });
});

describe("R40: a queue's policy", () => {
  test('R40: shows another meaning and no other spelling, and is gone when it is taken away', async () => {
    const queue = await engine('Queue').create({ name: 'guarded' });
    const guard = engine('QueuePolicy');
    const made = await guard.create({ queueUrl: queue.id, policy: policy('sqs:SendMessage') });
    const put = (Policy: string) =>
      sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue.id, Attributes: { Policy } }));
    await put(JSON.stringify(JSON.parse(policy('SQS:sendmessage')), null, 2));
    expect(await guard.drift(made)).toEqual([]);
    await put(policy('sqs:*'));
    expect(await guard.drift(made)).toEqual(['policy']);
    await put('');
    expect(await guard.drift(made)).toBeNull();
    await sqs.send(new DeleteQueueCommand({ QueueUrl: queue.id }));
    expect(await guard.drift(made)).toBeNull();
    await guard.remove(made);
  });
});
