import { expect, test } from '@jest/globals';
import type { Properties, Value } from '../../../pipeline/snapshot/observation.ts';
import { judge } from '../../../pipeline/comparison/severity.ts';

const lambda = 'aws:lambda/function:Function';
const table = 'aws:dynamodb/table:Table';
const queue = 'aws:sqs/queue:Queue';
const rule = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';
const alarm = 'aws:cloudwatch/metricAlarm:MetricAlarm';
const mapping = 'aws:lambda/eventSourceMapping:EventSourceMapping';

const of = (type: string, path: string, expected: Value, actual: Value): string =>
  judge({ type, path, expected, actual, change: 'changed', before: null, after: null }).severity;

test.each<readonly [string, string, string, Value, Value]>([
  ['backups lost', table, 'pointInTimeRecovery.enabled', true, false],
  ['backups no longer set at all', table, 'pointInTimeRecovery', { enabled: true }, null],
  ['encryption lost', table, 'serverSideEncryption.enabled', true, false],
  ['the key of a queue removed', queue, 'kmsMasterKeyId', 'key', null],
  ['a key disabled', 'aws:kms/key:Key', 'isEnabled', true, false],
  ['the bound of a role removed', 'aws:iam/role:Role', 'permissionsBoundary', 'arn', null],
  [
    'a managed policy attached',
    'aws:iam/role:Role',
    'managedPolicyArns',
    null,
    ['arn:aws:iam::aws:policy/AdministratorAccess'],
  ],
  ['another role for the function', lambda, 'role', 'a', 'b'],
  ['another principal for a permission', 'aws:lambda/permission:Permission', 'principal', 'sns.amazonaws.com', '*'],
  ['a permission for any source', 'aws:lambda/permission:Permission', 'sourceArn', 'arn', null],
  ['a public function URL', 'aws:lambda/functionUrl:FunctionUrl', 'authorizationType', 'AWS_IAM', 'NONE'],
])('R40: critical: %s', (_, type, path, expected, actual) => {
  expect(of(type, path, expected, actual)).toBe('critical');
});

test.each<readonly [string, string, string, Value, Value]>([
  ['a rule opened', rule, 'cidrIpv4', '10.0.0.0/16', '0.0.0.0/0'],
  ['a port range', rule, 'toPort', 443, 65535],
  ['a route', 'aws:ec2/routeTable:RouteTable', 'routes', [], [{ gatewayId: 'igw-1' }]],
  ['the network of the function', lambda, 'vpcConfig.subnetIds', ['a'], ['b']],
  ['another encryption key', queue, 'kmsMasterKeyId', 'a', 'b'],
  ['no rotation', 'aws:kms/key:Key', 'enableKeyRotation', true, false],
  ['deletion protection lost', table, 'deletionProtectionEnabled', true, false],
  ['other code', lambda, 'sourceCodeHash', 'a', 'b'],
  ['other settings', lambda, 'environment.variables.TABLE_NAME', 'a', 'b'],
  ['an alarm that tells nobody', alarm, 'alarmActions', ['arn'], null],
  ['an alarm switched off', alarm, 'actionsEnabled', true, false],
  ['an alarm that watches something else', alarm, 'metricName', 'Errors', 'Invocations'],
  ['failures that are kept nowhere', queue, 'redrivePolicy', { maxReceiveCount: 5 }, null],
  ['failures that go to another queue', queue, 'redrivePolicy.deadLetterTargetArn', 'a', 'b'],
  ['messages that go to somebody else', 'aws:sns/topicSubscription:TopicSubscription', 'endpoint', 'a@x', 'b@x'],
  ['an event source switched off', mapping, 'enabled', true, false],
  ['the function stopped', lambda, 'reservedConcurrentExecutions', 10, 0],
  ['logs deleted sooner', 'aws:cloudwatch/logGroup:LogGroup', 'retentionInDays', 365, 1],
  ['logs that were kept for ever deleted at all', 'aws:cloudwatch/logGroup:LogGroup', 'retentionInDays', 0, 365],
  ['messages deleted sooner', queue, 'messageRetentionSeconds', 1209600, 60],
  ['how payments are stored', table, 'hashKey', 'pk', 'id'],
])('R40: high: %s', (_, type, path, expected, actual) => {
  expect(of(type, path, expected, actual)).toBe('high');
});

test.each<readonly [string, string, string, Value, Value]>([
  ['memory', lambda, 'memorySize', 1024, 2048],
  ['concurrency', lambda, 'reservedConcurrentExecutions', 10, 20],
  ['how often a message is tried', queue, 'redrivePolicy.maxReceiveCount', 5, 6],
  ['backups switched on', table, 'pointInTimeRecovery.enabled', false, true],
  ['a threshold', alarm, 'threshold', 1, 2],
  ['logs kept for longer', 'aws:cloudwatch/logGroup:LogGroup', 'retentionInDays', 1, 365],
  ['logs kept for ever', 'aws:cloudwatch/logGroup:LogGroup', 'retentionInDays', 365, 0],
  ['an event source switched on', mapping, 'enabled', false, true],
  ['what no table knows', lambda, 'somethingNew', 1, 2],
])('R18: medium: %s', (_, type, path, expected, actual) => {
  expect(of(type, path, expected, actual)).toBe('medium');
});

test.each([
  [lambda, 'description'],
  [alarm, 'alarmDescription'],
  [table, 'tags.owner'],
  ['aws:cloudwatch/dashboard:Dashboard', 'dashboardBody.widgets'],
])('R18: low: a text for people: %s %s', (type, path) => {
  expect(of(type, path, 'a', 'b')).toBe('low');
});

const policy = (...statements: readonly Properties[]): Value => ({ Version: '2012-10-17', Statement: statements });
const statement = (action: string, more: Properties = {}): Properties => ({
  Effect: 'Allow',
  Action: [action],
  Resource: ['arn:aws:sqs:q'],
  ...more,
});
const ofPolicy = (before: Value, after: Value, path = 'policy.Statement[0]') =>
  judge({
    type: 'aws:iam/rolePolicy:RolePolicy',
    path,
    change: 'changed',
    expected: before,
    actual: after,
    before: { policy: before },
    after: { policy: after },
  });

test('R40: a policy is judged as a whole, by direction, wherever in it the difference stands', () => {
  const [read, write] = [statement('sqs:ReceiveMessage'), statement('sqs:SendMessage')];
  expect(ofPolicy(policy(read), policy(read, write)).severity).toBe('critical');
  expect(ofPolicy(policy(read, write), policy(read)).severity).toBe('medium');
  expect(ofPolicy(policy(read), policy({ ...read, Sid: 'Renamed' })).severity).toBe('low');
  expect(ofPolicy(policy(read), policy(write)).severity).toBe('critical');
});

test('R40: a policy that now allows everybody or everything says so', () => {
  const own = policy(statement('sqs:SendMessage', { Principal: { AWS: ['arn:aws:iam::1:root'] } }));
  const everybody = policy(statement('sqs:SendMessage', { Principal: { AWS: ['*'] } }));
  expect(ofPolicy(own, everybody)).toMatchObject({
    severity: 'critical',
    why: 'the policy now allows everybody or everything',
  });
  expect(ofPolicy(everybody, own).severity).toBe('critical');
});

test.each([
  ['aws:dynamodb/table:Table', 'critical'],
  ['aws:kms/key:Key', 'critical'],
  ['aws:lambda/function:Function', 'critical'],
  ['aws:sqs/queue:Queue', 'critical'],
  ['aws:cloudwatch/metricAlarm:MetricAlarm', 'high'],
  ['aws:cloudwatch/logGroup:LogGroup', 'high'],
  ['aws:iam/rolePolicy:RolePolicy', 'high'],
  ['aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule', 'high'],
  ['aws:new/thing:Thing', 'high'],
  ['aws:cloudwatch/dashboard:Dashboard', 'low'],
])('R18: something of ours that is gone is judged by what it was: %s is %s', (type, severity) => {
  const gone = {
    type,
    change: 'missing',
    path: '',
    expected: { name: 'a' },
    actual: null,
    before: { name: 'a' },
    after: null,
  } as const;
  expect(judge(gone).severity).toBe(severity);
});
