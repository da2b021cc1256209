/**
 * Reads from the installed `@pulumi/aws` which properties of a resource a program can set and which only AWS fills in.
 * Run it to renew the committed table: `node tests/unit/snapshot/settableFromProvider.ts > pipeline/snapshot/settable.json`
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What the program makes, and what is looked for beside it. */
const tokens = [
  'cloudtrail/trail:Trail',
  'cloudwatch/compositeAlarm:CompositeAlarm',
  'cloudwatch/dashboard:Dashboard',
  'cloudwatch/eventRule:EventRule',
  'cloudwatch/eventTarget:EventTarget',
  'cloudwatch/logGroup:LogGroup',
  'cloudwatch/logMetricFilter:LogMetricFilter',
  'cloudwatch/logSubscriptionFilter:LogSubscriptionFilter',
  'cloudwatch/metricAlarm:MetricAlarm',
  'dynamodb/resourcePolicy:ResourcePolicy',
  'dynamodb/table:Table',
  'dynamodb/tableReplica:TableReplica',
  'ec2/defaultSecurityGroup:DefaultSecurityGroup',
  'ec2/flowLog:FlowLog',
  'ec2/internetGateway:InternetGateway',
  'ec2/natGateway:NatGateway',
  'ec2/networkAcl:NetworkAcl',
  'ec2/networkAclRule:NetworkAclRule',
  'ec2/route:Route',
  'ec2/routeTable:RouteTable',
  'ec2/routeTableAssociation:RouteTableAssociation',
  'ec2/securityGroup:SecurityGroup',
  'ec2/securityGroupRule:SecurityGroupRule',
  'ec2/subnet:Subnet',
  'ec2/vpc:Vpc',
  'ec2/vpcEndpoint:VpcEndpoint',
  'ec2/vpcEndpointPolicy:VpcEndpointPolicy',
  'ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation',
  'ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation',
  'iam/openIdConnectProvider:OpenIdConnectProvider',
  'iam/policy:Policy',
  'iam/role:Role',
  'iam/rolePolicy:RolePolicy',
  'iam/rolePolicyAttachment:RolePolicyAttachment',
  'kms/alias:Alias',
  'kms/grant:Grant',
  'kms/key:Key',
  'kms/keyPolicy:KeyPolicy',
  'lambda/alias:Alias',
  'lambda/eventSourceMapping:EventSourceMapping',
  'lambda/function:Function',
  'lambda/functionEventInvokeConfig:FunctionEventInvokeConfig',
  'lambda/functionUrl:FunctionUrl',
  'lambda/permission:Permission',
  'lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig',
  's3/bucket:Bucket',
  'sns/topic:Topic',
  'sns/topicPolicy:TopicPolicy',
  'sns/topicSubscription:TopicSubscription',
  'sqs/queue:Queue',
  'sqs/queuePolicy:QueuePolicy',
  'sqs/redriveAllowPolicy:RedriveAllowPolicy',
  'sqs/redrivePolicy:RedrivePolicy',
  'vpc/securityGroupEgressRule:SecurityGroupEgressRule',
  'vpc/securityGroupIngressRule:SecurityGroupIngressRule',
];

export function settableFromProvider(): Record<string, { settable: string[]; computed: string[] }> {
  const root = dirname(createRequire(import.meta.url).resolve('@pulumi/aws/package.json'));
  return Object.fromEntries(tokens.map((token) => [`aws:${token}`, propertiesOf(root, token)]));
}

function propertiesOf(root: string, token: string): { settable: string[]; computed: string[] } {
  const source = readFileSync(join(root, `${token.split(':')[0]}.js`), 'utf8');
  const settable = namesIn(source, /resourceInputs\["(\w+)"\] = (?:.*\()?args\?\.\w+/g);
  return { settable, computed: namesIn(source, /resourceInputs\["(\w+)"\] = undefined/g) };
}

const namesIn = (source: string, pattern: RegExp): string[] =>
  [...new Set([...source.matchAll(pattern)].map(([, name = '']) => name))].sort();

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const lines = Object.entries(settableFromProvider()).map(([type, names]) => `  "${type}": ${JSON.stringify(names)}`);
  process.stdout.write(`{\n${lines.join(',\n')}\n}\n`);
}
