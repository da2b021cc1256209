import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { resourceTypes } from '../../../sandbox/provider/logs/index.ts';
import { account, emulatedAccount, engineFor, region, type EmulatedAccount } from './emulatedAccount.ts';

let aws: EmulatedAccount;
let logs: CloudWatchLogsClient;

beforeAll(async () => {
  aws = await emulatedAccount({ 'payments:environment': 'staging' });
  logs = aws.client(CloudWatchLogsClient);
}, 60_000);
afterAll(() => aws.close());

const engine = () => {
  const [type] = resourceTypes;
  if (type === undefined) throw new Error('no type');
  return engineFor(type, aws.session);
};

async function keyFor(service: string): Promise<string> {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
  const use = { Effect: 'Allow', Principal: { Service: service }, Action: 'kms:Encrypt', Resource: '*' };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement, use] });
  return (await aws.client(KMSClient).send(new CreateKeyCommand({ Policy }))).KeyMetadata?.Arn ?? '';
}

describe('R37: a log group', () => {
  test('R37: reads back with its key, retention and tags, and shows changes by hand', async () => {
    const group = engine();
    const kmsKeyId = await keyFor(`logs.${region}.amazonaws.com`);
    const program = { name: '/aws/lambda/payments', retentionInDays: 30, kmsKeyId, tags: { team: 'payments' } };
    const made = await group.create(program);
    expect(made.outputs['arn']).toBe(`arn:aws:logs:${region}:${account}:log-group:/aws/lambda/payments`);
    expect(made.outputs['tagsAll']).toEqual({ 'payments:environment': 'staging', team: 'payments' });
    // Its neighbour by prefix must not be mistaken for it.
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/payments-other' }));
    expect(await group.drift(made)).toEqual([]);
    await logs.send(new DeleteRetentionPolicyCommand({ logGroupName: made.id }));
    await logs.send(new TagResourceCommand({ resourceArn: made.outputs['arn'] as string, tags: { team: 'other' } }));
    expect(await group.drift(made)).toEqual(['retentionInDays', 'tags.team', 'tagsAll.team']);
    expect(await group.drift(await group.update(made, program))).toEqual([]);
    await logs.send(new DeleteLogGroupCommand({ logGroupName: made.id }));
    expect(await group.drift(made)).toBeNull();
    await group.remove(made);
  });

  test('R33: its key is no blind spot: a group made anew without it shows', async () => {
    const group = engine();
    const made = await group.create({ name: 'keyed', kmsKeyId: await keyFor(`logs.${region}.amazonaws.com`) });
    await logs.send(new DeleteLogGroupCommand({ logGroupName: made.id }));
    await logs.send(new CreateLogGroupCommand({ logGroupName: made.id }));
    expect(await group.drift(made)).toContain('kmsKeyId');
    await group.remove(made);
  });

  test('R37: is replaced for another name or class, and changes its retention in place', async () => {
    const group = engine();
    const made = await group.create({ name: 'replaced', retentionInDays: 7 });
    const planned = (change: object) => group.planned(made, { name: 'replaced', retentionInDays: 7, ...change });
    expect(planned({ name: 'other' })).toEqual(['name!']);
    expect(planned({ logGroupClass: 'INFREQUENT_ACCESS' })).toEqual(['logGroupClass!']);
    expect(planned({ retentionInDays: 14 })).toEqual(['retentionInDays']);
    const forever = await group.update(made, { name: 'replaced' });
    expect(await group.drift(forever)).toEqual([]);
    await group.remove(made);
  });

  test('R33: a changed key is refused in so many words, because the emulator would ignore it', async () => {
    const group = engine();
    const made = await group.create({ name: 'rekeyed' });
    const kmsKeyId = await keyFor(`logs.${region}.amazonaws.com`);
    expect(group.planned(made, { name: 'rekeyed', kmsKeyId })).toEqual(['kmsKeyId']);
    await expect(group.update(made, { name: 'rekeyed', kmsKeyId })).rejects.toThrow(
      'cannot change the key of a log group',
    );
    await group.remove(made);
  });

  test('R37: stays when its destruction is to be skipped', async () => {
    const group = engine();
    const made = await group.create({ name: 'kept', skipDestroy: true });
    await group.remove(made);
    expect(await group.drift(made)).toEqual([]);
  });

  test('R37: refuses a key that Logs may not use, an unknown key, and a retention that AWS does not have', async () => {
    const group = engine();
    const wrong = await keyFor('s3.amazonaws.com');
    await expect(group.create({ name: 'refused', kmsKeyId: wrong })).rejects.toThrow('not allowed to be used with Arn');
    const unknown = `arn:aws:kms:${region}:${account}:key/00000000-0000-0000-0000-000000000000`;
    await expect(group.create({ name: 'refused', kmsKeyId: unknown })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    expect(() => group.checked({ retentionInDays: 29 })).toThrow('retentionInDays: expected one of');
    expect(() => group.checked({ name: 'with space' })).toThrow('name: expected');
    expect(() => group.checked({ kmsKeyId: 'alias/payments' })).toThrow('kmsKeyId: expected the ARN');
  });
});
