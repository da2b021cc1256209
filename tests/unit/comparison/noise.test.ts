import { expect, test } from '@jest/globals';
import { both, compared, findingsOf, inAccount, liveOf, ours, theOne, type Alter } from './observed.ts';

const filled = inAccount(ours.function, { ephemeralStorage: { size: 1024 } });
const inBoth = (alter: Alter) => compared({ staging: alter, prod: alter });

test('R38: the same change in both environments at once is one entry, probable provider noise, with the evidence', () => {
  const report = inBoth(filled);
  expect(report.verdict).toBe('in-sync');
  expect(report.summary).toMatchObject({ noise: 1, unexpected: 0 });
  expect(theOne(report, 'provider-noise')).toMatchObject({
    environment: 'prod',
    path: 'ephemeralStorage.size',
    severity: 'info',
  });
  expect(theOne(report, 'provider-noise').reason).toContain('prod and staging at once');
});

test('R38: in one environment alone it is drift', () => {
  expect(theOne(compared({ prod: filled })).kind).toBe('live-drift');
});

test('R38: to another value in each it is drift in each', () => {
  const report = compared({
    staging: inAccount(ours.function, { timeout: 31 }),
    prod: inAccount(ours.function, { timeout: 32 }),
  });
  expect(findingsOf(report).map(({ environment }) => environment)).toEqual(['prod', 'staging']);
});

test.each<readonly [string, Alter]>([
  ['lost backups', inAccount(ours.table, { pointInTimeRecovery: { enabled: false } })],
  ['lost protection', inAccount(ours.table, { deletionProtectionEnabled: false })],
  ['another role', inAccount(ours.function, { role: 'arn:aws:iam::123456789012:role/x' })],
  ['a rule opened', inAccount(ours.egress, { cidrIpv4: '0.0.0.0/0' })],
])('R38: nothing of severity critical or high is ever called noise: %s', (_, alter) => {
  const report = inBoth(alter);
  expect(findingsOf(report, 'provider-noise')).toEqual([]);
  expect(new Set(findingsOf(report).map(({ environment }) => environment))).toEqual(new Set(['prod', 'staging']));
  expect(report.verdict).toBe('drifted');
});

test('R38: what somebody is known to have done is never noise', () => {
  const named: Alter = both(filled, (raw) => ({
    ...raw,
    attributions: raw.resources
      .filter(({ type }) => type === ours.function[0])
      .map(({ urn }) => ({ urn, actor: 'somebody', event: 'UpdateFunctionConfiguration', at: '2026-11-24T01:00:00Z' })),
  }));
  for (const report of [
    inBoth(named),
    compared({ staging: filled, prod: named }),
    compared({ staging: named, prod: filled }),
  ]) {
    expect(findingsOf(report, 'provider-noise')).toEqual([]);
    expect(findingsOf(report)).toHaveLength(2);
  }
});

test('R38: a resource that vanished in both is not noise', () => {
  const report = inBoth(liveOf(ours.alias, { status: 'missing' }));
  expect(findingsOf(report)).toHaveLength(2);
});
