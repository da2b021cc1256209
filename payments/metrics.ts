/** Counts of one invocation as a line of CloudWatch's embedded metric format: no call, no permission, no endpoint needed. */
import type { Level } from './log.ts';

export const metricNamespace = 'Payments';

/** Names of the metrics, for alarms and dashboards. Synthetic payments are in none of them. */
export const metricNames = ['Recorded', 'Duplicate', 'Conflict', 'Refused', 'Failed', 'Owed', 'Settled'] as const;
export type MetricName = (typeof metricNames)[number];
export type Counts = Readonly<Partial<Record<MetricName, number>>>;

export function metricLine(stage: string, counts: Counts, at: Date): string {
  const names = metricNames.filter((name) => counts[name] !== undefined);
  const Metrics = names.map((name) => ({ Name: name, Unit: 'Count' }));
  const directive = { Namespace: metricNamespace, Dimensions: [['stage']], Metrics };
  const _aws = { Timestamp: at.getTime(), CloudWatchMetrics: [directive] };
  return JSON.stringify({
    level: levelOf(counts),
    timestamp: at.toISOString(),
    message: 'metrics',
    _aws,
    stage,
    ...counts,
  });
}

/** What alarms look at must pass every log level that an environment may set. */
function levelOf({ Failed = 0, Owed = 0, Refused = 0, Conflict = 0 }: Counts): Level {
  if (Failed + Owed > 0) return 'ERROR';
  return Refused + Conflict > 0 ? 'WARN' : 'INFO';
}
