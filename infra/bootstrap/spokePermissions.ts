/** What the four spoke roles of an account may do, and the boundary of every role that the program makes there. */
import { arns, bootstrapNames, prefix, type Place } from '../names.ts';
import { allow, deny, policy, type Condition, type PolicyDocument, type Statement } from './document.ts';
import { ownershipTag } from './landscape.ts';
import { issuer, oidcProviderArn } from './trust.ts';
import { allActions, readActions } from './providerActions.ts';
import { grant } from './scopes.ts';

/** Identities that bootstrap made and the program must never change, in whichever account it stands. */
function protectIdentities({ account }: Place): Statement {
  const iam = (resource: string) => `arn:aws:iam::${account}:${resource}`;
  return deny(
    'NeverBootstrap',
    ['iam:*'],
    [
      iam('role/payments-entry-*'),
      iam('role/payments-spoke-*'),
      iam(`policy/${bootstrapNames.boundary}`),
      oidcProviderArn(account).replace(issuer, '*'),
      iam(`role/${bootstrapNames.replicationRole}`),
    ],
  );
}

/** State and its copy, who tells of break-glass, and what was done: the program has none of these services. */
const neverTheseServices = deny('NeverStateNorAlarm', ['cloudtrail:*', 'events:*', 's3:*'], ['*']);

/** Keys that bootstrap makes carry these aliases; nobody but an administrator touches them. */
const bootstrapKeyAliases = ['alias/payments-state-*', 'alias/payments-trail-*'];

const protectKeys = (): Statement =>
  // Not a tag either: with ours on it, a key would be one of the program's.
  deny('NeverBootstrapKeys', ['kms:*'], ['*'], {
    'ForAnyValue:StringLike': { 'kms:ResourceAliases': bootstrapKeyAliases },
  });

const neverUnbounded = deny('NeverUnbounded', ['iam:DeleteRolePermissionsBoundary'], ['*']);

export function deploySpoke(place: Place): Record<string, PolicyDocument> {
  const statements = grant(place, allActions);
  const inPart = (...services: readonly string[]) =>
    statements.filter(({ Action }) => services.includes((Action[0] as string).split(':')[0] as string));
  return {
    network: policy(...inPart('ec2', 'route53')),
    data: policy(...inPart('dynamodb', 'sns', 'sqs', 'kms')),
    processing: policy(...inPart('lambda', 'iam', 'logs', 'cloudwatch', 'sts')),
    never: policy(protectIdentities(place), neverTheseServices, protectKeys(), neverUnbounded),
  };
}

/**
 * What a person does in operation (`npm run redrive`): sends dead letters again, and calls the function the asynchronous way, to
 * reconcile or to process again. Apart from the deploy role, which reads no message.
 */
export function operateSpoke(place: Place): Record<string, PolicyDocument> {
  const { ingest, ingestDeadLetters, functionAlias } = arns(place);
  return {
    operate: policy(
      allow(
        'TakeDeadLetters',
        ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
        [ingestDeadLetters],
      ),
      allow('SendAgain', ['sqs:GetQueueUrl', 'sqs:SendMessage'], [ingest]),
      allow('QueueKey', ['kms:Decrypt', 'kms:GenerateDataKey'], keysOf(place), through(['sqs'], place)),
      allow('ReconcileAndReprocess', ['lambda:InvokeFunction'], [functionAlias]),
    ),
  };
}

const keysOf = ({ account, region }: Place): readonly string[] => [`arn:aws:kms:${region}:${account}:key/*`];

/** Use of this environment's key, and only by way of the service that holds the data. */
const through = (services: readonly string[], { environment, region }: Place): Condition => ({
  StringEquals: {
    'kms:ViaService': services.map((service) => `${service}.${region}.amazonaws.com`),
    [`aws:ResourceTag/${ownershipTag}`]: environment,
  },
});

/** Reads beyond the provider's, to find what was added behind the pipeline's back (R40). */
const undeclaredChildren = [
  'dynamodb:DescribeContributorInsights',
  'dynamodb:DescribeKinesisStreamingDestination',
  'dynamodb:GetResourcePolicy',
  'ec2:DescribeEgressOnlyInternetGateways',
  'ec2:DescribeFlowLogs',
  'ec2:DescribeInternetGateways',
  'ec2:DescribeNatGateways',
  'ec2:DescribeSecurityGroupRules',
  'ec2:DescribeTags',
  'ec2:DescribeTransitGatewayVpcAttachments',
  'ec2:DescribeVpcPeeringConnections',
  'ec2:DescribeVpnGateways',
  'iam:ListInstanceProfilesForRole',
  'kms:ListGrants',
  'kms:ListKeys',
  'lambda:GetFunctionConfiguration',
  'lambda:ListAliases',
  'lambda:ListEventSourceMappings',
  'lambda:ListFunctionEventInvokeConfigs',
  'lambda:ListFunctionUrlConfigs',
  'lambda:ListProvisionedConcurrencyConfigs',
  'logs:DescribeMetricFilters',
  'logs:DescribeSubscriptionFilters',
  'logs:GetDataProtectionPolicy',
  'sns:GetDataProtectionPolicy',
  'sns:ListSubscriptionsByTopic',
  'sqs:GetQueueUrl',
  'sqs:ListDeadLetterSourceQueues',
];

/** Payment records and message bodies, whatever else is ever allowed. */
const neverData = deny(
  'NeverPaymentData',
  [
    'dynamodb:BatchGetItem',
    'dynamodb:ConditionCheckItem',
    'dynamodb:GetItem',
    'dynamodb:GetRecords',
    'dynamodb:PartiQLSelect',
    'dynamodb:Query',
    'dynamodb:Scan',
    'kms:Decrypt',
    'lambda:InvokeFunction',
    'logs:FilterLogEvents',
    'logs:GetLogEvents',
    'logs:StartQuery',
    'sqs:ReceiveMessage',
  ],
  ['*'],
);

export function readSpoke(place: Place): Record<string, PolicyDocument> {
  return {
    read: policy(
      ...grant(place, [...readActions, ...undeclaredChildren]),
      allow('Quotas', ['lambda:GetAccountSettings'], ['*'], { StringEquals: { 'aws:RequestedRegion': place.region } }),
      // Changes to IAM and other global services are told in us-east-1 only, wherever the environment is.
      allow('WhoDidIt', ['cloudtrail:LookupEvents'], ['*'], {
        StringEquals: { 'aws:RequestedRegion': [...new Set([place.region, 'us-east-1'])] },
      }),
      neverData,
    ),
  };
}

/** Keys of payments that are no real ones: the merchant of `payments/synthetic.ts`. */
const syntheticKeys = '__smoke__#*';

/** Sends one synthetic payment and looks up what became of it, and of no other. */
export function smokeSpoke(place: Place): Record<string, PolicyDocument> {
  const arn = arns(place);
  return {
    smoke: policy(
      allow('SendPayment', ['sqs:SendMessage'], [arn.ingest]),
      allow('ReadSyntheticPayment', ['dynamodb:GetItem'], [arn.table], {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [syntheticKeys] },
        // ForAllValues holds for a request without keys, so there must be one.
        Null: { 'dynamodb:LeadingKeys': 'false' },
      }),
      allow('QueueKey', ['kms:Decrypt', 'kms:GenerateDataKey'], keysOf(place), through(['sqs'], place)),
      allow('TableKey', ['kms:Decrypt'], keysOf(place), through(['dynamodb'], place)),
    ),
  };
}

/** The most that a role made by the program can ever do: run the function, on this environment's own resources. */
export function boundary(place: Place): PolicyDocument {
  const { environment, account, region } = place;
  const own = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
  const arn = arns(place);
  return policy(
    allow(
      'Payments',
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query', 'dynamodb:ConditionCheckItem'],
      [arn.table, `${arn.table}/index/*`],
    ),
    allow('Outcomes', ['sns:Publish'], [own('sns', `${prefix(environment)}-*`)]),
    allow(
      'Queues',
      [
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
        'sqs:SendMessage',
      ],
      [own('sqs', `${prefix(environment)}-*`)],
    ),
    allow('Logs', ['logs:CreateLogStream', 'logs:PutLogEvents'], [`${arn.functionLogGroup}:*`]),
    // Never by itself: what another service keeps under another key, the state of the stacks among it, stays closed.
    allow('Keys', ['kms:Decrypt', 'kms:GenerateDataKey'], keysOf(place), through(['dynamodb', 'sns', 'sqs'], place)),
    allow('Traces', ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], ['*']),
    allow(
      'Interfaces',
      [
        'ec2:AssignPrivateIpAddresses',
        'ec2:CreateNetworkInterface',
        'ec2:DeleteNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'ec2:UnassignPrivateIpAddresses',
      ],
      ['*'],
      { StringEquals: { 'aws:RequestedRegion': region } },
    ),
  );
}
