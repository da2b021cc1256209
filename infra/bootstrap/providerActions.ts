/**
 * What the real provider calls for each resource type of the program, so that the roles fit it and not just the sandbox.
 * Read from the source of hashicorp/terraform-provider-aws, which `@pulumi/aws` wraps; `source` is relative to
 * `internal/service`. Left out: calls for arguments that the program never sets (IPAM, virtual gateways, code signing
 * configurations, streams, replicas). Create and update end with the resource's read.
 */
export interface ProviderActions {
  readonly source: string;
  readonly create: readonly string[];
  readonly read: readonly string[];
  readonly update: readonly string[];
  readonly delete: readonly string[];
  /** Authorised by AWS inside one of the calls, without a call of its own. */
  readonly implicit?: readonly string[];
}

const ec2Tags = ['ec2:CreateTags', 'ec2:DeleteTags'];
const lambdaTags = ['lambda:TagResource', 'lambda:UntagResource'];
const snsTags = ['sns:TagResource', 'sns:UntagResource'];

const leftoverInterfaces = [
  'ec2:DescribeNetworkInterfaces',
  'ec2:DetachNetworkInterface',
  'ec2:DeleteNetworkInterface',
];
const authorise = ['ec2:AuthorizeSecurityGroupIngress', 'ec2:AuthorizeSecurityGroupEgress'];
const revoke = ['ec2:RevokeSecurityGroupIngress', 'ec2:RevokeSecurityGroupEgress'];

const network: Record<string, ProviderActions> = {
  'aws:ec2/vpc:Vpc': {
    source: 'ec2/vpc_.go',
    create: ['ec2:CreateVpc', 'ec2:ModifyVpcAttribute'],
    read: [
      'ec2:DescribeVpcs',
      'ec2:DescribeVpcAttribute',
      'ec2:DescribeNetworkAcls',
      'ec2:DescribeRouteTables',
      'ec2:DescribeSecurityGroups',
    ],
    update: ['ec2:ModifyVpcAttribute', ...ec2Tags],
    delete: ['ec2:DeleteVpc'],
    implicit: ['ec2:CreateTags'],
  },
  'aws:ec2/subnet:Subnet': {
    source: 'ec2/vpc_subnet.go',
    create: ['ec2:CreateSubnet', 'ec2:ModifySubnetAttribute'],
    read: ['ec2:DescribeSubnets'],
    update: ['ec2:ModifySubnetAttribute', ...ec2Tags],
    delete: [...leftoverInterfaces, 'ec2:DeleteSubnet', 'ec2:DescribeVpcs', 'ec2:DescribeVpcEndpoints'],
    implicit: ['ec2:CreateTags'],
  },
  'aws:ec2/routeTable:RouteTable': {
    source: 'ec2/vpc_route_table.go',
    create: ['ec2:CreateRouteTable', 'ec2:CreateRoute'],
    read: ['ec2:DescribeRouteTables', 'ec2:DescribeNetworkInterfaces'],
    update: ['ec2:CreateRoute', 'ec2:ReplaceRoute', 'ec2:DeleteRoute', ...ec2Tags],
    delete: ['ec2:DisassociateRouteTable', 'ec2:DeleteRouteTable'],
    implicit: ['ec2:CreateTags'],
  },
  'aws:ec2/routeTableAssociation:RouteTableAssociation': {
    source: 'ec2/vpc_route_table_association.go',
    create: ['ec2:AssociateRouteTable'],
    read: ['ec2:DescribeRouteTables'],
    update: ['ec2:ReplaceRouteTableAssociation', 'ec2:AssociateRouteTable'],
    delete: ['ec2:DisassociateRouteTable'],
  },
  'aws:ec2/vpcEndpoint:VpcEndpoint': {
    source: 'ec2/vpc_endpoint.go',
    create: ['ec2:CreateVpcEndpoint'],
    read: ['ec2:DescribeVpcEndpoints', 'ec2:DescribePrefixLists', 'ec2:DescribeNetworkInterfaces'],
    update: ['ec2:ModifyVpcEndpoint', ...ec2Tags],
    delete: ['ec2:DeleteVpcEndpoints'],
    implicit: ['ec2:CreateTags', 'route53:AssociateVPCWithHostedZone'],
  },
  'aws:ec2/securityGroup:SecurityGroup': {
    source: 'ec2/vpc_security_group.go',
    create: ['ec2:CreateSecurityGroup', 'ec2:RevokeSecurityGroupEgress', ...authorise],
    read: ['ec2:DescribeSecurityGroups'],
    update: [...revoke, ...authorise, ...ec2Tags],
    delete: [...leftoverInterfaces, 'ec2:DescribeSecurityGroupRules', ...revoke, 'ec2:DeleteSecurityGroup'],
    implicit: ['ec2:CreateTags'],
  },
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': {
    source: 'ec2/vpc_default_security_group.go',
    create: [...ec2Tags, 'ec2:DescribeSecurityGroupRules', ...revoke, ...authorise],
    read: ['ec2:DescribeSecurityGroups'],
    update: [...revoke, ...authorise, ...ec2Tags],
    delete: [],
  },
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': {
    source: 'ec2/vpc_security_group_ingress_rule.go',
    create: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:CreateTags'],
    read: ['ec2:DescribeSecurityGroupRules'],
    update: ['ec2:ModifySecurityGroupRules', ...ec2Tags],
    delete: ['ec2:RevokeSecurityGroupIngress'],
  },
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': {
    source: 'ec2/vpc_security_group_egress_rule.go',
    create: ['ec2:AuthorizeSecurityGroupEgress', 'ec2:CreateTags'],
    read: ['ec2:DescribeSecurityGroupRules'],
    update: ['ec2:ModifySecurityGroupRules', ...ec2Tags],
    delete: ['ec2:RevokeSecurityGroupEgress'],
  },
};

const processing: Record<string, ProviderActions> = {
  'aws:lambda/function:Function': {
    source: 'lambda/function.go',
    create: [
      'lambda:CreateFunction',
      'lambda:GetFunctionConfiguration',
      'lambda:PutFunctionConcurrency',
      'iam:PassRole',
    ],
    read: ['lambda:GetFunction', 'lambda:ListVersionsByFunction', 'lambda:GetFunctionCodeSigningConfig'],
    update: [
      'lambda:UpdateFunctionCode',
      'lambda:UpdateFunctionConfiguration',
      'lambda:GetFunctionConfiguration',
      'lambda:PublishVersion',
      'iam:PassRole',
      'lambda:PutFunctionConcurrency',
      'lambda:DeleteFunctionConcurrency',
      ...lambdaTags,
    ],
    delete: ['lambda:DeleteFunction'],
    // AWS looks at the network and the key on behalf of the caller.
    implicit: [
      'lambda:TagResource',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
      'kms:CreateGrant',
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
    ],
  },
  'aws:lambda/alias:Alias': {
    source: 'lambda/alias.go',
    create: ['lambda:CreateAlias'],
    read: ['lambda:GetAlias'],
    update: ['lambda:UpdateAlias'],
    delete: ['lambda:DeleteAlias'],
  },
  'aws:lambda/eventSourceMapping:EventSourceMapping': {
    source: 'lambda/event_source_mapping.go',
    create: ['lambda:CreateEventSourceMapping'],
    read: ['lambda:GetEventSourceMapping', 'lambda:ListTags'],
    update: ['lambda:UpdateEventSourceMapping', ...lambdaTags],
    delete: ['lambda:DeleteEventSourceMapping'],
    implicit: ['lambda:TagResource'],
  },
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': {
    source: 'lambda/function_event_invoke_config.go',
    create: ['lambda:PutFunctionEventInvokeConfig'],
    read: ['lambda:GetFunctionEventInvokeConfig'],
    update: ['lambda:PutFunctionEventInvokeConfig'],
    delete: ['lambda:DeleteFunctionEventInvokeConfig'],
  },
  'aws:lambda/permission:Permission': {
    source: 'lambda/permission.go',
    create: ['lambda:AddPermission'],
    read: ['lambda:GetPolicy'],
    update: [],
    delete: ['lambda:RemovePermission'],
  },
  'aws:iam/role:Role': {
    source: 'iam/role.go',
    create: ['iam:CreateRole'],
    read: ['iam:GetRole', 'iam:ListRolePolicies', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies'],
    update: [
      'iam:UpdateAssumeRolePolicy',
      'iam:UpdateRoleDescription',
      'iam:UpdateRole',
      'iam:PutRolePermissionsBoundary',
      'iam:TagRole',
      'iam:UntagRole',
    ],
    delete: ['iam:ListInstanceProfilesForRole', 'iam:DetachRolePolicy', 'iam:DeleteRolePolicy', 'iam:DeleteRole'],
    implicit: ['iam:TagRole'],
  },
  'aws:iam/rolePolicy:RolePolicy': {
    source: 'iam/role_policy.go',
    create: ['iam:PutRolePolicy'],
    read: ['iam:GetRolePolicy'],
    update: ['iam:PutRolePolicy'],
    delete: ['iam:DeleteRolePolicy'],
  },
  'aws:cloudwatch/logGroup:LogGroup': {
    source: 'logs/group.go',
    create: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy', 'logs:AssociateKmsKey'],
    read: ['logs:DescribeLogGroups', 'logs:ListTagsForResource'],
    update: [
      'logs:PutRetentionPolicy',
      'logs:DeleteRetentionPolicy',
      'logs:AssociateKmsKey',
      'logs:DisassociateKmsKey',
      'logs:TagResource',
      'logs:UntagResource',
    ],
    delete: ['logs:DeleteLogGroup'],
    implicit: ['logs:TagResource'],
  },
  'aws:cloudwatch/metricAlarm:MetricAlarm': {
    source: 'cloudwatch/metric_alarm.go',
    create: ['cloudwatch:PutMetricAlarm'],
    read: ['cloudwatch:DescribeAlarms', 'cloudwatch:ListTagsForResource'],
    update: ['cloudwatch:PutMetricAlarm', 'cloudwatch:TagResource', 'cloudwatch:UntagResource'],
    delete: ['cloudwatch:DeleteAlarms'],
    implicit: ['cloudwatch:TagResource'],
  },
  'aws:cloudwatch/dashboard:Dashboard': {
    source: 'cloudwatch/dashboard.go',
    create: ['cloudwatch:PutDashboard'],
    read: ['cloudwatch:GetDashboard'],
    update: ['cloudwatch:PutDashboard'],
    delete: ['cloudwatch:DeleteDashboards'],
  },
};

const data: Record<string, ProviderActions> = {
  'aws:dynamodb/table:Table': {
    source: 'dynamodb/table.go',
    create: [
      'dynamodb:CreateTable',
      'dynamodb:UpdateTimeToLive',
      'dynamodb:UpdateContinuousBackups',
      'dynamodb:UpdateTable',
    ],
    read: [
      'dynamodb:DescribeTable',
      'dynamodb:DescribeContinuousBackups',
      'dynamodb:DescribeTimeToLive',
      'dynamodb:ListTagsOfResource',
    ],
    update: [
      'dynamodb:UpdateTable',
      'dynamodb:UpdateTimeToLive',
      'dynamodb:UpdateContinuousBackups',
      'dynamodb:TagResource',
      'dynamodb:UntagResource',
    ],
    delete: ['dynamodb:DeleteTable'],
    // A table under a customer-managed key: DynamoDB makes its grant with the caller's permissions.
    implicit: ['dynamodb:TagResource', 'kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt'],
  },
  'aws:sns/topic:Topic': {
    source: 'sns/topic.go',
    create: ['sns:CreateTopic', 'sns:SetTopicAttributes'],
    read: ['sns:GetTopicAttributes', 'sns:ListTagsForResource'],
    update: ['sns:SetTopicAttributes', ...snsTags],
    delete: ['sns:DeleteTopic'],
    implicit: ['sns:TagResource'],
  },
  'aws:sns/topicSubscription:TopicSubscription': {
    source: 'sns/topic_subscription.go',
    create: ['sns:Subscribe'],
    read: ['sns:GetSubscriptionAttributes'],
    update: ['sns:SetSubscriptionAttributes'],
    delete: ['sns:Unsubscribe'],
  },
  'aws:sns/topicPolicy:TopicPolicy': {
    source: 'sns/topic_policy.go',
    create: ['sns:SetTopicAttributes'],
    read: ['sns:GetTopicAttributes'],
    update: ['sns:SetTopicAttributes'],
    delete: ['sns:SetTopicAttributes'],
  },
  'aws:sqs/queue:Queue': {
    source: 'sqs/queue.go',
    create: ['sqs:CreateQueue'],
    read: ['sqs:GetQueueAttributes', 'sqs:ListQueueTags'],
    update: ['sqs:SetQueueAttributes', 'sqs:TagQueue', 'sqs:UntagQueue'],
    delete: ['sqs:DeleteQueue'],
    implicit: ['sqs:TagQueue'],
  },
  'aws:sqs/queuePolicy:QueuePolicy': {
    source: 'sqs/queue_policy.go',
    create: ['sqs:SetQueueAttributes'],
    read: ['sqs:GetQueueAttributes'],
    update: ['sqs:SetQueueAttributes'],
    delete: ['sqs:SetQueueAttributes'],
  },
  'aws:kms/key:Key': {
    source: 'kms/key.go',
    create: ['kms:CreateKey', 'kms:EnableKeyRotation'],
    read: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListResourceTags'],
    update: [
      'kms:EnableKey',
      'kms:DisableKey',
      'kms:EnableKeyRotation',
      'kms:DisableKeyRotation',
      'kms:UpdateKeyDescription',
      'kms:PutKeyPolicy',
      'kms:TagResource',
      'kms:UntagResource',
    ],
    delete: ['kms:ScheduleKeyDeletion'],
    implicit: ['kms:TagResource'],
  },
  'aws:kms/alias:Alias': {
    source: 'kms/alias.go',
    create: ['kms:CreateAlias'],
    read: ['kms:ListAliases'],
    update: ['kms:UpdateAlias'],
    delete: ['kms:DeleteAlias'],
  },
};

/** By Pulumi type token. A type of the program that is missing here fails a test. */
export const providerActions: Readonly<Record<string, ProviderActions>> = { ...network, ...processing, ...data };

/** The provider itself, before any resource: whose account is this? */
export const providerStart = ['sts:GetCallerIdentity'];

const distinct = (actions: readonly string[]) => [...new Set(actions)].sort();

/** Everything the provider reads, over all resource types. */
export const readActions = distinct([...providerStart, ...Object.values(providerActions).flatMap(({ read }) => read)]);

/** Everything the provider calls, over all resource types. */
export const allActions = distinct([
  ...readActions,
  ...Object.values(providerActions).flatMap((it) => [...it.create, ...it.update, ...it.delete, ...(it.implicit ?? [])]),
]);
