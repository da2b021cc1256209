import { expect, test } from '@jest/globals';
import { compare } from '../../../pipeline/comparison/compare.ts';
import { prod, staging } from '../snapshot/rawPayments.ts';
import {
  about,
  both,
  compared,
  deployed,
  findingsOf,
  inProgram,
  now,
  observed,
  ours,
  rulesWith,
  theOne,
  withoutResource,
  type Alter,
} from './observed.ts';

const newer = (releasedAt: string | null = '2026-11-23T22:00:00Z') => about({ release: 'b'.repeat(64), releasedAt });
const ahead = (...alters: readonly Alter[]) => both(newer(), ...alters);
const longer = deployed(ours.function, { timeout: 60 });

test('R39: a difference that two releases explain waits for promotion, with its age, and is no drift', () => {
  const report = compared({ staging: ahead(longer) });
  expect(report.verdict).toBe('in-sync');
  expect(report.summary).toMatchObject({ pendingRelease: 1, unexpected: 0 });
  expect(theOne(report, 'pending-release')).toMatchObject({ kind: 'parity', path: 'timeout', ageSeconds: 6 * 3600 });
  expect(theOne(report, 'pending-release').reason).toContain('staging runs bbbbbbb');
});

test('R39: after the limit it is unexpected, and says for how long it waited', () => {
  const at = (time: string) =>
    compared({ staging: ahead(longer), at: new Date(time), rules: rulesWith({ pendingReleaseLimitHours: 24 }) });
  expect(at('2026-11-24T22:00:00Z').verdict).toBe('in-sync');
  const late = at('2026-11-24T22:00:01Z');
  expect(late.verdict).toBe('drifted');
  expect(theOne(late)).toMatchObject({ path: 'timeout', ageSeconds: 24 * 3600 + 1 });
  expect(theOne(late).reason).toContain('longer than 24 hours');
});

test('R39: the same release in both explains nothing', () => {
  expect(theOne(compared({ staging: longer })).classification).toBe('unexpected');
});

test('R39: an environment that does not run exactly its own release explains nothing', () => {
  const report = compared({ staging: ahead(longer, inProgram(ours.function, { timeout: 90 })) });
  expect(findingsOf(report, 'pending-release')).toEqual([]);
  expect(findingsOf(report).map(({ kind, expected, actual }) => [kind, expected, actual])).toEqual([
    ['parity', 60, 30],
    ['undeployed-change', 90, 60],
  ]);
});

test('R39: a new resource of the newer release waits too', () => {
  const report = compared({ staging: newer(), prod: withoutResource(ours.egress) });
  expect(theOne(report, 'pending-release')).toMatchObject({ change: 'missing', path: '' });
});

test('R39: a difference between the settings is ended by no promotion, so it never waits for one', () => {
  const own = (raw: Parameters<Alter>[0]) =>
    deployed(ours.function, { timeout: raw.environment === 'prod' ? 2048 : 1024 })(raw);
  const report = compared({ staging: both(newer(), own), prod: own, rules: rulesWith({ variations: [] }) });
  const timeout = findingsOf(report).find(({ path }) => path === 'timeout');
  expect(timeout?.reason).toContain('settings.memory differs in the same way, so no promotion ends it');
});

test('R39: a setting that the newer release changes in both environments alike waits with it', () => {
  const at = (timeout: number) => deployed(ours.function, { timeout });
  const classified = (promised: number) => {
    const lower = observed(staging, both(newer(), at(1024)));
    const report = compare({
      observations: [{ ...lower, configurations: { prod: { memory: promised } } }, observed(prod, at(2048))],
      ...{ baseline: 'staging', target: 'prod', rules: rulesWith({ variations: [] }), now },
    });
    return report.findings.find(({ path }) => path === 'timeout')?.classification;
  };
  expect(classified(1024)).toBe('pending-release');
  expect(classified(2048)).toBe('unexpected');
});

test('R39: where the program could not be asked it is not known whether the releases explain it', () => {
  const unasked = both(ahead(longer), (raw) => ({
    ...raw,
    causes: ['the preview failed'],
    resources: raw.resources.map((each) => ({ ...each, programInputs: null })),
  }));
  const report = compared({ staging: unasked });
  expect(findingsOf(report, 'pending-release')).toEqual([]);
  expect(findingsOf(report, 'unknown').find(({ path }) => path === 'timeout')?.reason).toContain(
    'a program could not be asked',
  );
  expect(report.verdict).toBe('unknown');
});

test('R39: when nobody knows since when, it waits, and says that', () => {
  const report = compared({ staging: both(newer(null), longer), prod: about({ releasedAt: null }) });
  const finding = theOne(report, 'pending-release');
  expect(finding.ageSeconds).toBeUndefined();
  expect(finding.reason).toContain('for how long is not known');
});

test('R39: a program of a newer release than the deployed one waits for promotion, it is not undeployed by mistake', () => {
  const report = compared({
    prod: both(inProgram(ours.function, { timeout: 60 }), about({ programRelease: 'c'.repeat(64) })),
  });
  expect(theOne(report, 'pending-release')).toMatchObject({ kind: 'undeployed-change', path: 'timeout' });
  expect(report.verdict).toBe('in-sync');
});
