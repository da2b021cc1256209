/** Tags by which a resource in the account is traced back to its place in the program, also when state was lost. */
import * as pulumi from '@pulumi/pulumi';

export const resourceTag = 'payments:resource';
export const environmentTag = 'payments:environment';

/**
 * What a resource's `payments:resource` tag says: `lambda/function:Function::payments-function`. The type stands without
 * its `aws:`, because AWS reserves that beginning for itself in tag values as well as in keys.
 */
export const identityOf = (type: string, name: string): string => `${type.replace(/^aws:/, '')}::${name}`;

/** Types of this program that AWS can tag. A test holds the list against the SDK's own argument types. */
export const taggableTypes: ReadonlySet<string> = new Set([
  'aws:cloudwatch/logGroup:LogGroup',
  'aws:cloudwatch/metricAlarm:MetricAlarm',
  'aws:dynamodb/table:Table',
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup',
  'aws:ec2/routeTable:RouteTable',
  'aws:ec2/securityGroup:SecurityGroup',
  'aws:ec2/subnet:Subnet',
  'aws:ec2/vpc:Vpc',
  'aws:ec2/vpcEndpoint:VpcEndpoint',
  'aws:iam/role:Role',
  'aws:kms/key:Key',
  'aws:lambda/eventSourceMapping:EventSourceMapping',
  'aws:lambda/function:Function',
  'aws:sns/topic:Topic',
  'aws:sqs/queue:Queue',
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule',
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
]);

type Tags = pulumi.Input<Readonly<Record<string, string>> | undefined>;

/** Adds both tags to everything taggable in the stack that is registered after this call. */
export function tagEverything(environment: string): void {
  pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
    if (!taggableTypes.has(type)) return undefined;
    const identity = { [resourceTag]: identityOf(type, name), [environmentTag]: environment };
    return {
      props: { ...props, tags: pulumi.output(props['tags'] as Tags).apply((own) => ({ ...own, ...identity })) },
      opts,
    };
  });
}
