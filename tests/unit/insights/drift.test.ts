import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding, Report } from '../../../pipeline/comparison/finding.ts';
import { noRules } from '../../../pipeline/comparison/rules.ts';
import { driftOf } from '../../../pipeline/insights/drift.ts';
import { readReports } from '../../../pipeline/insights/reports.ts';
import { waiverAges } from '../../../pipeline/insights/waivers.ts';
import { base, inSync } from '../report/reports.ts';

const hour = 3600;
const at = (time: string): string => `2026-11-${time}:00.000Z`;
const finding = (id: string, change: Partial<Finding> = {}): Finding => ({
  ...{ ...base, id, classification: 'unexpected' as const },
  ...change,
});
const report = (generatedAt: string, findings: readonly Finding[] = [], change: Partial<Report> = {}): Report => ({
  ...{ ...inSync, generatedAt, findings },
  ...change,
});
const blind = (generatedAt: string, findings: readonly Finding[]) => {
  const environments = Object.entries(inSync.environments).map(([name, summary]) => [
    name,
    { ...summary, observed: 'partial' },
  ]);
  return report(generatedAt, findings, { environments: Object.fromEntries(environments) as Report['environments'] });
};

describe('drift found and resolved', () => {
  const attribution = { actor: 'ada', event: 'UpdateTable', at: at('01T02:00') };

  test('R7: times to detect and to resolve are those of reports read by hand', () => {
    const drift = driftOf([
      report(at('01T04:00'), [finding('a', { attribution }), finding('b')]), // a: 2 h after it was made
      report(at('02T04:00'), [finding('b')]), // a resolved after 24 h
      report(at('03T04:00'), [finding('c')]), // b resolved after 48 h
    ]);
    expect(drift).toMatchObject({
      ...{ reports: 3, open: 1 },
      timeToDetect: { count: 1, medianSeconds: 2 * hour },
      timeToResolve: { count: 2, medianSeconds: 24 * hour, percentile90Seconds: 48 * hour },
    });
    expect(drift.episodes.map(({ id, firstSeen, resolved }) => [id, firstSeen, resolved])).toEqual([
      ['a', at('01T04:00'), at('02T04:00')],
      ['b', at('01T04:00'), at('03T04:00')],
      ['c', at('03T04:00'), null],
    ]);
  });

  test('R33: a report that did not see everything resolves nothing', () => {
    const drift = driftOf([
      report(at('01T04:00'), [finding('a')]),
      blind(at('02T04:00'), []),
      report(at('03T04:00'), [finding('x', { classification: 'unknown' })]),
    ]);
    expect([drift.open, drift.timeToResolve.count]).toEqual([1, 0]);
  });

  test('R7: what comes back is another episode; other pairs of environments are counted apart', () => {
    const other = { baseline: 'dev', target: 'staging' };
    const drift = driftOf([
      report(at('01T04:00'), [finding('a')]),
      report(at('01T05:00'), [], other),
      report(at('02T04:00')),
      report(at('03T04:00'), [finding('a')]),
    ]);
    expect([drift.episodes.length, drift.open, drift.timeToResolve.medianSeconds]).toEqual([2, 1, 24 * hour]);
  });

  test.each(['pending-release', 'expected-variation', 'waived', 'provider-noise'] as const)(
    'R39: what is %s is no drift',
    (classification) =>
      expect(driftOf([report(at('01T04:00'), [finding('a', { classification })])]).episodes).toEqual([]),
  );

  test('R33: no report is no data', () => {
    expect(driftOf([])).toMatchObject({ reports: 0, open: 0, timeToDetect: { count: 0, medianSeconds: null } });
  });
});

test('R32: a waiver is as old as the first report that names it, and expires after its last day', () => {
  const waived = { owner: 'team', reason: 'a test of the queue', expires: '2026-11-24' };
  const rules = { ...noRules, waivers: [waived, { ...waived, owner: 'nobody', expires: '2026-11-20' }] };
  const named = [finding('a', { classification: 'waived', waiver: waived })];
  const reports = [report(at('20T00:00')), report(at('21T12:00'), named), report(at('22T12:00'), named)];
  const ages = waiverAges(
    { ...rules, waivers: rules.waivers.map((each) => ({ ...each, resource: 'aws:sqs/queue:Queue/q' })) },
    reports,
    new Date(at('24T12:00')),
  );
  expect(ages.map(({ owner, daysLeft, ageSeconds }) => ({ owner, daysLeft, ageSeconds }))).toEqual([
    { owner: 'team', daysLeft: 1, ageSeconds: 72 * hour },
    { owner: 'nobody', daysLeft: -3, ageSeconds: null },
  ]);
});

describe('a folder of reports', () => {
  let folder = '';
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'payments-insights-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const put = (name: string, text: string) => {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'report.json'), text);
  };

  test('R7: is read at any depth, oldest first', async () => {
    put('b/run', JSON.stringify(report(at('01T04:00'))));
    put('a', JSON.stringify(report(at('02T04:00'))));
    const { reports, unreadable } = await readReports(folder);
    expect(reports.map(({ generatedAt }) => generatedAt)).toEqual([at('01T04:00'), at('02T04:00')]);
    expect(unreadable).toEqual([]);
  });

  test('R33: names what is broken in it, and leaves it out of the figures openly', async () => {
    put('good', JSON.stringify(report(at('01T04:00'))));
    put('truncated', '{"schemaVersion": 1, "verd');
    put('wrong', JSON.stringify({ ...report(at('02T04:00')), verdict: 'fine' }));
    const { reports, unreadable } = await readReports(folder);
    expect(reports).toHaveLength(1);
    expect(unreadable).toEqual([
      { file: join('truncated', 'report.json'), reason: expect.stringMatching(/JSON/) },
      { file: join('wrong', 'report.json'), reason: expect.stringMatching(/^verdict: /) },
    ]);
  });

  test('R33: that is not there is refused', async () => {
    await expect(readReports(join(folder, 'none'))).rejects.toMatchObject({ exitCode: 64, advice: expect.any(String) });
  });
});
