import { expect, test } from '@jest/globals';
import type { EnvironmentSummary, Finding, Severity } from '../../../pipeline/comparison/finding.ts';
import { compare } from '../../../pipeline/comparison/compare.ts';
import { summarise, verdictOf, worstFirst } from '../../../pipeline/comparison/verdict.ts';
import { staging } from '../snapshot/rawPayments.ts';
import {
  about,
  both,
  compared,
  findingsOf,
  inAccount,
  liveOf,
  now,
  observed,
  ours,
  rulesWith,
  theOne,
} from './observed.ts';

const finding = (classification: Finding['classification'], severity: Severity = 'medium', id = 'a'): Finding => ({
  id,
  kind: 'parity',
  environment: 'prod',
  resource: { type: 't', name: 'n', urn: 'u', physicalId: null },
  change: 'changed',
  path: 'p',
  expected: 1,
  actual: 2,
  classification,
  severity,
  reason: 'r',
  resolve: [],
});
const environment = (observedAs: EnvironmentSummary['observed'] = 'complete', hidden = 0): EnvironmentSummary => ({
  account: '',
  region: '',
  release: null,
  observed: observedAs,
  observedAt: '',
  resources: 1,
  notObservable: Array.from({ length: hidden }, () => ({ resource: 'r', path: 'p', reason: 'x' })),
});
const judged = (findings: readonly Finding[], environments: Readonly<Record<string, EnvironmentSummary>>) =>
  verdictOf(summarise(findings, environments), environments);

test.each<readonly [Finding['classification'], string]>([
  ['unexpected', 'drifted'],
  ['waiver-expired', 'drifted'],
  ['unknown', 'unknown'],
  ['pending-release', 'in-sync'],
  ['expected-variation', 'in-sync'],
  ['waived', 'in-sync'],
  ['provider-noise', 'in-sync'],
])('R33: a finding that is %s makes the verdict %s', (classification, verdict) => {
  expect(judged([finding(classification)], { prod: environment() })).toBe(verdict);
});

test('R33: what is certainly different outweighs what is not known, and both are counted', () => {
  const all = [finding('unknown'), finding('unexpected'), finding('waiver-expired')];
  expect(judged(all, { prod: environment('failed') })).toBe('drifted');
  expect(summarise(all, { prod: environment('complete', 2), staging: environment('complete', 1) })).toMatchObject({
    unexpected: 2,
    unknown: 1,
    notObservable: 3,
  });
});

test('R33: an environment that was not completely observed is never in sync', () => {
  for (const state of ['partial', 'failed'] as const)
    expect(judged([], { staging: environment(), prod: environment(state) })).toBe('unknown');
  expect(judged([], { staging: environment(), prod: environment() })).toBe('in-sync');
});

test('R33: committed blind spots are counted and alone do not change the verdict', () => {
  const blind = about({ blindSpots: [{ type: ours.endpoint[0], path: 'policy', reason: 'the emulator keeps none' }] });
  const report = compared({
    staging: blind,
    prod: both(blind, inAccount(ours.endpoint, { policy: '{"Statement":[]}' })),
  });
  expect([report.verdict, report.summary.notObservable]).toEqual(['in-sync', 2]);
  const beside = compared({ prod: both(blind, inAccount(ours.endpoint, { serviceName: 'other' })) });
  expect(theOne(beside).path).toBe('serviceName');
});

test('R33: a resource that could not be read is unknown with its cause, and nothing else is said of it', () => {
  const report = compared({ prod: liveOf(ours.key, { status: 'unknown', cause: 'AccessDenied on kms:DescribeKey' }) });
  expect(report.verdict).toBe('unknown');
  expect(theOne(report, 'unknown')).toMatchObject({ resource: { name: 'payments-key' }, resolve: [], path: '' });
  expect(theOne(report, 'unknown').reason).toContain('AccessDenied on kms:DescribeKey');
});

test('R33: an environment that nobody observed, or that could not be, is unknown and says why', () => {
  const missing = compare({
    observations: [observed(staging)],
    baseline: 'staging',
    target: 'prod',
    rules: rulesWith(),
    now,
  });
  expect(missing.verdict).toBe('unknown');
  expect(missing.environments['prod']).toMatchObject({ observed: 'failed', error: 'there is no observation of prod' });
  const failed = compared({ prod: about({ failed: true, causes: ['no credentials'], resources: [] }) });
  expect(failed.verdict).toBe('unknown');
  expect(theOne(failed, 'unknown').reason).toContain('no credentials');
});

test('R33: what was seen of an environment that was partly observed is compared all the same', () => {
  const report = compared({
    prod: both(inAccount(ours.function, { timeout: 60 }), about({ causes: ['2 events were lost'] })),
  });
  expect(theOne(report).path).toBe('timeout');
  expect(findingsOf(report, 'unknown')).toHaveLength(1);
  expect(report.verdict).toBe('drifted');
});

test('R33: an environment without any resource is unknown, not in sync', () => {
  const empty = compared({ prod: about({ resources: [] }) });
  expect(empty.verdict).toBe('unknown');
  expect(theOne(empty, 'unknown').reason).toContain('there was nothing to observe');
});

test('R33: the worst comes first, whatever order findings were found in', () => {
  const sorted = [
    finding('unexpected', 'critical'),
    finding('unexpected', 'high'),
    finding('unexpected', 'low', 'a'),
    finding('unexpected', 'low', 'b'),
    finding('waiver-expired', 'critical'),
    finding('unknown', 'medium'),
    finding('expected-variation', 'info'),
  ];
  expect(worstFirst([...sorted].reverse())).toEqual(sorted);
  expect(worstFirst([...sorted.slice(3), ...sorted.slice(0, 3)])).toEqual(sorted);
});
