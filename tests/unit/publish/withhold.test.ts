import { expect, test } from '@jest/globals';
import { withholdValues } from '../../../pipeline/publish/withhold.ts';
import { finding, report } from './setting.ts';

const secrets = ['333333333333', '2048', '1024', 'declared', 'urn:pulumi', 'mallory', 'AccessDenied', 'blind'];

test('R22: a report for a public place names resource and property, and no value, account or person', () => {
  const attribution = { actor: 'mallory', event: 'UpdateFunctionConfiguration', at: '2026-11-24T01:00:00Z' };
  const waiver = { owner: 'mallory', expires: '2026-12-01', reason: 'declared' };
  const notes = [{ environment: 'prod', text: 'mallory has not confirmed' }];
  const full = report('drifted', [finding('f1', { attribution, waiver })], { notes });
  const prod = {
    ...full.environments['prod'],
    error: 'AccessDenied',
    notObservable: [{ resource: 'r', path: 'p', reason: 'blind' }],
  };
  const withheld = withholdValues({ ...full, environments: { prod } } as typeof full);

  const text = JSON.stringify(withheld);
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(withheld.findings[0]).toMatchObject({
    id: 'f1',
    environment: 'prod',
    path: 'memorySize',
    resource: { type: 'aws:lambda/function:Function', name: 'processor' },
    severity: 'medium',
    classification: 'unexpected',
  });
  expect(withheld.verdict).toBe('drifted');
  expect(withheld.summary).toEqual(full.summary);
});

test('R22: absent stays absent, so that "missing" still reads as missing', () => {
  const [missing] = withholdValues(report('drifted', [finding('f1', { actual: null, change: 'missing' })])).findings;
  expect(missing).toMatchObject({ expected: '[withheld]', actual: null });
});
