import { expect, test } from '@jest/globals';
import type { RawProperties } from '../../../pipeline/engine/rawObservation.ts';
import { addition, both, compared, deployed, findingsOf, inAccount, ours, theOne } from './observed.ts';

const found = (of: readonly [string, string], type: string, properties: RawProperties = { name: 'x' }) =>
  compared({ prod: addition(of, { type, name: 'x', physicalId: 'x-1', properties }) });

test.each<readonly [readonly [string, string], string, string]>([
  [ours.role, 'aws:iam/rolePolicy:RolePolicy', 'critical'],
  [ours.role, 'aws:iam/rolePolicyAttachment:RolePolicyAttachment', 'critical'],
  [ours.key, 'aws:kms/grant:Grant', 'critical'],
  [ours.function, 'aws:lambda/functionUrl:FunctionUrl', 'critical'],
  [ours.function, 'aws:lambda/permission:Permission', 'critical'],
  [ours.queue, 'aws:sqs/queuePolicy:QueuePolicy', 'critical'],
  [ours.topic, 'aws:sns/topicPolicy:TopicPolicy', 'critical'],
  [ours.table, 'aws:dynamodb/resourcePolicy:ResourcePolicy', 'critical'],
  [ours.vpc, 'aws:ec2/internetGateway:InternetGateway', 'critical'],
  [ours.vpc, 'aws:ec2/route:Route', 'critical'],
  [ours.vpc, 'aws:ec2/vpcEndpoint:VpcEndpoint', 'high'],
  [ours.group, 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', 'high'],
  [ours.topic, 'aws:sns/topicSubscription:TopicSubscription', 'high'],
  [ours.function, 'aws:lambda/eventSourceMapping:EventSourceMapping', 'high'],
  [ours.table, 'aws:dynamodb/tableReplica:TableReplica', 'high'],
  [ours.function, 'aws:lambda/alias:Alias', 'medium'],
  [ours.key, 'aws:kms/alias:Alias', 'medium'],
  [ours.table, 'aws:new/thing:Thing', 'high'],
])('R40: what was added to %j behind the pipeline’s back is found: %s is %s', (of, type, severity) => {
  const report = found(of, type);
  expect(report.verdict).toBe('drifted');
  expect(theOne(report)).toMatchObject({
    kind: 'live-drift',
    change: 'added',
    path: '',
    severity,
    expected: null,
    actual: { name: 'x' },
    resource: { type, name: 'x', physicalId: 'x-1' },
    resolve: ['revert', 'adopt', 'waive'],
  });
  expect(theOne(report).reason).toContain(`under ${of[1]}, declared nowhere`);
});

test('R40: an addition that is open to everybody is critical, whatever it is', () => {
  const rule = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';
  expect(theOne(found(ours.group, rule, { cidrIpv4: '10.0.0.0/8' })).severity).toBe('high');
  expect(theOne(found(ours.group, rule, { cidrIpv4: '0.0.0.0/0' })).severity).toBe('critical');
  expect(theOne(found(ours.group, rule, { cidrIpv6: '::/0' })).severity).toBe('critical');
});

test('R40: the same addition in both environments is a finding in each, and never noise', () => {
  const extra = addition(ours.key, {
    type: 'aws:kms/alias:Alias',
    name: 'x',
    physicalId: 'x',
    properties: { name: 'x' },
  });
  const report = compared({ staging: extra, prod: extra });
  expect(findingsOf(report).map(({ environment }) => environment)).toEqual(['prod', 'staging']);
  expect(new Set(findingsOf(report).map(({ id }) => id)).size).toBe(2);
});

test('R40: a list that only grew by the addition is not told a second time', () => {
  const policyArn = 'arn:aws:iam::aws:policy/X';
  const own = deployed(ours.role, { managedPolicyArns: ['arn:aws:iam::aws:policy/Own'] });
  const type = 'aws:iam/rolePolicyAttachment:RolePolicyAttachment';
  const grown = inAccount(ours.role, { managedPolicyArns: ['arn:aws:iam::aws:policy/Own', policyArn] });
  const attached = addition(ours.role, { type, name: 'x', physicalId: 'x', properties: { policyArn } });
  expect(theOne(compared({ staging: own, prod: both(own, grown, attached) })).resource.type).toBe(type);
  expect(theOne(compared({ staging: own, prod: both(own, grown) })).path).toBe('managedPolicyArns');
});

test('R40: several additions under one resource are several findings', () => {
  const extra = (name: string) =>
    addition(ours.role, { type: 'aws:iam/rolePolicy:RolePolicy', name, physicalId: name, properties: { name } });
  expect(findingsOf(compared({ prod: both(extra('a'), extra('b')) })).map(({ resource }) => resource.name)).toEqual([
    'a',
    'b',
  ]);
});
