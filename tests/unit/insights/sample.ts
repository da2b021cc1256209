import type { Insights } from '../../../pipeline/insights/insights.ts';

const none = { count: 0, medianSeconds: null, percentile90Seconds: null };
const hostile = '<img src=x onerror=alert(1)>';
/** Text from records that would be markup where it is not escaped, among the figures. */
export const measured: Insights = {
  ...{ schemaVersion: 1, from: '2026-09-01T00:00:00.000Z', to: '2026-10-01T00:00:00.000Z' },
  delivery: [
    {
      ...{ environment: 'prod', deployments: 5, perWeek: 1.25, failures: 2, changeFailureRate: 0.4 },
      leadTime: { count: 3, medianSeconds: 14_400, percentile90Seconds: 21_600 },
      ...{ timeToRestore: { count: 1, medianSeconds: 90, percentile90Seconds: 90 }, notRestored: 1, open: 2 },
    },
  ],
  drift: {
    ...{ reports: 3, open: 1, timeToDetect: none },
    timeToResolve: { count: 1, medianSeconds: 172_800, percentile90Seconds: 172_800 },
    episodes: [
      {
        ...{ id: 'a', environment: 'prod', resource: `aws:x/${hostile}`, path: 'memorySize', severity: 'high' },
        ...{ firstSeen: '2026-09-02T00:00:00.000Z', resolved: null, madeAt: null },
      },
    ],
  },
  waivers: [
    { resource: hostile, owner: hostile, reason: hostile, expires: '2026-09-15', daysLeft: -15, ageSeconds: 86_400 },
  ],
  unreadable: [{ file: `${hostile}/report.json`, reason: hostile }],
};
/** Nothing was deployed and no reports were given. */
export const nothing: Insights = {
  ...{ ...measured, drift: null, waivers: [], unreadable: [] },
  delivery: [
    {
      ...{ environment: 'prod', deployments: 0, perWeek: 0, failures: 0, changeFailureRate: null, leadTime: none },
      ...{ timeToRestore: none, notRestored: 0, open: 0 },
    },
  ],
};
