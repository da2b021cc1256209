/** On which resources, and under which conditions, an action of the provider is granted in one environment's account. */
import { arns, bootstrapNames, names, prefix, type Place } from '../names.ts';
import { allow, type Condition, type Statement } from './document.ts';
import { ownershipTag } from './landscape.ts';

interface Scope {
  readonly sid: string;
  /** Exactly these actions; a scope without them takes what is left of its service. */
  readonly only?: readonly string[];
  readonly service: string;
  readonly resources: readonly string[];
  readonly condition?: Condition;
}

/** An action may be named by several scopes, when AWS judges one call on several resources. */
function scopes(place: Place): readonly Scope[] {
  const { environment, account, region } = place;
  const of = names(environment);
  const arn = arns(place);
  const inRegion: Condition = { StringEquals: { 'aws:RequestedRegion': region } };
  const owned: Condition = { StringEquals: { [`aws:ResourceTag/${ownershipTag}`]: environment } };
  const marked: Condition = { StringEquals: { [`aws:RequestTag/${ownershipTag}`]: environment } };
  const roles = [`arn:aws:iam::${account}:role/${prefix(environment)}-*`];
  const bounded: Condition = {
    StringEquals: { 'iam:PermissionsBoundary': `arn:aws:iam::${account}:policy/${bootstrapNames.boundary}` },
  };
  const key = `arn:aws:kms:${region}:${account}:key/*`;
  const mapping = `arn:aws:lambda:${region}:${account}:event-source-mapping:*`;
  return [
    {
      sid: 'Ec2Owned',
      service: 'ec2',
      only: ec2OnOneResource,
      resources: ['*'],
      condition: { StringEquals: { ...inRegion.StringEquals, ...owned.StringEquals } },
    },
    // Calls that AWS judges on several resources at once, new ones among them: held by region.
    { sid: 'Ec2', service: 'ec2', resources: ['*'], condition: inRegion },
    // An interface endpoint with private DNS: AWS attaches its hosted zone with the caller's permission.
    { sid: 'EndpointZone', service: 'route53', resources: ['*'] },
    { sid: 'Dynamo', service: 'dynamodb', resources: [arn.table] },
    // AWS offers no resource for these: a subscription is addressed by its own ARN, which carries the topic's.
    {
      sid: 'SnsSubscriptions',
      service: 'sns',
      resources: ['*'],
      condition: inRegion,
      only: ['sns:GetSubscriptionAttributes', 'sns:SetSubscriptionAttributes', 'sns:Unsubscribe'],
    },
    { sid: 'Sns', service: 'sns', resources: [arn.outcomes, arn.operations] },
    { sid: 'Sqs', service: 'sqs', resources: [arn.ingest, arn.ingestDeadLetters, arn.asyncDeadLetters] },
    {
      sid: 'LambdaMappings',
      service: 'lambda',
      resources: ['*'],
      only: ['lambda:CreateEventSourceMapping', 'lambda:UpdateEventSourceMapping', 'lambda:DeleteEventSourceMapping'],
      condition: { ArnLike: { 'lambda:FunctionArn': [arn.function, `${arn.function}:*`] } },
    },
    {
      sid: 'LambdaListMappings',
      service: 'lambda',
      resources: ['*'],
      condition: inRegion,
      only: ['lambda:GetEventSourceMapping', 'lambda:ListEventSourceMappings'],
    },
    {
      sid: 'LambdaTags',
      service: 'lambda',
      resources: [arn.function, mapping],
      only: ['lambda:ListTags', 'lambda:TagResource', 'lambda:UntagResource'],
    },
    { sid: 'Lambda', service: 'lambda', resources: [arn.function, `${arn.function}:*`] },
    {
      sid: 'IamPassRole',
      service: 'iam',
      only: ['iam:PassRole'],
      resources: [arn.functionRole],
      condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    },
    {
      sid: 'IamBounded',
      service: 'iam',
      resources: roles,
      condition: bounded,
      only: ['iam:CreateRole', 'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy'],
    },
    { sid: 'Iam', service: 'iam', resources: roles },
    { sid: 'KmsCreate', service: 'kms', only: ['kms:CreateKey'], resources: ['*'], condition: marked },
    {
      sid: 'KmsList',
      service: 'kms',
      only: ['kms:ListAliases', 'kms:ListKeys'],
      resources: ['*'],
      condition: inRegion,
    },
    {
      sid: 'KmsAliases',
      service: 'kms',
      only: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'],
      resources: [`arn:aws:kms:${region}:${account}:${of.keyAlias}`],
    },
    {
      sid: 'KmsAliasTargets',
      service: 'kms',
      only: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'],
      resources: [key],
      condition: owned,
    },
    {
      sid: 'KmsUse',
      service: 'kms',
      only: ['kms:CreateGrant', 'kms:Decrypt', 'kms:Encrypt'],
      resources: [key],
      condition: {
        StringEquals: {
          ...owned.StringEquals,
          'kms:ViaService': [`dynamodb.${region}.amazonaws.com`, `lambda.${region}.amazonaws.com`],
        },
      },
    },
    { sid: 'Kms', service: 'kms', resources: [key], condition: owned },
    { sid: 'LogsList', service: 'logs', only: ['logs:DescribeLogGroups'], resources: ['*'], condition: inRegion },
    { sid: 'Logs', service: 'logs', resources: [arn.functionLogGroup, `${arn.functionLogGroup}:*`] },
    {
      sid: 'CloudWatchDashboards',
      service: 'cloudwatch',
      only: ['cloudwatch:DeleteDashboards', 'cloudwatch:GetDashboard', 'cloudwatch:PutDashboard'],
      resources: [`arn:aws:cloudwatch::${account}:dashboard/${of.dashboard}`],
    },
    {
      sid: 'CloudWatchList',
      service: 'cloudwatch',
      only: ['cloudwatch:DescribeAlarms'],
      resources: ['*'],
      condition: inRegion,
    },
    {
      sid: 'CloudWatch',
      service: 'cloudwatch',
      resources: [`arn:aws:cloudwatch:${region}:${account}:alarm:${of.alarm('*')}`],
    },
    // AWS offers neither resource nor refusal for this one.
    { sid: 'Sts', service: 'sts', only: ['sts:GetCallerIdentity'], resources: ['*'] },
  ];
}

/** Judged on nothing but an existing resource that carries our tag; ids are not known beforehand. */
const ec2OnOneResource = [
  'ec2:CreateRoute',
  'ec2:DeleteRoute',
  'ec2:DeleteRouteTable',
  'ec2:DeleteSecurityGroup',
  'ec2:DeleteSubnet',
  'ec2:DeleteVpc',
  'ec2:DeleteVpcEndpoints',
  'ec2:ModifySubnetAttribute',
  'ec2:ModifyVpcAttribute',
  'ec2:ReplaceRoute',
];

/** Grants these actions, each on its own resources only. An action that no scope names is an error, not a wildcard. */
export function grant(place: Place, actions: readonly string[]): Statement[] {
  const all = scopes(place);
  const granted = new Map<Scope, string[]>();
  for (const action of new Set(actions)) {
    const chosen = scopesOf(all, action);
    if (chosen.length === 0) throw new Error(`no scope for ${action}`);
    for (const scope of chosen) granted.set(scope, [...(granted.get(scope) ?? []), action]);
  }
  return all.flatMap((scope) => {
    const chosen = granted.get(scope);
    return chosen === undefined ? [] : [allow(scope.sid, chosen, scope.resources, scope.condition)];
  });
}

function scopesOf(all: readonly Scope[], action: string): readonly Scope[] {
  const ofService = all.filter(({ service }) => service === action.split(':')[0]);
  const naming = ofService.filter(({ only }) => only?.includes(action));
  return naming.length > 0 ? naming : ofService.filter(({ only }) => only === undefined);
}
