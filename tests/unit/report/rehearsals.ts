/** The page over a rehearsal: of one that passed, and of one that a check ended. */
import { join } from 'node:path';
import { loadConfiguration } from '../../../pipeline/configuration/index.ts';
import type { DeployResult } from '../../../pipeline/release/deployment.ts';
import type { CheckResult } from '../../../scripts/rehearsal/check.ts';
import type { Flow } from '../../../scripts/rehearsal/payments.ts';
import { summaryPage } from '../../../scripts/rehearsal/summary.ts';

const hostile = '<img src=x onerror=alert(1)>';
const configuration = loadConfiguration(join(import.meta.dirname, '..', '..', '..', 'config'));
const lines = [
  { environment: null, text: 'building the release' },
  { environment: 'dev', text: `created ${hostile} ${'payments-function-'.repeat(12)}` },
];

const passed: readonly CheckResult[] = [
  {
    title: 'One release is promoted',
    status: 'passed',
    detail: 'payments told after: dev 83 ms',
    seconds: 12.3,
    lines,
  },
  { title: 'The drift check is in sync', status: 'passed', detail: 'in sync', seconds: 4, lines: [], report: 'clean' },
];

const result: Pick<DeployResult, 'changes' | 'smoke'> = {
  changes: [],
  smoke: {
    ...{ idempotencyKey: 'k', recordedMilliseconds: 80, publishedMilliseconds: 83 },
    ...{ notificationId: 'n', servedBy: '1' },
  },
};
const flow: Flow = { through: 41, lost: [] };

export const rehearsed: string = summaryPage(passed, {
  configuration,
  promoted: new Map(configuration.environments.map(({ environment }) => [environment, result])),
  flows: new Map(configuration.environments.map(({ environment }) => [environment, flow])),
});

export const failed: string = summaryPage(
  [
    { title: 'One release is promoted', status: 'failed', detail: `${hostile}\nRun it again.`, seconds: 1, lines },
    { title: 'The drift check is in sync', status: 'not run', detail: '', seconds: 0, lines: [] },
  ],
  { configuration, promoted: new Map([['dev', result]]), flows: new Map() },
);
