import { beforeAll, describe, expect, test } from '@jest/globals';
import { recordEnvironments } from './environments.ts';
import type { RecordedResource, Recording } from './recording.ts';

let recordings: ReadonlyMap<string, Recording>;

beforeAll(async () => {
  recordings = await recordEnvironments();
});

const all = (type: string): readonly (readonly RecordedResource[])[] =>
  [...recordings.values()].map(({ resources }) => resources.filter((resource) => resource.type === type));

/** One input of one resource in dev, staging and prod. */
const across = (type: string, name: string, property: string): readonly unknown[] =>
  all(type).map((resources) => resources.find((resource) => resource.name === name)?.inputs[property]);

const json = (value: unknown): Record<string, unknown> => JSON.parse(String(value)) as Record<string, unknown>;

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

const statements = (document: unknown): readonly Statement[] => json(document)['Statement'] as readonly Statement[];

const lambda = ['aws:lambda/function:Function', 'payments-function'] as const;
const table = ['aws:dynamodb/table:Table', 'payments-table'] as const;
const ingest = ['aws:sqs/queue:Queue', 'payments-ingest'] as const;

describe('the function', () => {
  test('R3: reserved concurrency is 1 in dev, 10 in staging, 100 in prod', () => {
    expect(across(...lambda, 'reservedConcurrentExecutions')).toEqual([1, 10, 100]);
  });

  test('R8: memory is 512 MB in dev, 1024 MB in staging, 2048 MB in prod', () => {
    expect(across(...lambda, 'memorySize')).toEqual([512, 1024, 2048]);
  });

  test('R13: every function is arm64', () => {
    for (const functions of all('aws:lambda/function:Function')) {
      expect(functions.map(({ inputs }) => inputs['architectures'])).toEqual([['arm64']]);
    }
  });

  test('R9: asynchronous invocations have their own retry count and their own dead-letter queue in each environment', () => {
    expect(
      across(
        'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig',
        'payments-async',
        'maximumRetryAttempts',
      ),
    ).toEqual([0, 1, 2]);
    expect(
      across('aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig', 'payments-async', 'qualifier'),
    ).toEqual(Array(3).fill('live'));
    expect(across(...lambda, 'deadLetterConfig')).toEqual([
      { targetArn: 'arn:aws:sqs:us-east-1:111111111111:payments-dev-async-dead-letters' },
      { targetArn: 'arn:aws:sqs:us-west-2:222222222222:payments-staging-async-dead-letters' },
      { targetArn: 'arn:aws:sqs:eu-west-1:333333333333:payments-prod-async-dead-letters' },
    ]);
  });

  test('R9: queued payments have their own receive count and their own dead-letter queue in each environment', () => {
    expect(across(...ingest, 'redrivePolicy').map(json)).toEqual([
      {
        deadLetterTargetArn: 'arn:aws:sqs:us-east-1:111111111111:payments-dev-ingest-dead-letters',
        maxReceiveCount: 5,
      },
      {
        deadLetterTargetArn: 'arn:aws:sqs:us-west-2:222222222222:payments-staging-ingest-dead-letters',
        maxReceiveCount: 6,
      },
      {
        deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:333333333333:payments-prod-ingest-dead-letters',
        maxReceiveCount: 8,
      },
    ]);
  });

  test('R9: a dead-letter queue keeps messages for 14 days and takes them from its own source only', () => {
    expect(across('aws:sqs/queue:Queue', 'payments-ingest-dead-letters', 'messageRetentionSeconds')).toEqual(
      Array(3).fill(1_209_600),
    );
    expect(json(across('aws:sqs/queue:Queue', 'payments-ingest-dead-letters', 'redriveAllowPolicy')[2])).toEqual({
      redrivePermission: 'byQueue',
      sourceQueueArns: ['arn:aws:sqs:eu-west-1:333333333333:payments-prod-ingest'],
    });
    expect(json(across('aws:sqs/queue:Queue', 'payments-async-dead-letters', 'redriveAllowPolicy')[2])).toEqual({
      redrivePermission: 'denyAll',
    });
  });

  test('R1: the queue reaches the function through its alias, with partial batch responses', () => {
    const source = ['aws:lambda/eventSourceMapping:EventSourceMapping', 'payments-ingest'] as const;
    expect(across(...source, 'functionName')).toEqual(Array(3).fill('<aws:lambda/alias:Alias::payments-live.arn>'));
    expect(across(...source, 'functionResponseTypes')).toEqual(Array(3).fill(['ReportBatchItemFailures']));
    expect(across(...source, 'scalingConfig')).toEqual([
      { maximumConcurrency: 2 },
      { maximumConcurrency: 8 },
      { maximumConcurrency: 80 },
    ]);
    expect(across('aws:lambda/alias:Alias', 'payments-live', 'functionVersion')).toEqual(
      Array(3).fill('<aws:lambda/function:Function::payments-function.version>'),
    );
  });

  test('R1: its role may do what its work needs, on what it works with, and nothing else', () => {
    const [document] = across('aws:iam/rolePolicy:RolePolicy', 'payments-function', 'policy');
    const allowed = statements(document).filter(({ Effect }) => Effect === 'Allow');
    expect(Object.fromEntries(allowed.map(({ Sid, Action, Resource }) => [Sid, [Action, Resource]]))).toEqual({
      RecordPayments: [
        ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
        'arn:aws:dynamodb:us-east-1:111111111111:table/payments-dev-payments',
      ],
      FindOwedPayments: [
        'dynamodb:Query',
        'arn:aws:dynamodb:us-east-1:111111111111:table/payments-dev-payments/index/owed',
      ],
      AnnounceOutcomes: ['sns:Publish', 'arn:aws:sns:us-east-1:111111111111:payments-dev-outcomes'],
      TakeFromTheQueue: [
        ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        'arn:aws:sqs:us-east-1:111111111111:payments-dev-ingest',
      ],
      KeepFailedInvocations: ['sqs:SendMessage', 'arn:aws:sqs:us-east-1:111111111111:payments-dev-async-dead-letters'],
      WriteLogs: [
        ['logs:CreateLogStream', 'logs:PutLogEvents'],
        'arn:aws:logs:us-east-1:111111111111:log-group:/aws/lambda/payments-dev-processor:*',
      ],
      UseTheKeyThroughItsServices: [['kms:Decrypt', 'kms:GenerateDataKey'], 'arn:aws:kms:us-east-1:111111111111:key/*'],
      JoinTheNetwork: [expect.arrayContaining(['ec2:CreateNetworkInterface']), '*'],
      Trace: [['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], '*'],
    });
  });

  test('R1: the role is bounded, and only Lambda assumes it', () => {
    const role = ['aws:iam/role:Role', 'payments-function'] as const;
    expect(across(...role, 'permissionsBoundary')[2]).toBe('arn:aws:iam::333333333333:policy/payments-boundary');
    expect(statements(across(...role, 'assumeRolePolicy')[2])).toEqual([
      {
        Sid: expect.any(String),
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ]);
  });
});

describe('the table', () => {
  test('R4: can be restored to a point in time in staging and prod only', () => {
    expect(across(...table, 'pointInTimeRecovery')).toEqual([{ enabled: false }, { enabled: true }, { enabled: true }]);
  });

  test('R1: is protected from deletion by AWS and by Pulumi in staging and prod', () => {
    expect(across(...table, 'deletionProtectionEnabled')).toEqual([false, true, true]);
    expect(all(table[0]).map(([resource]) => resource?.options['protect'])).toEqual([false, true, true]);
  });

  test("R1: table, topics, queues and logs are encrypted with the environment's own key, which rotates", () => {
    const key = '<aws:kms/key:Key::payments-key.arn>';
    expect(across('aws:kms/key:Key', 'payments-key', 'enableKeyRotation')).toEqual([true, true, true]);
    expect(across(...table, 'serverSideEncryption')).toEqual(Array(3).fill({ enabled: true, kmsKeyArn: key }));
    for (const { resources } of recordings.values()) {
      const encrypted = resources.filter(({ type }) => ['aws:sns/topic:Topic', 'aws:sqs/queue:Queue'].includes(type));
      expect(encrypted.map(({ inputs }) => inputs['kmsMasterKeyId'])).toEqual(Array(5).fill(key));
      const logs = resources.filter(({ type }) => type === 'aws:cloudwatch/logGroup:LogGroup');
      expect(logs.map(({ inputs }) => inputs['kmsKeyId'])).toEqual([key]);
    }
  });
});

describe('R5: email subscriptions', () => {
  const endpoint = (name: string) => across('aws:sns/topicSubscription:TopicSubscription', name, 'endpoint');

  test("R5: go to the addresses of each environment's configuration", () => {
    const addresses = [
      'payments-oncall@dev.example.com',
      'payments-oncall@staging.example.com',
      'payments-oncall@example.com',
    ];
    expect(endpoint('payments-failures-payments-oncall')).toEqual(addresses);
    expect(endpoint('payments-alarms-payments-oncall')).toEqual(addresses);
    for (const subscriptions of all('aws:sns/topicSubscription:TopicSubscription')) {
      expect(subscriptions.map(({ inputs }) => inputs['protocol'])).toEqual(['email', 'email']);
    }
  });

  test('R5: of outcomes get failures only, and none of the synthetic payments', () => {
    const filters = across(
      'aws:sns/topicSubscription:TopicSubscription',
      'payments-failures-payments-oncall',
      'filterPolicy',
    );
    expect(filters.map(json)).toEqual(Array(3).fill({ outcome: ['refused'], synthetic: ['false'] }));
  });
});

describe('R12: the network', () => {
  test('R12: is a VPC with two private subnets in two zones, and the function runs in both', () => {
    expect(across('aws:ec2/vpc:Vpc', 'payments-vpc', 'cidrBlock')).toEqual([
      '10.10.0.0/20',
      '10.20.0.0/20',
      '10.30.0.0/20',
    ]);
    const subnets = all('aws:ec2/subnet:Subnet').map((both) =>
      both.map(({ inputs }) => [inputs['cidrBlock'], inputs['availabilityZoneId']]),
    );
    expect(subnets).toEqual([
      [
        ['10.10.0.0/22', 'use1-az1'],
        ['10.10.4.0/22', 'use1-az2'],
      ],
      [
        ['10.20.0.0/22', 'usw2-az1'],
        ['10.20.4.0/22', 'usw2-az2'],
      ],
      [
        ['10.30.0.0/22', 'euw1-az1'],
        ['10.30.4.0/22', 'euw1-az2'],
      ],
    ]);
    expect(across(...lambda, 'vpcConfig')[2]).toEqual({
      securityGroupIds: ['<aws:ec2/securityGroup:SecurityGroup::payments-function.id>'],
      subnetIds: ['<aws:ec2/subnet:Subnet::payments-private-1.id>', '<aws:ec2/subnet:Subnet::payments-private-2.id>'],
    });
  });

  test('R12: has no route to the internet, and nothing that could make one', () => {
    const allowed = [
      'DefaultSecurityGroup',
      'RouteTable',
      'RouteTableAssociation',
      'SecurityGroup',
      'Subnet',
      'Vpc',
      'VpcEndpoint',
    ];
    for (const { resources } of recordings.values()) {
      const types = resources.map(({ type }) => type).filter((type) => type.startsWith('aws:ec2/'));
      expect([...new Set(types.map((type) => type.split(':').at(-1)))].sort()).toEqual(allowed);
    }
    expect(across('aws:ec2/routeTable:RouteTable', 'payments-private', 'routes')).toEqual([[], [], []]);
    for (const both of all('aws:ec2/subnet:Subnet')) {
      expect(both.map(({ inputs }) => inputs['mapPublicIpOnLaunch'])).toEqual([false, false]);
    }
  });

  test('R12: has endpoints for DynamoDB and SNS, each for one resource of the same account', () => {
    const endpoint = 'aws:ec2/vpcEndpoint:VpcEndpoint';
    expect(across(endpoint, 'payments-dynamodb', 'serviceName')[2]).toBe('com.amazonaws.eu-west-1.dynamodb');
    expect(across(endpoint, 'payments-dynamodb', 'vpcEndpointType')).toEqual(Array(3).fill('Gateway'));
    expect(across(endpoint, 'payments-sns', 'serviceName')[2]).toBe('com.amazonaws.eu-west-1.sns');
    expect(across(endpoint, 'payments-sns', 'privateDnsEnabled')).toEqual([true, true, true]);
    const own = { StringEquals: { 'aws:PrincipalAccount': '333333333333' } };
    expect(statements(across(endpoint, 'payments-dynamodb', 'policy')[2])).toMatchObject([
      {
        Resource: [
          'arn:aws:dynamodb:eu-west-1:333333333333:table/payments-prod-payments',
          'arn:aws:dynamodb:eu-west-1:333333333333:table/payments-prod-payments/index/*',
        ],
        Condition: own,
      },
    ]);
    expect(statements(across(endpoint, 'payments-sns', 'policy')[2])).toMatchObject([
      { Action: 'sns:Publish', Resource: 'arn:aws:sns:eu-west-1:333333333333:payments-prod-outcomes', Condition: own },
    ]);
  });

  test('R12: lets the function out to the two endpoints on port 443, and nothing in', () => {
    const https = { ipProtocol: 'tcp', fromPort: 443, toPort: 443 };
    const group = (name: string) => `<aws:ec2/securityGroup:SecurityGroup::payments-${name}.id>`;
    for (const rules of all('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule')) {
      expect(rules.map(({ inputs }) => inputs)).toMatchObject([
        {
          securityGroupId: group('function'),
          prefixListId: '<aws:ec2/vpcEndpoint:VpcEndpoint::payments-dynamodb.prefixListId>',
          ...https,
        },
        { securityGroupId: group('function'), referencedSecurityGroupId: group('endpoint'), ...https },
      ]);
    }
    for (const rules of all('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule')) {
      expect(rules.map(({ inputs }) => inputs)).toMatchObject([
        { securityGroupId: group('endpoint'), referencedSecurityGroupId: group('function'), ...https },
      ]);
    }
    for (const [closed] of all('aws:ec2/defaultSecurityGroup:DefaultSecurityGroup')) {
      expect(closed?.inputs).toMatchObject({ ingress: [], egress: [] });
    }
  });
});

describe('R1: alarms', () => {
  test('R1: every alarm tells the operations topic when it starts and ends, and is on the dashboard', () => {
    for (const { resources } of recordings.values()) {
      const alarms = resources.filter(({ type }) => type === 'aws:cloudwatch/metricAlarm:MetricAlarm');
      const topic = ['<aws:sns/topic:Topic::payments-operations.arn>'];
      for (const { inputs } of alarms) expect(inputs).toMatchObject({ alarmActions: topic, okActions: topic });
      const dashboard = resources.find(({ type }) => type === 'aws:cloudwatch/dashboard:Dashboard');
      const graphs = json(dashboard?.inputs['dashboardBody'])['widgets'] as readonly {
        properties: { title: string };
      }[];
      const watched = alarms.map(({ name }) => name.replace('payments-', ''));
      expect(graphs.map(({ properties }) => properties.title).toSorted()).toEqual(watched);
    }
  });

  test('R1: the duration alarm stands at 80 percent of the timeout, in milliseconds', () => {
    expect(across('aws:cloudwatch/metricAlarm:MetricAlarm', 'payments-function-duration', 'threshold')).toEqual([
      24_000, 24_000, 24_000,
    ]);
  });
});
