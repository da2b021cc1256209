import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  CreateAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  KMSClient,
  PutKeyPolicyCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import { resourceTypes } from '../../../sandbox/provider/kms/index.ts';
import { account, emulatedAccount, engineFor, region, type EmulatedAccount } from './emulatedAccount.ts';

let aws: EmulatedAccount;
let kms: KMSClient;

beforeAll(async () => {
  aws = await emulatedAccount({ 'payments:environment': 'staging' });
  kms = aws.client(KMSClient);
}, 60_000);
afterAll(() => aws.close());

const engine = (name: string) => {
  const type = resourceTypes.find(({ token }) => token.endsWith(`:${name}`));
  if (type === undefined) throw new Error(`no type ${name}`);
  return engineFor(type, aws.session);
};

const statement = (principal: string, Action: string | string[] = 'kms:*') => ({
  Effect: 'Allow',
  Principal: { AWS: principal },
  Action,
  Resource: '*',
});
const policyOf = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const policy = policyOf(statement(`arn:aws:iam::${account}:root`));
const program = {
  description: 'payments',
  enableKeyRotation: true,
  rotationPeriodInDays: 180,
  policy,
  deletionWindowInDays: 7,
};

describe('R37: a key', () => {
  test('R37: reads back as it was made and shows every change by hand', async () => {
    const key = engine('Key');
    const made = await key.create(program);
    expect(made.outputs).toMatchObject({ arn: `arn:aws:kms:${region}:${account}:key/${made.id}`, keyId: made.id });
    expect(await key.drift(made)).toEqual([]);
    const KeyId = made.id;
    await kms.send(new DisableKeyRotationCommand({ KeyId }));
    await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: policyOf(statement('*')) }));
    expect(await key.drift(made)).toEqual(['enableKeyRotation', 'policy', 'rotationPeriodInDays']);
    expect(await key.drift(await key.update(made, program))).toEqual([]);
    await kms.send(new DisableKeyCommand({ KeyId }));
    expect(await key.drift(made)).toEqual(['isEnabled']);
    expect(await key.drift(await key.update(made, program))).toEqual([]);
    await key.remove(made);
  });

  test('R37: keeps a policy that means the same, and changes description, period, tags and state in place', async () => {
    const key = engine('Key');
    const made = await key.create(program);
    const same = policyOf({ ...statement(account), Action: ['kms:*'] });
    expect(key.planned(made, { ...program, policy: same })).toEqual([]);
    await kms.send(new PutKeyPolicyCommand({ KeyId: made.id, PolicyName: 'default', Policy: same }));
    expect(await key.drift(made)).toEqual([]);
    const next = {
      ...program,
      description: 'other',
      rotationPeriodInDays: 90,
      isEnabled: false,
      tags: { team: 'payments' },
    };
    expect(key.planned(made, next)).toEqual([
      'description',
      'isEnabled',
      'rotationPeriodInDays',
      'tags',
      'tagsAll.team',
    ]);
    const changed = await key.update(made, next);
    expect(await key.drift(changed)).toEqual([]);
    await key.remove(changed);
  });

  test('R37: is replaced for another kind, use or reach', async () => {
    const key = engine('Key');
    const made = await key.create(program);
    const planned = (change: object) => key.planned(made, { ...program, ...change });
    expect(planned({ customerMasterKeySpec: 'RSA_2048' })).toEqual(['customerMasterKeySpec!']);
    expect(planned({ keyUsage: 'SIGN_VERIFY' })).toEqual(['keyUsage!']);
    expect(planned({ multiRegion: true })).toEqual(['multiRegion!']);
    await key.remove(made);
  });

  test('R37: is only scheduled for deletion, with the wanted window, and counts as gone', async () => {
    const key = engine('Key');
    const made = await key.create(program);
    await key.remove(made);
    expect(await key.drift(made)).toBeNull();
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: made.id }));
    expect(KeyMetadata?.KeyState).toBe('PendingDeletion');
    const days = ((KeyMetadata?.DeletionDate?.getTime() ?? 0) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(7);
  });

  test('R37: refuses a policy that locks everybody out, bad windows and a period without rotation', async () => {
    const key = engine('Key');
    const locked = policyOf(statement(`arn:aws:iam::${account}:root`, 'kms:Encrypt'));
    await expect(key.create({ policy: locked })).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
    await expect(key.create({ policy: policyOf(statement('111111111111')) })).rejects.toThrow(
      'update the key policy in the future',
    );
    const bypassed = await key.create({ policy: locked, bypassPolicyLockoutSafetyCheck: true });
    await key.remove(bypassed);
    expect(() => key.checked({ deletionWindowInDays: 6 })).toThrow('deletionWindowInDays');
    expect(() => key.checked({ rotationPeriodInDays: 180 })).toThrow('needs enableKeyRotation');
    expect(() => key.checked({ policy: '{}' })).toThrow('at least one statement');
  });
});

describe('R37: an alias', () => {
  test('R37: follows its key by id or ARN, shows another target, and is replaced for another name', async () => {
    const [key, alias] = [engine('Key'), engine('Alias')];
    const [one, other] = [await key.create({}), await key.create({})];
    const wanted = { name: 'alias/payments', targetKeyId: one.outputs['arn'] };
    const made = await alias.create(wanted);
    expect(made.outputs).toMatchObject({
      targetKeyArn: one.outputs['arn'],
      arn: `arn:aws:kms:${region}:${account}:alias/payments`,
    });
    expect(await alias.drift(made)).toEqual([]);
    expect(alias.planned(made, { ...wanted, targetKeyId: one.id })).toEqual([]);
    await kms.send(new UpdateAliasCommand({ AliasName: made.id, TargetKeyId: other.id }));
    expect(await alias.drift(made)).toEqual(['targetKeyId']);
    expect(await alias.drift(await alias.update(made, wanted))).toEqual([]);
    expect(alias.planned(made, { ...wanted, name: 'alias/other' })).toEqual(['name!']);
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/payments2', TargetKeyId: other.id }));
    await alias.remove(made);
    expect(await alias.drift(made)).toBeNull();
    await alias.remove(made);
    expect(() => alias.checked({ ...wanted, name: 'payments' })).toThrow('expected alias/');
    expect(() => alias.checked({ ...wanted, name: 'alias/aws/s3' })).toThrow('expected alias/');
  });
});
