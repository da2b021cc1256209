import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CloudTrailClient, PutEventSelectorsCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { DisableRuleCommand, EventBridgeClient, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { resourceTypes as trails } from '../../../sandbox/provider/cloudtrail/index.ts';
import { resourceTypes as events } from '../../../sandbox/provider/events/index.ts';
import { resourceTypes as buckets } from '../../../sandbox/provider/s3/index.ts';
import { account, emulatedAccount, engineFor, region, type EmulatedAccount } from './emulatedAccount.ts';

let aws: EmulatedAccount;

beforeAll(async () => {
  aws = await emulatedAccount({ 'payments:managed-by': 'bootstrap' });
}, 60_000);
afterAll(() => aws.close());

const engine = (name: string) => {
  const type = [...trails, ...events, ...buckets].find(({ token }) => token.endsWith(`:${name}`));
  if (type === undefined) throw new Error(`no type ${name}`);
  return engineFor(type, aws.session);
};

const eventPattern = JSON.stringify({ source: ['aws.sts'], detail: { eventName: ['AssumeRole'] } });
const rule = { name: 'alarm', eventPattern, state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' };

describe('a rule of EventBridge', () => {
  test('R37 R40: reads back as it was made, sees that somebody turned it off, and turns it on again', async () => {
    const made = await engine('EventRule').create(rule);
    expect(made.outputs).toMatchObject({
      ...{ arn: `arn:aws:events:${region}:${account}:rule/alarm`, isEnabled: true, eventBusName: 'default' },
      tagsAll: { 'payments:managed-by': 'bootstrap' },
    });
    expect(await engine('EventRule').drift(made)).toEqual([]);
    await aws.client(EventBridgeClient).send(new DisableRuleCommand({ Name: 'alarm' }));
    expect(await engine('EventRule').drift(made)).toEqual(['state']);
    const again = await engine('EventRule').update(made, { ...rule, tags: { team: 'payments' } });
    expect(await engine('EventRule').drift(again)).toEqual([]);
    expect(again.outputs).toMatchObject({ tagsAll: { team: 'payments' }, isEnabled: true });
    await engine('EventRule').remove(again);
    expect(await engine('EventRule').drift(again)).toBeNull();
  });

  test('R37: the same pattern in other words is no change; a name is another rule; what is not JSON or not served is refused', () => {
    const checked = engine('EventRule').checked(rule);
    const deployed = { id: 'alarm', inputs: checked, outputs: {} };
    const spaced = JSON.stringify(JSON.parse(eventPattern), null, 2);
    expect(engine('EventRule').planned(deployed, { ...rule, eventPattern: spaced })).toEqual([]);
    expect(engine('EventRule').planned(deployed, { ...rule, name: 'other' })).toEqual(['name!']);
    expect(() => engine('EventRule').checked({ ...rule, eventPattern: '{' })).toThrow('contains an invalid JSON');
    expect(() => engine('EventRule').checked({ ...rule, eventBusName: 'own' })).toThrow('the default bus only');
    expect(() => engine('EventRule').checked({ ...rule, scheduleExpression: 'rate(1 day)' })).toThrow();
  });
});

describe('a target of a rule', () => {
  const arn = `arn:aws:sns:${region}:${account}:operations`;
  const target = {
    ...{ rule: 'told-of', targetId: 'operations', arn, roleArn: `arn:aws:iam::${account}:role/tells` },
    inputTransformer: { inputPaths: { who: '$.detail.userIdentity.arn' }, inputTemplate: '"<who>"' },
  };

  test('R37 R40: reads back as it was made, sees that it tells somebody else, and outlives neither its removal nor its rule', async () => {
    const targets = engine('EventTarget');
    const parent = await engine('EventRule').create({ ...rule, name: 'told-of' });
    const made = await targets.create(target);
    expect([made.id, await targets.drift(made)]).toEqual(['told-of-operations', []]);
    const elsewhere = { Id: 'operations', Arn: `${arn}-elsewhere`, RoleArn: target.roleArn };
    await aws.client(EventBridgeClient).send(new PutTargetsCommand({ Rule: 'told-of', Targets: [elsewhere] }));
    expect(await targets.drift(made)).toEqual(['arn', 'inputTransformer']);
    const again = await targets.update(made, target);
    expect(await targets.drift(again)).toEqual([]);
    await targets.remove(again);
    expect(await targets.drift(again)).toBeNull();
    await engine('EventRule').remove(parent);
    expect(await targets.drift(again)).toBeNull();
    await targets.remove(again);
  });

  test('R37: another rule or id is another target', () => {
    const inputs = engine('EventTarget').checked(target);
    const planned = (change: object) =>
      engine('EventTarget').planned({ id: 'x', inputs, outputs: {} }, { ...target, ...change });
    expect([planned({ rule: 'b' }), planned({ targetId: 'b' }), planned({ arn: `${arn}-b` })]).toEqual([
      ['rule!'],
      ['targetId!'],
      ['arn'],
    ]);
  });
});

describe('a trail', () => {
  const trail = { name: 'calls', s3BucketName: 'trail', isMultiRegionTrail: true, enableLogFileValidation: true };
  const Statement = ['s3:GetBucketAcl', 's3:PutObject'].map((Action) => ({
    ...{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action },
    Resource: Action === 's3:PutObject' ? 'arn:aws:s3:::trail/*' : 'arn:aws:s3:::trail',
  }));
  const allowing = (statements: readonly object[]) => ({
    ...{ Bucket: 'trail', Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) },
  });

  test('R37: is not made before CloudTrail may write into its bucket, as CloudTrail itself says', async () => {
    await engine('Bucket').create({ bucket: 'trail' });
    await expect(engine('Trail').create(trail)).rejects.toThrow('Incorrect S3 bucket policy is detected');
    await aws.client(S3Client).send(new PutBucketPolicyCommand(allowing(Statement.slice(1))));
    await expect(engine('Trail').create(trail)).rejects.toThrow('Incorrect S3 bucket policy is detected');
  });

  test('R37 R40: records from the start, sees that somebody stopped it or chose other events, and puts both right', async () => {
    await aws.client(S3Client).send(new PutBucketPolicyCommand(allowing(Statement)));
    const made = await engine('Trail').create(trail);
    expect([made.id, made.outputs]).toEqual([
      `arn:aws:cloudtrail:${region}:${account}:trail/calls`,
      expect.objectContaining({
        ...{ enableLogging: true, includeGlobalServiceEvents: true, homeRegion: region },
        tagsAll: { 'payments:managed-by': 'bootstrap' },
      }),
    ]);
    expect(await engine('Trail').drift(made)).toEqual([]);
    const cloudTrail = aws.client(CloudTrailClient);
    await cloudTrail.send(new StopLoggingCommand({ Name: 'calls' }));
    const EventSelectors = [{ ReadWriteType: 'WriteOnly' as const, IncludeManagementEvents: true, DataResources: [] }];
    await cloudTrail.send(new PutEventSelectorsCommand({ TrailName: 'calls', EventSelectors }));
    expect(await engine('Trail').drift(made)).toEqual(['enableLogging', 'eventSelectors']);
    const again = await engine('Trail').update(made, { ...trail, tags: { team: 'payments' } });
    expect(await engine('Trail').drift(again)).toEqual([]);
    expect(again.outputs).toMatchObject({ enableLogging: true, tagsAll: { team: 'payments' } });
    await engine('Trail').remove(again);
    expect(await engine('Trail').drift(again)).toBeNull();
    await engine('Trail').remove(again);
  });

  test('R37: its name cannot change; one of all regions includes global services; an organization is nothing here', () => {
    const deployed = { id: 'x', inputs: engine('Trail').checked(trail), outputs: {} };
    expect(engine('Trail').planned(deployed, { ...trail, name: 'other', isMultiRegionTrail: false })).toEqual([
      'isMultiRegionTrail',
      'name!',
    ]);
    expect(() => engine('Trail').checked({ ...trail, includeGlobalServiceEvents: false })).toThrow('global services');
    expect(() => engine('Trail').checked({ ...trail, isOrganizationTrail: true })).toThrow('no organization');
    expect(() => engine('Trail').checked({ ...trail, cloudWatchLogsGroupArn: 'x' })).toThrow();
  });
});
