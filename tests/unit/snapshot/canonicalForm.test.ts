import { expect, test } from '@jest/globals';
import type { RawProperties } from '../../../pipeline/engine/rawObservation.ts';
import { canonicalise } from '../../../pipeline/snapshot/canonicalise.ts';
import { contextOf, prod, rawPayments, staging } from './rawPayments.ts';
import { inAccount, observed, resource } from './seen.ts';

test('R30: a resource is the same in every environment once names, accounts, regions, zones and ids are placeholders', () => {
  const lower = canonicalise(rawPayments(staging), contextOf(staging)).resources;
  const upper = observed().resources;
  for (const { key, type, state } of lower) {
    if (/function:Function|queue:Queue|Subscription/.test(type)) continue;
    expect(upper.find((each) => each.key === key)?.state).toEqual(state);
  }
  const left = JSON.stringify(upper.map(({ state, program, live, key }) => [state, program, live, key]));
  for (const word of ['333333333333', 'eu-west-1', 'euw1-az1', 'payments-prod', '10.30.'])
    expect(left).not.toContain(word);
});

test('R30: ids that AWS made up are replaced by the resource behind them, in other resources too', () => {
  const { state } = resource(rawPayments(prod), 'payments-function', 'function:Function');
  expect(state?.['vpcConfig']).toEqual({
    securityGroupIds: ['${aws:ec2/securityGroup:SecurityGroup/payments-function}'],
    subnetIds: ['${aws:ec2/subnet:Subnet/payments-private-0}', '${aws:ec2/subnet:Subnet/payments-private-1}'],
  });
  expect(resource(rawPayments(prod), 'payments-to-dynamodb', 'Egress').state?.['prefixListId']).toBe(
    '${aws:ec2/vpcEndpoint:VpcEndpoint/payments-dynamodb.prefixListId}',
  );
  expect(
    inAccount('payments-function', 'function:Function', {
      vpcConfig: { subnetIds: ['subnet-0ffffffff'], securityGroupIds: [] },
    }),
  ).not.toEqual([]);
});

test('R30: the version behind an alias is a number that differs everywhere, and the newest one of its function is not drift', () => {
  expect(resource(rawPayments(prod), 'payments-live', 'alias:Alias').state?.['functionVersion']).toContain(
    '{aws:lambda/function:Function/payments-function.version}',
  );
  expect(inAccount('payments-live', 'alias:Alias', { functionVersion: '11' })).toEqual(['functionVersion']);
});

test('R30: the tags that the pipeline sets name the environment and are equal in all; a tag of anybody else counts', () => {
  const { state } = resource(rawPayments(prod), 'payments-network', 'vpc:Vpc');
  expect(state?.['tags']).toEqual({ 'payments:environment': '${environment}', 'payments:resource': 'vpc' });
  const tags = { 'payments:environment': 'prod', 'payments:resource': 'vpc', owner: 'somebody' };
  expect(inAccount('payments-network', 'vpc:Vpc', { tags })).toEqual(['tags.owner']);
});

test.each<readonly [string, string, RawProperties]>([
  ['payments-function', 'function:Function', { loggingConfig: null, layers: [], description: '' }],
  ['payments-table', 'table:Table', { tableClass: '', billingMode: 'PAY_PER_REQUEST', ttl: { enabled: false } }],
  [
    'payments-ingest',
    'queue:Queue',
    { delaySeconds: 0, visibilityTimeoutSeconds: 30, kmsDataKeyReusePeriodSeconds: 300 },
  ],
  ['payments-network', 'vpc:Vpc', { instanceTenancy: 'default' }],
  ['payments-function', 'role:Role', { maxSessionDuration: 3600, path: '/' }],
  [
    'payments-key',
    'key:Key',
    { isEnabled: true, keyUsage: 'ENCRYPT_DECRYPT', customerMasterKeySpec: 'SYMMETRIC_DEFAULT' },
  ],
])('R30: what AWS fills in where the program says nothing is equal to unset: %s %s', (name, type, filled) => {
  expect(inAccount(name, type, filled)).toEqual([]);
});

test.each<readonly [string, string, string, RawProperties]>([
  ['payments-ingest', 'queue:Queue', 'delaySeconds', { delaySeconds: 1 }],
  ['payments-network', 'vpc:Vpc', 'instanceTenancy', { instanceTenancy: 'dedicated' }],
  ['payments-function', 'role:Role', 'maxSessionDuration', { maxSessionDuration: 43200 }],
  ['payments-key', 'key:Key', 'isEnabled', { isEnabled: false }],
  ['payments-outcomes', 'topic:Topic', 'signatureVersion', { signatureVersion: 2 }],
])(
  'R30: any other value than the default counts, though the program never set it: %s %s %s',
  (name, type, path, changed) => {
    expect(inAccount(name, type, changed)).toEqual([path]);
  },
);

test('R30: what only AWS computes is no setting, so its change is no drift', () => {
  const computed = { arn: 'arn:aws:dynamodb:eu-west-1:333333333333:table/x', streamArn: 'x', tagsAll: { a: 'b' } };
  expect(inAccount('payments-table', 'table:Table', computed)).toEqual([]);
});

test('R30: arguments to the provider are no facts of the account, whatever a refresh says', () => {
  expect(inAccount('payments-function', 'function:Function', { publish: false, skipDestroy: true })).toEqual([]);
  expect(inAccount('payments-key', 'key:Key', { deletionWindowInDays: 7 })).toEqual([]);
});

test('R30: a view of something that has a resource of its own counts only where the program sets it', () => {
  const policy = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"}]}';
  expect(inAccount('payments-ingest', 'queue:Queue', { policy })).toEqual([]);
  expect(inAccount('payments-function', 'securityGroup:SecurityGroup', { ingress: [{ fromPort: 22 }] })).toEqual([]);
  const changed = '{"Statement":[]}';
  expect(inAccount('payments-key', 'key:Key', { policy: changed })).not.toEqual([]);
});
