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

/** First match wins, so the narrow scopes of a service stand before the one that takes its rest. */
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
    ...ec2Scopes(inRegion),
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
    { sid: 'KmsList', service: 'kms', only: ['kms:ListAliases'], resources: ['*'], condition: inRegion },
    {
      sid: 'KmsAliases',
      service: 'kms',
      only: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'],
      resources: [`arn:aws:kms:${region}:${account}:${of.keyAlias}`],
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

/** EC2 ids are not known beforehand, so these are held by region; the account holds nothing else but this environment. */
function ec2Scopes(inRegion: Condition): readonly Scope[] {
  return [{ sid: 'Ec2', service: 'ec2', resources: ['*'], condition: inRegion }];
}

/** Grants these actions, each on its own resources only. An action that no scope names is an error, not a wildcard. */
export function grant(place: Place, actions: readonly string[]): Statement[] {
  const all = scopes(place);
  const granted = new Map<Scope, string[]>();
  for (const action of [...new Set(actions)]) {
    const service = action.split(':')[0];
    const scope = all.find((it) => it.service === service && (it.only === undefined || it.only.includes(action)));
    if (scope === undefined) throw new Error(`no scope for ${action}`);
    granted.set(scope, [...(granted.get(scope) ?? []), action]);
  }
  return all.flatMap((scope) => {
    const chosen = granted.get(scope);
    return chosen === undefined ? [] : [allow(scope.sid, chosen, scope.resources, scope.condition)];
  });
}
