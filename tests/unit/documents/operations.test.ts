import { expect, test } from '@jest/globals';
import { prefix } from '../../../infra/names.ts';
import { recordEnvironments } from '../../components/environments.ts';
import { anchorsIn, documents, read } from './documents.ts';

const runbook = read('docs/operations.md');

test('R9: the runbook has a section for each alarm of the program, and for no other', async () => {
  const alarms = new Set<string>();
  for (const [environment, { resources }] of await recordEnvironments()) {
    for (const { type, inputs } of resources) {
      if (type !== 'aws:cloudwatch/metricAlarm:MetricAlarm') continue;
      alarms.add(String(inputs['name']).replace(`${prefix(environment)}-`, ''));
    }
  }
  const section = /^## Alarms$([\s\S]*?)^## /m.exec(runbook)?.[1] ?? '';
  const titles = [...section.matchAll(/^### (.+)$/gm)].map(([, title]) => title);
  expect(alarms.size).toBeGreaterThan(10);
  expect(titles.toSorted()).toEqual([...alarms].sort());
});

test('R42: the runbook has a section for each way in which the pipeline stops', () => {
  const wanted = [
    ...['a-gate-that-stays-closed', 'a-lease-that-is-held', 'a-lease-or-lock-that-was-lost'],
    ...[
      'a-smoke-payment-that-failed',
      'a-plan-that-is-not-the-approved-one',
      'publisherror',
      'drifted',
      'unknown',
      'an-old-state',
    ],
  ];
  expect(wanted.filter((anchor) => !anchorsIn(runbook).has(anchor))).toEqual([]);
});

test.each([
  ['pipeline/release/gate.ts', 'the gate of ', 'is closed'],
  ['pipeline/release/deploy.ts', 'is not the one that was approved', 'is not the one that was approved'],
  ['pipeline/release/lease.ts', 'is being changed by', 'is being changed by'],
  ['pipeline/release/lease.ts', 'was taken away while this run held it', 'was taken away while this run held it'],
  ['pipeline/engine/update.ts', 'is locked by', 'is locked by'],
  ['pipeline/account/smokePayment.ts', 'the smoke payment was lost at the', 'the smoke payment was lost at the'],
  ['pipeline/engine/checkpoint.ts', 'cannot be read', 'cannot be read'],
])('R42: %s says "%s", and the runbook quotes it', (file, inCode, inRunbook) => {
  expect(read(file)).toContain(inCode);
  expect(runbook).toContain(inRunbook);
});

test('R24: decisions are numbered without a gap, and each has context, decision and consequence', () => {
  const decisions = documents.filter((path) => path.startsWith('docs/decisions/')).sort();
  expect(decisions.length).toBeGreaterThan(5);
  decisions.forEach((path, index) => {
    const number = String(index + 1).padStart(4, '0');
    expect(path).toMatch(new RegExp(`^docs/decisions/${number}-[a-z0-9-]+\\.md$`));
    expect(read(path)).toMatch(
      new RegExp(
        `^# ${number}: .+\\n\\n\\*\\*Context\\.\\*\\*[\\s\\S]+\\*\\*Decision\\.\\*\\*[\\s\\S]+\\*\\*Consequence\\.\\*\\*`,
      ),
    );
  });
});
