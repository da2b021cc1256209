import { describe, expect, test } from '@jest/globals';

import { entryRoles, personRoles } from '../../../infra/bootstrap/roles.ts';
import { decide } from './evaluator.ts';
import { landscape, role } from './landscape.ts';

const bucket = 'arn:aws:s3:::payments-state-333333333333';

/** r reads, w writes, d deletes; written by hand. A key that a role does not have is out of its reach. */
const expected: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  preview: {
    '.pulumi/meta.yaml': 'r', '.pulumi/stacks/payments/dev.json': 'r', '.pulumi/stacks/payments/staging.json': 'r',
    '.pulumi/stacks/payments/prod.json': 'r', '.pulumi/locks/organization/payments/prod/x.json': 'r', 'releases/abc/release.json': 'r',
    'promotions/dev.json': 'r', 'promotions/staging.json': 'r', 'promotions/prod.json': 'r', 'leases/prod.json': 'r', 'evidence/prod/1.json': 'r',
  },
  release: { 'releases/abc/release.json': 'rw' },
  'deploy-dev': {
    '.pulumi/meta.yaml': 'r', '.pulumi/stacks/payments/dev.json': 'rwd', '.pulumi/stacks/payments/dev.json.bak': 'rwd',
    '.pulumi/locks/organization/payments/dev/x.json': 'rwd', '.pulumi/history/payments/dev/1.json': 'rwd', '.pulumi/backups/payments/dev/1.json': 'rwd',
    'releases/abc/release.json': 'r', 'promotions/dev.json': 'rw', 'leases/dev.json': 'rwd', 'evidence/dev/1.json': 'rw',
  },
  'deploy-staging': {
    '.pulumi/meta.yaml': 'r', '.pulumi/stacks/payments/dev.json': 'r', '.pulumi/stacks/payments/dev.json.bak': 'r',
    '.pulumi/stacks/payments/staging.json': 'rwd', '.pulumi/locks/organization/payments/staging/x.json': 'rwd',
    'releases/abc/release.json': 'r', 'promotions/dev.json': 'r', 'promotions/staging.json': 'rw', 'leases/staging.json': 'rwd', 'evidence/staging/1.json': 'rw',
  },
  'deploy-prod': {
    '.pulumi/meta.yaml': 'r', '.pulumi/stacks/payments/staging.json': 'r', '.pulumi/stacks/payments/prod.json': 'rwd',
    '.pulumi/locks/organization/payments/prod/x.json': 'rwd',
    '.pulumi/history/payments/prod/1.json': 'rwd',
    'releases/abc/release.json': 'r', 'promotions/staging.json': 'r', 'promotions/prod.json': 'rw', 'leases/prod.json': 'rwd', 'evidence/prod/1.json': 'rw',
  },
}; // prettier-ignore

const keys = [
  ...new Set(Object.values(expected).flatMap((row) => Object.keys(row))),
  '.pulumi/stacks/payments/devil.json', '.pulumi/stacks/other/dev.json', 'promotions/other.json', 'elsewhere', 'evidence/other/1.json',
  '.pulumi/history/payments/prod/1.json', '.pulumi/stacks/payments/staging2.json', 'leases/other.json',
]; // prettier-ignore

const operations = { r: 's3:GetObject', w: 's3:PutObject', d: 's3:DeleteObject' } as const;

function reached(policies: Parameters<typeof decide>[0], key: string): string {
  return Object.entries(operations)
    .filter(([, action]) => decide(policies, { action, resource: `${bucket}/${key}` }) === 'allowed')
    .map(([letter]) => letter)
    .join('');
}

describe('keys of the state bucket', () => {
  test.each(Object.keys(expected).filter((it) => it !== 'preview'))(
    'R6: %s reaches exactly its own keys and reads the stack below',
    (purpose) => {
      const policies = Object.values(role(`payments-entry-${purpose}`).policies);
      const row = Object.fromEntries(
        keys.flatMap((key) => (reached(policies, key) === '' ? [] : [[key, reached(policies, key)]])),
      );
      expect(row).toEqual(expected[purpose]);
    },
  );

  test('R20: preview and observe read what plans and comparisons need, and write nothing anywhere', () => {
    for (const purpose of ['preview', 'observe']) {
      const policies = Object.values(role(`payments-entry-${purpose}`).policies);
      for (const [key, access] of Object.entries(expected.preview ?? {}))
        expect([key, reached(policies, key)]).toEqual([key, access]);
      expect(keys.map((key) => reached(policies, key)).filter((access) => access !== 'r' && access !== '')).toEqual([]);
    }
  });

  test('R6: the bucket is listed by prefix only, so no role can list it whole', () => {
    for (const { policies } of entryRoles(landscape)) {
      expect(decide(Object.values(policies), { action: 's3:ListBucket', resource: bucket })).toBe('not allowed');
      const foreign = { action: 's3:ListBucket', resource: bucket, context: { 's3:prefix': '' } };
      expect(decide(Object.values(policies), foreign)).toBe('not allowed');
    }
    const stacks = { action: 's3:ListBucket', resource: bucket, context: { 's3:prefix': '.pulumi/stacks/' } };
    expect(decide(Object.values(role('payments-entry-deploy-dev').policies), stacks)).toBe('allowed');
  });

  test('R21: no entry role can touch the bucket itself or the versions of what it holds', () => {
    for (const { policies } of entryRoles(landscape)) {
      for (const action of [
        's3:PutBucketPolicy',
        's3:DeleteBucket',
        's3:PutBucketVersioning',
        's3:PutLifecycleConfiguration',
      ]) {
        expect(decide(Object.values(policies), { action, resource: bucket })).toBe('denied');
      }
      const evidence = `${bucket}/evidence/prod/1.json`;
      for (const action of ['s3:DeleteObjectVersion', 's3:BypassGovernanceRetention'])
        expect(decide(Object.values(policies), { action, resource: evidence })).toBe('denied');
    }
  });

  test('R41: whoever deploys keeps evidence of that environment, and of no other; nobody removes any', () => {
    for (const { name, policies } of [...entryRoles(landscape), ...personRoles(landscape)]) {
      const may = (action: string, environment: string) =>
        decide(Object.values(policies), { action, resource: `${bucket}/evidence/${environment}/1.json` }) === 'allowed';
      const environments = ['dev', 'staging', 'prod'];
      const written = environments.filter((it) => may('s3:PutObject', it));
      expect([name, environments.filter((it) => may('s3:PutObjectRetention', it))]).toEqual([name, written]);
      expect([name, environments.filter((it) => may('s3:DeleteObject', it))]).toEqual([name, []]);
    }
    const keeps = ['releases/a.json', 'leases/dev.json', '.pulumi/stacks/payments/dev.json'].filter((key) => {
      const request = { action: 's3:PutObjectRetention', resource: `${bucket}/${key}` };
      return decide(Object.values(role('payments-entry-deploy-dev').policies), request) === 'allowed';
    });
    expect(keeps).toEqual([]);
  });
});
