import { describe, expect, test } from '@jest/globals';

import { allActions, providerActions } from '../../../infra/bootstrap/providerActions.ts';
import { allRoles, boundaries } from '../../../infra/bootstrap/roles.ts';
import { grant } from '../../../infra/bootstrap/scopes.ts';
import { decide, type Request } from './evaluator.ts';
import { landscape, prod, role, staging } from './landscape.ts';

const policiesOf = (name: string, account: string) => Object.values(role(name, account).policies);
const inProd = (name: string, request: Request) => decide(policiesOf(name, prod.account), request);
const iam = (resource: string) => `arn:aws:iam::333333333333:${resource}`;
const boundary = iam('policy/payments-boundary');

describe('the read-only spoke', () => {
  const statements = policiesOf('payments-spoke-read', prod.account).flatMap(({ Statement }) => Statement);

  test('R20: allows no verb but reading ones', () => {
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);
    expect(allowed.length).toBeGreaterThan(40);
    expect(allowed.filter((action) => !/^\w+:(?:Describe|Get|List|Lookup)\w*$/.test(action))).toEqual([]);
  });

  test('R20: never payment records, message bodies, logs or plain text under a key', () => {
    const table = 'arn:aws:dynamodb:eu-west-1:333333333333:table/payments-prod-payments';
    const queue = 'arn:aws:sqs:eu-west-1:333333333333:payments-prod-ingest';
    for (const action of ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'PartiQLSelect']) {
      expect(inProd('payments-spoke-read', { action: `dynamodb:${action}`, resource: table })).toBe('denied');
    }
    expect(inProd('payments-spoke-read', { action: 'sqs:ReceiveMessage', resource: queue })).toBe('denied');
    expect(inProd('payments-spoke-read', { action: 'kms:Decrypt', resource: '*' })).toBe('denied');
    expect(inProd('payments-spoke-read', { action: 'logs:GetLogEvents', resource: '*' })).toBe('denied');
  });

  test("R40: reads what may have been added behind the pipeline's back", () => {
    const fn = 'arn:aws:lambda:eu-west-1:333333333333:function:payments-prod-processor';
    const topic = 'arn:aws:sns:eu-west-1:333333333333:payments-prod-outcomes';
    const key = 'arn:aws:kms:eu-west-1:333333333333:key/1';
    const context = { 'aws:RequestedRegion': 'eu-west-1', 'aws:ResourceTag/payments:environment': 'prod' };
    const reads: [string, string][] = [
      ['iam:ListRolePolicies', iam('role/payments-prod-function')],
      ['iam:ListAttachedRolePolicies', iam('role/payments-prod-function')],
      ['lambda:GetPolicy', fn],
      ['lambda:ListFunctionUrlConfigs', fn],
      ['lambda:ListEventSourceMappings', '*'],
      ['sns:ListSubscriptionsByTopic', topic],
      ['kms:ListGrants', key],
      ['dynamodb:GetResourcePolicy', 'arn:aws:dynamodb:eu-west-1:333333333333:table/payments-prod-payments'],
      ['ec2:DescribeSecurityGroupRules', '*'],
      ['cloudtrail:LookupEvents', '*'],
    ];
    for (const [action, resource] of reads) {
      expect([action, inProd('payments-spoke-read', { action, resource, context })]).toEqual([action, 'allowed']);
    }
  });

  test.each([
    ['eu-west-1', 'allowed'],
    ['us-east-1', 'allowed'],
    ['us-west-2', 'not allowed'],
  ])('R40: asks who changed it where prod is and where IAM is told of (%s: %s)', (region, expected) => {
    const context = { 'aws:RequestedRegion': region };
    expect(inProd('payments-spoke-read', { action: 'cloudtrail:LookupEvents', resource: '*', context })).toBe(expected);
  });
});

describe('the deploy spoke', () => {
  const deploy = (action: string, resource: string, context: Request['context'] = {}) =>
    inProd('payments-spoke-deploy', { action, resource, context });

  test('R21: makes roles only under the boundary, and never takes one off', () => {
    const made = iam('role/payments-prod-function');
    expect(deploy('iam:CreateRole', made)).toBe('not allowed');
    expect(deploy('iam:CreateRole', made, { 'iam:PermissionsBoundary': iam('policy/other') })).toBe('not allowed');
    expect(deploy('iam:CreateRole', made, { 'iam:PermissionsBoundary': boundary })).toBe('allowed');
    expect(deploy('iam:PutRolePolicy', made)).toBe('not allowed');
    expect(deploy('iam:DeleteRolePermissionsBoundary', made)).toBe('denied');
    expect(deploy('iam:PutRolePermissionsBoundary', made, { 'iam:PermissionsBoundary': iam('policy/other') })).toBe(
      'not allowed',
    );
  });

  test("R21: passes only the function's role, and only to Lambda", () => {
    const toLambda = { 'iam:PassedToService': 'lambda.amazonaws.com' };
    expect(deploy('iam:PassRole', iam('role/payments-prod-function'), toLambda)).toBe('allowed');
    expect(
      deploy('iam:PassRole', iam('role/payments-prod-function'), { 'iam:PassedToService': 'ec2.amazonaws.com' }),
    ).toBe('not allowed');
    expect(deploy('iam:PassRole', iam('role/admin'), toLambda)).toBe('not allowed');
  });

  test.each([
    ['iam:UpdateAssumeRolePolicy', iam('role/payments-entry-deploy-prod')],
    ['iam:PutRolePolicy', iam('role/payments-entry-preview')],
    ['iam:AttachRolePolicy', iam('role/payments-spoke-read')],
    ['iam:PutRolePolicy', iam('role/payments-spoke-deploy')],
    ['iam:CreatePolicyVersion', boundary],
    ['iam:UpdateOpenIDConnectProviderThumbprint', iam('oidc-provider/token.actions.githubusercontent.com')],
    ['iam:AddClientIDToOpenIDConnectProvider', iam('oidc-provider/token.actions.githubusercontent.com')],
    ['s3:PutBucketPolicy', 'arn:aws:s3:::payments-state-333333333333'],
    ['s3:PutObject', 'arn:aws:s3:::payments-state-333333333333/.pulumi/stacks/payments/prod.json'],
  ])('R21: is denied %s on what bootstrap made (%s)', (action, resource) => {
    expect(deploy(action, resource, { 'iam:PermissionsBoundary': boundary })).toBe('denied');
  });

  test('R21: is denied the keys of bootstrap', () => {
    const context = {
      'kms:ResourceAliases': ['alias/payments-state-333333333333'],
      'aws:ResourceTag/payments:environment': 'prod',
    };
    expect(deploy('kms:PutKeyPolicy', 'arn:aws:kms:eu-west-1:333333333333:key/1', context)).toBe('denied');
  });

  test('R2: reaches nothing of another environment', () => {
    const names = ['payments-staging', 'payments-prod2', 'other'];
    for (const name of names) {
      expect(deploy('dynamodb:DeleteTable', `arn:aws:dynamodb:eu-west-1:333333333333:table/${name}-payments`)).toBe(
        'not allowed',
      );
      expect(
        deploy('lambda:UpdateFunctionCode', `arn:aws:lambda:eu-west-1:333333333333:function:${name}-processor`),
      ).toBe('not allowed');
      expect(deploy('sqs:DeleteQueue', `arn:aws:sqs:eu-west-1:333333333333:${name}-ingest`)).toBe('not allowed');
    }
    const elsewhere = { 'aws:RequestedRegion': 'us-east-1' };
    expect(deploy('ec2:CreateVpc', '*', elsewhere)).toBe('not allowed');
    expect(deploy('ec2:DeleteVpc', '*', { 'aws:RequestedRegion': 'eu-west-1' })).toBe('not allowed');
  });

  test('R21: grants every call of the real provider, each in a statement of its own resources', () => {
    const granted = policiesOf('payments-spoke-deploy', staging.account)
      .flatMap(({ Statement }) => Statement)
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action);
    expect([...new Set(granted)].sort()).toEqual([...allActions].sort());
    expect(granted.filter((action) => action.includes('*'))).toEqual([]);
  });

  test('R21: an action that no scope names is an error, not a wildcard', () => {
    expect(() => grant(prod, ['glue:CreateJob'])).toThrow('no scope for glue:CreateJob');
  });
});

describe('the spoke of whoever operates', () => {
  const fn = 'arn:aws:lambda:eu-west-1:333333333333:function:payments-prod-processor';
  const queue = 'arn:aws:sqs:eu-west-1:333333333333:payments-prod-ingest';
  const operate = (action: string, resource: string) => inProd('payments-spoke-operate', { action, resource });

  test('R9: calls the function through its alias alone, and no other role calls it at all', () => {
    const callers = allRoles(landscape)
      .filter(({ account }) => account === prod.account)
      .filter(
        ({ policies }) =>
          decide(Object.values(policies), { action: 'lambda:InvokeFunction', resource: `${fn}:live` }) === 'allowed',
      );
    expect(callers.map(({ name }) => name)).toEqual(['payments-spoke-operate']);
    for (const other of [fn, `${fn}:1`, `${fn}:$LATEST`, `${fn.replace('payments-prod', 'others')}:live`]) {
      expect(operate('lambda:InvokeFunction', other)).toBe('not allowed');
    }
  });

  test('R9: takes from the dead-letter queue and sends to the ingest queue, never the other way round', () => {
    expect(operate('sqs:ReceiveMessage', `${queue}-dead-letters`)).toBe('allowed');
    expect(operate('sqs:SendMessage', queue)).toBe('allowed');
    expect(operate('sqs:ReceiveMessage', queue)).toBe('not allowed');
    expect(operate('sqs:SendMessage', `${queue}-dead-letters`)).toBe('not allowed');
    expect(operate('dynamodb:GetItem', '*')).toBe('not allowed');
  });
});

describe('the smoke spoke', () => {
  const smoke = (action: string, resource: string, context: Request['context'] = {}) =>
    inProd('payments-spoke-smoke', { action, resource, context });
  const table = 'arn:aws:dynamodb:eu-west-1:333333333333:table/payments-prod-payments';

  test('R17: reads synthetic payments alone, and no request without a key', () => {
    expect(smoke('dynamodb:GetItem', table, { 'dynamodb:LeadingKeys': ['__smoke__#1'] })).toBe('allowed');
    expect(smoke('dynamodb:GetItem', table, { 'dynamodb:LeadingKeys': ['merchant#1'] })).toBe('not allowed');
    expect(smoke('dynamodb:GetItem', table, { 'dynamodb:LeadingKeys': ['__smoke__#1', 'merchant#1'] })).toBe(
      'not allowed',
    );
    expect(smoke('dynamodb:GetItem', table)).toBe('not allowed');
    expect(smoke('dynamodb:PutItem', table, { 'dynamodb:LeadingKeys': ['__smoke__#1'] })).toBe('not allowed');
  });
});

describe('the boundary of what the program makes', () => {
  const [document] = boundaries(landscape).flatMap((it) => (it.account === prod.account ? [it.document] : []));
  const key = 'arn:aws:kms:eu-west-1:333333333333:key/1';
  const ours = { 'aws:ResourceTag/payments:environment': 'prod' };
  const through = (service: string) => ({ 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` });
  const decrypts = (context: Request['context']) =>
    decide(document === undefined ? [] : [document], { action: 'kms:Decrypt', resource: key, context: context ?? {} });

  test("R21: decrypts under the environment's key alone, and only through the services that hold its payments", () => {
    for (const service of ['dynamodb', 'sns', 'sqs'])
      expect(decrypts({ ...ours, ...through(service) })).toBe('allowed');
    expect(decrypts(ours)).toBe('not allowed');
    expect(decrypts({ ...ours, ...through('s3') })).toBe('not allowed');
    // The keys of the state and of the trail carry another tag.
    expect(decrypts(through('sqs'))).toBe('not allowed');
  });
});

const longest = {
  ...landscape,
  environments: landscape.environments.map((it) => ({
    ...it,
    environment: `${it.environment}abcdefghijklm`.slice(0, 16),
    region: 'ap-southeast-2',
    ...(it.promotesFrom === undefined ? {} : { promotesFrom: `${it.promotesFrom}abcdefghijklm`.slice(0, 16) }),
  })),
};

describe('what AWS accepts', () => {
  test.each([
    ['this landscape', landscape],
    ['the longest names that the configuration allows', longest],
  ])('R21: every document of %s is within the quotas of IAM', (_, landscape) => {
    for (const { name, account, trust, policies, description } of allRoles(landscape)) {
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
      const inline = Object.values(policies).reduce((sum, document) => sum + JSON.stringify(document).length, 0);
      expect([account, name, inline <= 10_240, JSON.stringify(trust).length <= 2_048]).toEqual([
        account,
        name,
        true,
        true,
      ]);
      expect(name.length).toBeLessThanOrEqual(64);
      expect(description.length).toBeLessThanOrEqual(1000);
    }
    for (const { document } of boundaries(landscape))
      expect(JSON.stringify(document).length).toBeLessThanOrEqual(6_144);
  });

  test('R21: every statement has a name of its own within its document, of letters and digits', () => {
    for (const document of [
      ...allRoles(landscape).flatMap(({ policies }) => Object.values(policies)),
      ...boundaries(landscape).map((it) => it.document),
    ]) {
      const sids = document.Statement.map(({ Sid }) => Sid);
      expect(new Set(sids).size).toBe(sids.length);
      expect(sids.filter((sid) => !/^[A-Za-z0-9]+$/.test(sid))).toEqual([]);
    }
  });

  test('R21: each entry of the table names its source and reads', () => {
    for (const [type, { source, read }] of Object.entries(providerActions)) {
      expect([type, /^[a-z0-9]+\/\w+\.go$/.test(source), read.length > 0]).toEqual([type, true, true]);
    }
  });
});
