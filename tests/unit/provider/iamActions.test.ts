/** The calls of the sandbox's provider against the table of what the real one calls, from which the roles are written. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { providerActions, readActions } from '../../../infra/bootstrap/providerActions.ts';
import { resourceTypes as cloudwatch } from '../../../sandbox/provider/cloudwatch/index.ts';
import { resourceTypes as ec2 } from '../../../sandbox/provider/ec2/index.ts';
import { resourceTypes as iam } from '../../../sandbox/provider/iam/index.ts';
import { resourceTypes as kms } from '../../../sandbox/provider/kms/index.ts';
import { resourceTypes as logs } from '../../../sandbox/provider/logs/index.ts';
import type { Inputs } from '../../../sandbox/provider/resourceType.ts';
import { account, emulatedAccount, engineFor, region, type EmulatedAccount } from './emulatedAccount.ts';

let aws: EmulatedAccount;
let vpcId: string;
let subnetId: string;
let keyId: string;

const policy = (Principal: object, Action: string, more: object = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action, ...more }] });
const trust = policy({ Service: 'lambda.amazonaws.com' }, 'sts:AssumeRole');
const keyPolicy = policy({ AWS: account, Service: `logs.${region}.amazonaws.com` }, 'kms:*', { Resource: '*' });
const inline = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
});

beforeAll(async () => {
  aws = await emulatedAccount();
  const network = aws.client(EC2Client);
  vpcId = (await network.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc?.VpcId ?? '';
  const subnet = await network.send(new CreateSubnetCommand({ VpcId: vpcId, CidrBlock: '10.0.200.0/24' }));
  subnetId = subnet.Subnet?.SubnetId ?? '';
  keyId = (await aws.client(KMSClient).send(new CreateKeyCommand({ Policy: keyPolicy }))).KeyMetadata?.Arn ?? '';
  const role = { RoleName: 'existing', AssumeRolePolicyDocument: trust };
  await aws.client(IAMClient).send(new CreateRoleCommand(role));
}, 60_000);
afterAll(() => aws.close());

interface Example {
  readonly token: string;
  readonly program: () => Promise<Inputs>;
  readonly change: Inputs;
  /** Reads that the real provider makes in cases that this example has not, for instance once for each interface. */
  readonly notHere?: readonly string[];
  /** Reads beyond the real provider's, which the roles have for another resource of the program. */
  readonly beyond?: readonly string[];
}

const made = (token: string, inputs: Inputs) => engineOf(token).create(inputs);
let groups = 0;
const group = async () => (await made('aws:ec2/securityGroup:SecurityGroup', { vpcId, name: `group-${++groups}` })).id;
const tags = { tags: { team: 'payments' } };

const examples: readonly Example[] = [
  {
    token: 'aws:ec2/vpc:Vpc',
    program: async () => ({ cidrBlock: '10.1.0.0/16' }),
    change: { enableDnsHostnames: true, ...tags },
  },
  {
    token: 'aws:ec2/subnet:Subnet',
    program: async () => ({ vpcId, cidrBlock: '10.0.1.0/24' }),
    change: { mapPublicIpOnLaunch: true, ...tags },
  },
  {
    token: 'aws:ec2/routeTable:RouteTable',
    program: async () => ({ vpcId, routes: [] }),
    change: { routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: 'igw-1' }], ...tags },
    notHere: ['ec2:DescribeNetworkInterfaces'],
  },
  {
    token: 'aws:ec2/routeTableAssociation:RouteTableAssociation',
    program: async () => ({ subnetId, routeTableId: (await made('aws:ec2/routeTable:RouteTable', { vpcId })).id }),
    change: {},
  },
  {
    token: 'aws:ec2/vpcEndpoint:VpcEndpoint',
    program: async () => ({ vpcId, serviceName: `com.amazonaws.${region}.dynamodb` }),
    change: { policy: policy({ AWS: '*' }, 'dynamodb:*', { Resource: '*' }), ...tags },
    notHere: ['ec2:DescribeNetworkInterfaces'],
  },
  { token: 'aws:ec2/securityGroup:SecurityGroup', program: async () => ({ vpcId }), change: { ingress: [], ...tags } },
  {
    token: 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup',
    program: async () => ({ vpcId, ingress: [], egress: [] }),
    change: tags,
  },
  {
    token: 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
    program: async () => ({ securityGroupId: await group(), ipProtocol: '-1', cidrIpv4: '10.0.0.0/16' }),
    change: { description: 'changed', ...tags },
  },
  {
    token: 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule',
    program: async () => ({ securityGroupId: await group(), ipProtocol: '-1', prefixListId: 'pl-11111111' }),
    change: { description: 'changed', ...tags },
    // The emulator tells prefix lists with the group only.
    beyond: ['ec2:DescribeSecurityGroups'],
  },
  {
    token: 'aws:iam/role:Role',
    program: async () => ({ assumeRolePolicy: trust }),
    change: { description: 'changed', maxSessionDuration: 7200, ...tags },
  },
  { token: 'aws:iam/rolePolicy:RolePolicy', program: async () => ({ role: 'existing', policy: inline }), change: {} },
  {
    token: 'aws:kms/key:Key',
    program: async () => ({ enableKeyRotation: true }),
    change: { isEnabled: false, description: 'changed', ...tags },
  },
  { token: 'aws:kms/alias:Alias', program: async () => ({ name: 'alias/one', targetKeyId: keyId }), change: {} },
  {
    token: 'aws:cloudwatch/logGroup:LogGroup',
    program: async () => ({ retentionInDays: 7, kmsKeyId: keyId }),
    change: { retentionInDays: 0, ...tags },
  },
  {
    token: 'aws:cloudwatch/metricAlarm:MetricAlarm',
    program: async () => ({
      comparisonOperator: 'GreaterThanThreshold',
      evaluationPeriods: 1,
      metricName: 'Errors',
      namespace: 'AWS/Lambda',
      statistic: 'Sum',
      period: 60,
      threshold: 1,
    }),
    change: { threshold: 2, ...tags },
  },
  {
    token: 'aws:cloudwatch/dashboard:Dashboard',
    program: async () => ({ dashboardName: 'payments', dashboardBody: '{"widgets":[]}' }),
    change: { dashboardBody: '{"widgets":[],"start":"-PT3H"}' },
  },
];

const own = [...cloudwatch, ...ec2, ...iam, ...kms, ...logs];

function engineOf(token: string) {
  const type = own.find((candidate) => candidate.token === token);
  if (type === undefined) throw new Error(`no type ${token}`);
  return engineFor(type, aws.session);
}

async function actionsOf(step: () => Promise<unknown>): Promise<string[]> {
  const before = aws.calls.length;
  await step();
  return [...new Set(aws.calls.slice(before).map(({ service, action }) => `${service}:${action}`))].sort();
}

test('R21: every type of the program that these modules serve has an example here', () => {
  const served = own.map(({ token }) => token).filter((token) => token in providerActions);
  expect(examples.map(({ token }) => token).sort()).toEqual(served.sort());
});

test.each(examples)(
  'R21: reading $token makes the calls of the real provider',
  async ({ token, program, notHere = [], beyond = [] }) => {
    const engine = engineOf(token);
    const deployed = await engine.create(await program());
    if (token === 'aws:iam/role:Role') {
      const withPolicy = { RoleName: deployed.id, PolicyName: 'one', PolicyDocument: inline };
      await aws.client(IAMClient).send(new PutRolePolicyCommand(withPolicy));
    }
    const found = await actionsOf(() => engine.refreshed(deployed));
    const expected = [...(providerActions[token]?.read ?? []), ...beyond].filter((action) => !notHere.includes(action));
    expect(found).toEqual(expected.sort());
    const seen = await engine.refreshed(deployed);
    await engine.remove({ ...deployed, outputs: seen?.outputs ?? {} });
  },
);

test.each(examples)(
  'R21: making, changing and deleting $token needs no action that its roles lack',
  async ({ token, program, change }) => {
    const engine = engineOf(token);
    const table = providerActions[token];
    const granted = [...(table?.create ?? []), ...(table?.update ?? []), ...(table?.delete ?? []), ...readActions];
    const inputs = await program();
    let deployed = { id: '', inputs: {}, outputs: {} } as Awaited<ReturnType<typeof engine.create>>;
    const steps = [
      async () => (deployed = await engine.create(inputs)),
      async () => (deployed = await engine.update(deployed, { ...inputs, ...change })),
      () => engine.remove(deployed),
    ];
    for (const step of steps) {
      const found = await actionsOf(step);
      expect(found.filter((action) => !granted.includes(action))).toEqual([]);
    }
  },
);
