/** What AWS asks while something is made with its tags: the new resource has none yet, and the request carries them. */
import { describe, expect, test } from '@jest/globals';

import { providerActions } from '../../../infra/bootstrap/providerActions.ts';
import { decide, type Decision } from './evaluator.ts';
import { prod, role } from './landscape.ts';

const { account, region } = prod;
const policies = Object.values(role('payments-spoke-deploy', account).policies);
const tag = 'payments:environment';
const carried = (environment: string) => ({ [`aws:ResourceTag/${tag}`]: environment });
const requested = { [`aws:RequestTag/${tag}`]: 'prod' };

const decided = (
  action: string,
  resource: string,
  context: Record<string, string | readonly string[]> = {},
): Decision => decide(policies, { action, resource, context: { 'aws:RequestedRegion': region, ...context } });

const of = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
const ec2 = (type: string) => of('ec2', `${type}/x-1`);

/** By type: the creating call, the call of its tags, and what is made. */
const creations: Readonly<Record<string, readonly [create: string, tags: string, resource: string]>> = {
  'aws:ec2/vpc:Vpc': ['ec2:CreateVpc', 'ec2:CreateTags', ec2('vpc')],
  'aws:ec2/subnet:Subnet': ['ec2:CreateSubnet', 'ec2:CreateTags', ec2('subnet')],
  'aws:ec2/routeTable:RouteTable': ['ec2:CreateRouteTable', 'ec2:CreateTags', ec2('route-table')],
  'aws:ec2/vpcEndpoint:VpcEndpoint': ['ec2:CreateVpcEndpoint', 'ec2:CreateTags', ec2('vpc-endpoint')],
  'aws:ec2/securityGroup:SecurityGroup': ['ec2:CreateSecurityGroup', 'ec2:CreateTags', ec2('security-group')],
  'aws:lambda/function:Function': ['lambda:CreateFunction', 'lambda:TagResource', of('lambda', 'function:payments-prod-processor')],
  'aws:lambda/eventSourceMapping:EventSourceMapping': ['lambda:CreateEventSourceMapping', 'lambda:TagResource', of('lambda', 'event-source-mapping:1')],
  'aws:iam/role:Role': ['iam:CreateRole', 'iam:TagRole', `arn:aws:iam::${account}:role/payments-prod-function`],
  'aws:cloudwatch/logGroup:LogGroup': ['logs:CreateLogGroup', 'logs:TagResource', of('logs', 'log-group:/aws/lambda/payments-prod-processor')],
  'aws:cloudwatch/metricAlarm:MetricAlarm': ['cloudwatch:PutMetricAlarm', 'cloudwatch:TagResource', of('cloudwatch', 'alarm:payments-prod-errors')],
  'aws:dynamodb/table:Table': ['dynamodb:CreateTable', 'dynamodb:TagResource', of('dynamodb', 'table/payments-prod-payments')],
  'aws:sns/topic:Topic': ['sns:CreateTopic', 'sns:TagResource', of('sns', 'payments-prod-outcomes')],
  'aws:sqs/queue:Queue': ['sqs:CreateQueue', 'sqs:TagQueue', of('sqs', 'payments-prod-ingest')],
  'aws:kms/key:Key': ['kms:CreateKey', 'kms:TagResource', of('kms', 'key/1')],
}; // prettier-ignore

/** What else the call is judged by. */
const beside: Readonly<Record<string, Record<string, string>>> = {
  'iam:CreateRole': { 'iam:PermissionsBoundary': `arn:aws:iam::${account}:policy/payments-boundary` },
  'lambda:CreateEventSourceMapping': { 'lambda:FunctionArn': of('lambda', 'function:payments-prod-processor:live') },
};

describe('making something with its tags', () => {
  test('R21: the table has every type whose creation brings tags along', () => {
    const tagging = /:(?:CreateTags|Tag(?:Resource|Role|Queue))$/;
    const types = Object.entries(providerActions).filter(([, { implicit = [] }]) =>
      implicit.some((it) => tagging.test(it)),
    );
    expect(types.map(([type]) => type).sort()).toEqual(Object.keys(creations).sort());
  });

  test.each(Object.entries(creations))('R21: %s is made and tagged in one call, before it carries a tag', (_, made) => {
    const [create, tags, resource] = made;
    const call = create.split(':')[1] ?? '';
    expect(decided(create, resource, { ...requested, ...beside[create] })).toBe('allowed');
    expect(decided(tags, resource, { ...requested, 'ec2:CreateAction': call })).toBe('allowed');
  });

  test.each(['subnet', 'route-table', 'security-group', 'vpc-endpoint'])(
    'R2: a %s is made in a VPC of ours, and in no other',
    (type) => {
      const action = Object.values(creations).find(([, , resource]) => resource === ec2(type))?.[0] ?? '';
      expect(decided(action, ec2('vpc'), carried('prod'))).toBe('allowed');
      expect(decided(action, ec2('vpc'), carried('staging'))).toBe('not allowed');
      expect(decided(action, ec2('vpc'))).toBe('not allowed');
    },
  );

  test('R21: nothing is made without our tag, or with that of another environment', () => {
    for (const [create, , resource] of Object.values(creations).filter(([create]) => /^(ec2|kms):/.test(create))) {
      const foreign = { [`aws:RequestTag/${tag}`]: 'staging' };
      expect([create, decided(create, resource), decided(create, resource, foreign)]).toEqual([
        create,
        'not allowed',
        'not allowed',
      ]);
    }
  });
});

describe('taking over what is not ours by a tag', () => {
  test.each(['vpc', 'subnet', 'route-table', 'vpc-endpoint', 'network-interface', 'instance'])(
    'R21: a %s that stands there gets no tag of ours, and loses none',
    (type) => {
      expect(decided('ec2:CreateTags', ec2(type), requested)).toBe('not allowed');
      expect(decided('ec2:CreateTags', ec2(type), { ...requested, ...carried('staging') })).toBe('not allowed');
      expect(decided('ec2:DeleteTags', ec2(type), carried('staging'))).toBe('not allowed');
    },
  );

  test('R2: the group that AWS gives a VPC is tagged when it is found, one of another environment is not', () => {
    expect(decided('ec2:CreateTags', ec2('security-group'), requested)).toBe('allowed');
    expect(decided('ec2:CreateTags', ec2('security-group-rule'), requested)).toBe('allowed');
    expect(decided('ec2:CreateTags', ec2('security-group'), { ...requested, ...carried('staging') })).toBe(
      'not allowed',
    );
    expect(decided('ec2:CreateTags', ec2('security-group'))).toBe('not allowed');
  });

  test.each([
    ['ec2:AuthorizeSecurityGroupIngress', 'security-group'],
    ['ec2:AuthorizeSecurityGroupEgress', 'security-group'],
    ['ec2:ModifySecurityGroupRules', 'security-group'],
    ['ec2:ModifyVpcEndpoint', 'vpc-endpoint'],
    ['ec2:AssociateRouteTable', 'route-table'],
    ['ec2:AssociateRouteTable', 'subnet'],
    ['ec2:ReplaceRouteTableAssociation', 'route-table'],
    ['ec2:DisassociateRouteTable', 'route-table'],
    ['ec2:CreateRoute', 'route-table'],
    ['ec2:DeleteSecurityGroup', 'security-group'],
  ])('R21: %s reaches a %s with our tag only', (action, type) => {
    expect(decided(action, ec2(type), carried('prod'))).toBe('allowed');
    expect(decided(action, ec2(type), carried('staging'))).toBe('not allowed');
    expect(decided(action, ec2(type))).toBe('not allowed');
    expect(decided(action, ec2(type), { ...carried('prod'), 'aws:RequestedRegion': 'us-east-1' })).toBe('not allowed');
  });

  test('R2: the rules of a group without a tag may be closed, those of another environment may not', () => {
    const revoke = 'ec2:RevokeSecurityGroupIngress';
    expect(decided(revoke, ec2('security-group'))).toBe('allowed');
    expect(decided(revoke, ec2('security-group'), carried('staging'))).toBe('not allowed');
  });

  test('R21: no instance loses its interface', () => {
    expect(decided('ec2:DetachNetworkInterface', ec2('instance'), carried('prod'))).toBe('not allowed');
  });

  test.each(['alias/payments-state-333333333333', 'alias/payments-trail-333333333333'])(
    'R21: the key of %s gets no tag, alias, grant or copy',
    (alias) => {
      const context = { ...requested, 'kms:ResourceAliases': [alias] };
      for (const action of ['TagResource', 'UntagResource', 'CreateAlias', 'ReplicateKey', 'CreateGrant', 'Decrypt']) {
        expect([action, decided(`kms:${action}`, of('kms', 'key/1'), { ...context, ...carried('prod') })]).toEqual([
          action,
          'denied',
        ]);
        expect([action, decided(`kms:${action}`, of('kms', 'key/1'), context)]).toEqual([action, 'denied']);
      }
    },
  );

  test('R21: a key of somebody else that has an alias or the tag of another environment gets no tag of ours', () => {
    const tagIt = (context: Record<string, string | readonly string[]>) =>
      decided('kms:TagResource', of('kms', 'key/1'), { ...requested, ...context });
    expect(tagIt({ 'kms:ResourceAliases': ['alias/theirs'] })).toBe('not allowed');
    expect(tagIt(carried('staging'))).toBe('not allowed');
    expect(tagIt({ ...carried('prod'), 'kms:ResourceAliases': ['alias/payments-prod'] })).toBe('allowed');
  });
});
