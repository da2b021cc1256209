/** For each guardrail one change of prod's program that it must catch. */
import { add, edit, grant, protect, remove, set, type Mutation } from './expectedStack.ts';

const provider = 'pulumi:providers:aws';
const lambda = 'aws:lambda/function:Function';
const eventSource = 'aws:lambda/eventSourceMapping:EventSourceMapping';
const invokeConfig = 'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig';
const table = 'aws:dynamodb/table:Table';
const topic = 'aws:sns/topic:Topic';
const subscription = 'aws:sns/topicSubscription:TopicSubscription';
const queue = 'aws:sqs/queue:Queue';
const key = 'aws:kms/key:Key';
const role = 'aws:iam/role:Role';
const rolePolicy = 'aws:iam/rolePolicy:RolePolicy';
const vpc = 'aws:ec2/vpc:Vpc';
const subnet = 'aws:ec2/subnet:Subnet';
const endpoint = 'aws:ec2/vpcEndpoint:VpcEndpoint';
const ingressRule = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';
const egressRule = 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule';
const logGroup = 'aws:cloudwatch/logGroup:LogGroup';
const alarm = 'aws:cloudwatch/metricAlarm:MetricAlarm';

const everybody = { Principal: '*', Action: 'sns:Publish', Resource: '*' };
const openPolicy = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] });
const without = (property: string) => (statement: Record<string, unknown>) => {
  const { [property]: _, ...rest } = statement;
  return rest;
};

export const mutations: Readonly<Record<string, Mutation>> = {
  'provider-explicit': remove(provider, 'account'),
  'provider-one-account': set(provider, 'allowedAccountIds', '["333333333333","222222222222"]'),
  'provider-assumes-role': set(provider, 'assumeRoles', undefined),
  'provider-no-credentials': set(provider, 'accessKey', 'key'),
  'provider-asks-account': set(provider, 'skipRequestingAccountId', 'true'),
  'tags-identity': set(queue, 'tags.payments:resource', 'sqs/queue:Queue::other'),

  'lambda-arm64': set(lambda, 'architectures', ['x86_64']),
  'lambda-runtime': set(lambda, 'runtime', 'nodejs18.x'),
  'lambda-in-vpc': set(lambda, 'vpcConfig', undefined),
  'lambda-two-zones': set(lambda, 'vpcConfig.subnetIds', ['subnet-1']),
  'lambda-dead-letters': set(lambda, 'deadLetterConfig', undefined),
  'lambda-reserved-concurrency': set(lambda, 'reservedConcurrentExecutions', -1),
  'lambda-tracing': set(lambda, 'tracingConfig.mode', 'PassThrough'),
  'lambda-no-secret-variables': set(lambda, 'environment.variables.DB_PASSWORD', 'x'),
  'lambda-code-digest': set(lambda, 'sourceCodeHash', undefined),
  'lambda-published-version': set(lambda, 'publish', false),
  'lambda-json-logs': set(lambda, 'loggingConfig.logFormat', 'Text'),
  'lambda-own-log-group': set(lambda, 'loggingConfig.logGroup', undefined),
  'lambda-timeout': set(lambda, 'timeout', 900),
  'lambda-no-layers': set(lambda, 'layers', ['arn:aws:lambda:eu-west-1:1:layer:x:1']),
  'lambda-no-public-url': add('aws:lambda/functionUrl:FunctionUrl', { authorizationType: 'NONE' }),
  'lambda-permission-held': add('aws:lambda/permission:Permission', {
    principal: 's3.amazonaws.com',
    action: 'lambda:InvokeFunction',
  }),

  'event-source-partial-batches': set(eventSource, 'functionResponseTypes', undefined),
  'event-source-concurrency': set(eventSource, 'scalingConfig', undefined),
  'event-source-through-alias': set(eventSource, 'functionName', 'payments-prod-processor'),
  'event-source-enabled': set(eventSource, 'enabled', false),
  'event-source-metrics': set(eventSource, 'metricsConfig', undefined),
  'async-retries': set(invokeConfig, 'maximumRetryAttempts', undefined),
  'async-event-age': set(invokeConfig, 'maximumEventAgeInSeconds', undefined),
  'async-on-alias': set(invokeConfig, 'qualifier', undefined),
  'alias-one-version': set('aws:lambda/alias:Alias', 'routingConfig', { additionalVersionWeights: { '3': 0.1 } }),

  'dynamodb-own-key': set(table, 'serverSideEncryption', { enabled: true }),
  'dynamodb-on-demand': set(table, 'billingMode', 'PROVISIONED'),
  'dynamodb-expiry': set(table, 'ttl', undefined),
  'dynamodb-protected-twice': protect(table, false),
  'dynamodb-one-region': set(table, 'replicas', [{ regionName: 'us-east-1' }]),
  'dynamodb-no-stream': set(table, 'streamEnabled', true),
  'dynamodb-lean-indexes': set(table, 'globalSecondaryIndexes', [{ name: 'owed', projectionType: 'ALL' }]),
  'dynamodb-policy-held': add('aws:dynamodb/resourcePolicy:ResourcePolicy', { policy: openPolicy }),

  'sns-own-key': set(topic, 'kmsMasterKeyId', undefined),
  'sns-policy-held': grant(topic, 'policy', everybody),
  'sns-service-held': edit(topic, 'policy', without('Condition'), 'payments-operations'),
  'sns-transport': set(subscription, 'protocol', 'http'),
  'sns-no-sms': set(subscription, 'protocol', 'sms'),
  'sns-email-filter': set(subscription, 'filterPolicy', undefined, 'payments-failures-payments-oncall'),
  'sqs-own-key': set(queue, 'kmsMasterKeyId', 'alias/aws/sqs'),
  'sqs-policy-held': set(queue, 'policy', openPolicy),
  'sqs-receive-count': set(queue, 'redrivePolicy', '{"maxReceiveCount":1}', 'payments-ingest'),
  'sqs-dead-letters-or-limits': set(queue, 'redrivePolicy', undefined, 'payments-ingest'),
  'sqs-dead-letter-retention': set(queue, 'messageRetentionSeconds', 345_600, 'payments-async-dead-letters'),
  'sqs-retention': set(queue, 'messageRetentionSeconds', 60, 'payments-ingest'),
  'sqs-visibility': set(queue, 'visibilityTimeoutSeconds', 30, 'payments-ingest'),

  'kms-rotation': set(key, 'enableKeyRotation', false),
  'kms-deletion-window': set(key, 'deletionWindowInDays', 7),
  'kms-policy-held': grant(key, 'policy', { Principal: { AWS: '*' }, Action: 'kms:Decrypt', Resource: '*' }),
  'kms-services-held': edit(key, 'policy', without('Condition')),
  'kms-enabled': set(key, 'isEnabled', false),
  'kms-no-lockout': edit(key, 'policy', (statement) =>
    statement['Sid'] === 'AccountDecidesByIam' ? undefined : statement,
  ),
  'kms-one-region': set(key, 'multiRegion', true),

  'iam-boundary': set(role, 'permissionsBoundary', undefined),
  'iam-trust-services': grant(role, 'assumeRolePolicy', {
    Principal: { AWS: 'arn:aws:iam::333333333333:root' },
    Action: 'sts:AssumeRole',
  }),
  'iam-trust-no-inversion': grant(role, 'assumeRolePolicy', {
    NotPrincipal: { AWS: 'arn:aws:iam::1:root' },
    Action: 'sts:AssumeRole',
  }),
  'iam-session-length': set(role, 'maxSessionDuration', 43_200),
  'iam-no-managed-policies': add('aws:iam/rolePolicyAttachment:RolePolicyAttachment', {
    policyArn: 'arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess',
  }),
  'iam-no-service-wildcard': grant(rolePolicy, 'policy', {
    Action: 'dynamodb:*',
    Resource: 'arn:aws:dynamodb:eu-west-1:333333333333:table/payments-prod-payments',
  }),
  'iam-named-resources': grant(rolePolicy, 'policy', { Action: 'sqs:SendMessage', Resource: '*' }),
  'iam-keys-held': edit(rolePolicy, 'policy', (statement) =>
    String(statement['Action']).includes('kms:') ? without('Condition')(statement) : statement,
  ),
  'iam-no-escalation': grant(rolePolicy, 'policy', {
    Action: 'iam:PassRole',
    Resource: 'arn:aws:iam::333333333333:role/x',
  }),
  'iam-no-inversion': grant(rolePolicy, 'policy', {
    NotAction: 'iam:PassRole',
    Resource: 'arn:aws:iam::333333333333:role/x',
  }),
  'iam-code-off-the-network': edit(rolePolicy, 'policy', (statement) =>
    statement['Effect'] === 'Deny' ? undefined : statement,
  ),
  'iam-no-users': add('aws:iam/user:User', { name: 'deployer' }),
  'iam-no-inline-on-role': set(role, 'inlinePolicies', [{ name: 'x', policy: '{}' }]),
  'iam-lambda-trust-only': grant(role, 'assumeRolePolicy', {
    Principal: { Service: 'ec2.amazonaws.com' },
    Action: 'sts:AssumeRole',
  }),
  'iam-no-cross-account-grant': grant(topic, 'policy', {
    Principal: { AWS: 'arn:aws:iam::999999999999:root' },
    Action: 'sns:Subscribe',
    Resource: 'arn:aws:sns:eu-west-1:333333333333:payments-prod-outcomes',
  }),

  'vpc-no-internet': add('aws:ec2/internetGateway:InternetGateway', {}),
  'vpc-no-peering': add('aws:ec2/vpcPeeringConnection:VpcPeeringConnection', {}),
  'vpc-no-routes': set('aws:ec2/routeTable:RouteTable', 'routes', [{ cidrBlock: '0.0.0.0/0', natGatewayId: 'nat-1' }]),
  'subnet-private': set(subnet, 'mapPublicIpOnLaunch', true),
  'subnet-zone-id': set(subnet, 'availabilityZoneId', undefined),
  'subnet-no-ipv6': set(vpc, 'assignGeneratedIpv6CidrBlock', true),
  'vpc-dns': set(vpc, 'enableDnsHostnames', false),
  'default-group-closed': set('aws:ec2/defaultSecurityGroup:DefaultSecurityGroup', 'egress', [{ protocol: '-1' }]),
  'group-separate-rules': set('aws:ec2/securityGroup:SecurityGroup', 'ingress', [{ protocol: 'tcp' }]),
  'ingress-from-group': set(ingressRule, 'cidrIpv4', '10.0.0.0/8'),
  'egress-to-endpoints': set(egressRule, 'cidrIpv4', '0.0.0.0/0'),
  'rules-https': set(egressRule, 'toPort', 65_535),
  'rules-described': set(ingressRule, 'description', undefined),
  'endpoint-policy': edit(endpoint, 'policy', (statement) => ({ ...statement, Resource: '*' })),
  'endpoint-own-callers': edit(endpoint, 'policy', without('Condition')),
  'endpoint-private-name': set(endpoint, 'privateDnsEnabled', false, 'payments-sns'),
  'endpoint-expected-services': add(endpoint, {
    serviceName: 'com.amazonaws.eu-west-1.secretsmanager',
    policy: openPolicy,
  }),
  'endpoints-present': remove(endpoint, 'payments-sns'),
  'subnets-in-two-zones': set(subnet, 'availabilityZoneId', 'euw1-az2', 'payments-private-1'),

  'logs-retention': set(logGroup, 'retentionInDays', undefined),
  'logs-own-key': set(logGroup, 'kmsKeyId', undefined),
  'logs-kept-on-delete': set(logGroup, 'skipDestroy', true),
  'logs-group-exists': set(logGroup, 'name', '/aws/lambda/another'),
  'alarm-tells-somebody': set(alarm, 'alarmActions', []),
  'alarm-enabled': set(alarm, 'actionsEnabled', false),
  'alarm-tells-the-end': set(alarm, 'okActions', undefined),
  'alarm-missing-data': set(alarm, 'treatMissingData', undefined),
  'alarm-described': set(alarm, 'alarmDescription', 'Alarm'),
  'alarms-on-dead-letters': remove(alarm, 'payments-async-dead-letters'),
  'alarms-on-waiting-payments': remove(alarm, 'payments-ingest-age'),
  'alarms-on-functions': set(alarm, 'dimensions.FunctionName', 'another', 'payments-dead-letter-errors'),
  'alarms-on-event-sources': remove(alarm, 'payments-event-source-failures'),
  'alarms-on-tables': remove(alarm, 'payments-table-write-throttles'),
  'alarms-on-throttles': remove(alarm, 'payments-function-throttles'),

  'promise-memory': set(lambda, 'memorySize', 1024),
  'promise-reserved-concurrency': set(lambda, 'reservedConcurrentExecutions', 10),
  'promise-timeout': set(lambda, 'timeout', 31),
  'promise-point-in-time-recovery': set(table, 'pointInTimeRecovery.enabled', false),
  'promise-deletion-protection': set(table, 'deletionProtectionEnabled', false),
  'promise-async-retries': set(invokeConfig, 'maximumRetryAttempts', 1),
  'promise-receive-count': set(queue, 'redrivePolicy', '{"maxReceiveCount":6}', 'payments-ingest'),
  'promise-event-source-concurrency': set(eventSource, 'scalingConfig.maximumConcurrency', 8),
  'promise-log-retention': set(logGroup, 'retentionInDays', 90),
  'promise-addresses': set(subscription, 'endpoint', 'somebody@example.org'),
  'promise-network': set(vpc, 'cidrBlock', '10.20.0.0/20'),
  'promise-account': set(provider, 'allowedAccountIds', '["222222222222"]'),
};
