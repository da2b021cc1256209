/** On which resources, and under which conditions, an action of the provider is granted in one environment's account. */
import { arns, bootstrapNames, names, prefix, type Place } from '../names.ts';
import { allow, type Condition, type Statement } from './document.ts';
import { keyScopes } from './keyScopes.ts';
import { networkScopes } from './networkScopes.ts';
import type { Scope } from './scope.ts';

/** An action may be named by several scopes, when AWS judges one call on several resources. */
function scopes(place: Place): readonly Scope[] {
  const { environment, account, region } = place;
  const of = names(environment);
  const arn = arns(place);
  const inRegion: Condition = { StringEquals: { 'aws:RequestedRegion': region } };
  const roles = [`arn:aws:iam::${account}:role/${prefix(environment)}-*`];
  const bounded: Condition = {
    StringEquals: { 'iam:PermissionsBoundary': `arn:aws:iam::${account}:policy/${bootstrapNames.boundary}` },
  };
  const mapping = `arn:aws:lambda:${region}:${account}:event-source-mapping:*`;
  return [
    { sid: 'InRegion', only: withoutResource, resources: ['*'], condition: inRegion },
    ...networkScopes(place),
    // An interface endpoint with private DNS: AWS attaches its hosted zone with the caller's permission.
    { sid: 'EndpointZone', rest: 'route53', resources: ['*'] },
    { sid: 'Dynamo', rest: 'dynamodb', resources: [arn.table] },
    { sid: 'Sns', rest: 'sns', resources: [arn.outcomes, arn.operations] },
    { sid: 'Sqs', rest: 'sqs', resources: [arn.ingest, arn.ingestDeadLetters, arn.asyncDeadLetters] },
    {
      sid: 'LambdaMappings',
      resources: ['*'],
      only: ['lambda:CreateEventSourceMapping', 'lambda:UpdateEventSourceMapping', 'lambda:DeleteEventSourceMapping'],
      condition: { ArnLike: { 'lambda:FunctionArn': [arn.function, `${arn.function}:*`] } },
    },
    { sid: 'Lambda', rest: 'lambda', resources: [arn.function, `${arn.function}:*`, mapping] },
    {
      sid: 'IamPassRole',
      only: ['iam:PassRole'],
      resources: [arn.functionRole],
      condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    },
    {
      sid: 'IamBounded',
      resources: roles,
      condition: bounded,
      only: ['iam:CreateRole', 'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy'],
    },
    { sid: 'Iam', rest: 'iam', resources: roles },
    ...keyScopes(place),
    { sid: 'Logs', rest: 'logs', resources: [arn.functionLogGroup, `${arn.functionLogGroup}:*`] },
    {
      sid: 'CloudWatchDashboards',
      only: ['cloudwatch:DeleteDashboards', 'cloudwatch:GetDashboard', 'cloudwatch:PutDashboard'],
      resources: [`arn:aws:cloudwatch::${account}:dashboard/${of.dashboard}`],
    },
    {
      sid: 'CloudWatch',
      rest: 'cloudwatch',
      resources: [`arn:aws:cloudwatch:${region}:${account}:alarm:${of.alarm('*')}`],
    },
    // AWS offers neither resource nor refusal for this one.
    { sid: 'Sts', only: ['sts:GetCallerIdentity'], resources: ['*'] },
  ];
}

/** AWS offers no resource for these: they list, or name what carries an id alone (a subscription, an event source mapping). */
const withoutResource =
  /^(ec2:Describe\w+|kms:List(Aliases|Keys)|lambda:(Get|List)EventSourceMappings?|logs:DescribeLogGroups|cloudwatch:DescribeAlarms|sns:((Get|Set)SubscriptionAttributes|Unsubscribe))$/;

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
  const naming = all.filter((it) => 'only' in it && isAmong(it.only, action));
  return naming.length > 0 ? naming : all.filter((it) => 'rest' in it && action.startsWith(`${it.rest}:`));
}

const isAmong = (only: readonly string[] | RegExp, action: string): boolean =>
  only instanceof RegExp ? only.test(action) : only.includes(action);
