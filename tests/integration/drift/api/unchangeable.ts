/**
 * Properties that nobody can change in the account, and where that follows from: the API reference of the service has no
 * operation that takes another value. Whoever wants another one makes another resource, which is told as one that is missing
 * and one that was added.
 */
export const immutable: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'aws:cloudwatch/dashboard:Dashboard': { dashboardName: 'PutDashboard with another name makes another dashboard' },
  'aws:cloudwatch/logGroup:LogGroup': { name: 'CloudWatch Logs has no operation that renames a log group' },
  'aws:cloudwatch/metricAlarm:MetricAlarm': { name: 'PutMetricAlarm with another name makes another alarm' },
  'aws:dynamodb/table:Table': {
    attributes:
      'UpdateTable takes attribute definitions for the keys of new indexes only, and refuses those that no key uses',
    hashKey: 'UpdateTable has no KeySchema',
    name: 'DynamoDB has no operation that renames a table',
  },
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': { vpcId: 'a group belongs to the network it was made in' },
  'aws:ec2/routeTable:RouteTable': { vpcId: 'a route table belongs to the network it was made in' },
  'aws:ec2/routeTableAssociation:RouteTableAssociation': {
    routeTableId: 'ReplaceRouteTableAssociation answers with an association of another id',
    subnetId: 'only the route table of an association can be replaced',
  },
  'aws:ec2/securityGroup:SecurityGroup': {
    description: 'EC2 has no operation that changes the description of a group',
    name: 'EC2 has no operation that renames a group',
    vpcId: 'a group belongs to the network it was made in',
  },
  'aws:ec2/subnet:Subnet': {
    availabilityZoneId: 'ModifySubnetAttribute does not move a subnet',
    cidrBlock: 'ModifySubnetAttribute does not resize a subnet',
    vpcId: 'a subnet belongs to the network it was made in',
  },
  'aws:ec2/vpc:Vpc': { cidrBlock: 'DisassociateVpcCidrBlock refuses the primary range' },
  'aws:ec2/vpcEndpoint:VpcEndpoint': {
    serviceName: 'ModifyVpcEndpoint has no ServiceName',
    vpcEndpointType: 'ModifyVpcEndpoint has no VpcEndpointType',
    vpcId: 'ModifyVpcEndpoint has no VpcId',
  },
  'aws:iam/role:Role': { name: 'UpdateRole has no new name' },
  'aws:iam/rolePolicy:RolePolicy': {
    name: 'PutRolePolicy with another name makes another policy',
    role: 'PutRolePolicy on another role makes another policy',
  },
  'aws:kms/alias:Alias': { name: 'UpdateAlias has no new name' },
  'aws:lambda/alias:Alias': {
    functionName: 'UpdateAlias has no new function',
    name: 'UpdateAlias has no new name',
  },
  'aws:lambda/eventSourceMapping:EventSourceMapping': {
    eventSourceArn: 'UpdateEventSourceMapping has no EventSourceArn',
  },
  'aws:lambda/function:Function': { name: 'Lambda has no operation that renames a function' },
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': {
    functionName: 'PutFunctionEventInvokeConfig for another function makes another configuration',
    qualifier: 'PutFunctionEventInvokeConfig for another qualifier makes another configuration',
  },
  'aws:sns/topic:Topic': { name: 'SNS has no operation that renames a topic' },
  'aws:sns/topicSubscription:TopicSubscription': {
    endpoint: 'SetSubscriptionAttributes has no endpoint',
    protocol: 'SetSubscriptionAttributes has no protocol',
    topic: 'SetSubscriptionAttributes has no topic',
  },
  'aws:sqs/queue:Queue': { name: 'SQS has no operation that renames a queue' },
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': {
    securityGroupId: 'ModifySecurityGroupRules does not move a rule to another group',
  },
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': {
    securityGroupId: 'ModifySecurityGroupRules does not move a rule to another group',
  },
};

/** What the provider is told and AWS never is; code is seen by its hash, which is a property of its own. */
export const providerArguments: Readonly<Record<string, readonly string[]>> = {
  'aws:kms/key:Key': ['deletionWindowInDays'],
  'aws:lambda/function:Function': ['code', 'publish'],
};
