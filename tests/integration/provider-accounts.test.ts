import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { account, resource, startEngine, type Engine } from './provider/engine.ts';

let engine: Engine;
const places = [
  { name: 'dev', account: '111111111111', region: 'us-east-1' },
  { name: 'staging', account: '222222222222', region: 'us-west-2' },
  { name: 'prod', account: '333333333333', region: 'eu-west-1' },
] as const;
const roleArn = (owner: string, name = 'deploy') => `arn:aws:iam::${owner}:role/${name}`;
const accessOf = (owner: string, region: string) => ({
  ...engine.root,
  region,
  credentials: { accessKeyId: owner, secretAccessKey: 'root' },
});

beforeAll(async () => {
  engine = await startEngine();
  for (const place of places) {
    await makeRole(place.account, 'deploy', ['sqs:*']);
    await makeRole(place.account, 'read', ['sqs:Get*', 'sqs:List*']);
  }
}, 90_000);
afterAll(() => engine.end());

async function makeRole(owner: string, RoleName: string, Action: readonly string[]): Promise<void> {
  const iam = new IAMClient(accessOf(owner, 'us-east-1'));
  const document = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
  const trust = document({
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'sts:AssumeRole',
  });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  const PolicyDocument = document({ Effect: 'Allow', Action, Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'all', PolicyDocument }));
}

const provider = (place: (typeof places)[number], more: object = {}) => ({
  region: place.region,
  allowedAccountIds: [place.account],
  assumeRoles: [{ roleArn: roleArn(place.account) }],
  defaultTags: { tags: { Place: place.name } },
  ...more,
});

describe('R11: one engine run with three provider instances', () => {
  test('R11: every resource lands in the account, the region and with the tags of its own instance', async () => {
    const providers = Object.fromEntries(places.map((place) => [place.name, provider(place)]));
    const resources = places.map(({ name }) => ({
      ...resource('sqs.Queue', `${name}-queue`, { name: 'payments' }),
      provider: name,
    }));
    const { error, steps, calls } = await engine.run({ operation: 'up', providers, resources });
    expect(error).toBeNull();
    expect(steps.filter(({ op }) => op === 'create')).toHaveLength(3);
    for (const place of places) {
      const { QueueUrls = [] } = await new SQSClient(accessOf(place.account, place.region)).send(
        new ListQueuesCommand({}),
      );
      expect(QueueUrls).toEqual([expect.stringContaining(`/${place.account}/payments`)]);
      const made = calls.find(({ action, account: owner }) => action === 'CreateQueue' && owner === place.account);
      expect(made).toEqual({
        service: 'sqs',
        action: 'CreateQueue',
        resource: 'payments',
        account: place.account,
        region: place.region,
        role: 'deploy',
        outcome: 'ok',
      });
    }
    const again = await engine.run({ operation: 'preview', providers, resources });
    expect(again.steps.filter(({ op }) => op !== 'same')).toEqual([]);
    const drift = await engine.run({ operation: 'previewRefresh', providers, resources });
    expect(
      drift.steps.map(({ outputs }) => (outputs?.['tagsAll'] as { Place?: string } | undefined)?.Place).sort(),
    ).toEqual(['dev', 'prod', 'staging']);
    expect((await engine.run({ operation: 'destroy', providers, resources })).error).toBeNull();
  }, 120_000);
});

describe('R11: a provider instance that may not', () => {
  const [dev, staging] = places;
  const queue = resource('sqs.Queue', 'queue', { name: 'refused' });
  const run = (main: object) =>
    engine.run({ operation: 'up', providers: { main: main as Record<string, unknown> }, resources: [queue] });

  test('R11: is refused in an account that is not allowed', async () => {
    const { error } = await run(provider(dev, { allowedAccountIds: [staging.account] }));
    expect(error).toContain(`AWS account ID not allowed: ${dev.account}`);
  }, 60_000);

  test('R11: is refused without the role', async () => {
    const { error } = await run(provider(dev, { assumeRoles: [{ roleArn: roleArn(dev.account, 'nobody') }] }));
    expect(error).toContain(
      `Cannot assume IAM Role. IAM Role (${roleArn(dev.account, 'nobody')}) cannot be assumed: operation error STS: AssumeRole`,
    );
  }, 60_000);

  test('R11: is told by AWS what its role may not do', async () => {
    const { error, calls } = await run(provider(dev, { assumeRoles: [{ roleArn: roleArn(dev.account, 'read') }] }));
    expect(error).toMatch(/creating SQS Queue \(refused\): operation error SQS: CreateQueue, .*AccessDenied/);
    expect(calls.at(-1)).toMatchObject({ action: 'CreateQueue', outcome: expect.stringContaining('AccessDenied') });
  }, 60_000);

  test('R37: is refused a setting that the sandbox does not serve', async () => {
    const { error } = await run(provider(dev, { httpProxy: 'http://proxy' }));
    expect(error).toMatch(/aws provider: .*httpProxy/);
  }, 60_000);
});
