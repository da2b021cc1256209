/** Counts of one invocation as a line of CloudWatch's embedded metric format: no call, no permission, no endpoint needed. */
export const metricNamespace = 'Payments';

/** Names of the metrics, for alarms and dashboards. Synthetic payments are in none of them. */
export const metricNames = ['Recorded', 'Duplicate', 'Conflict', 'Refused', 'Failed', 'Owed', 'Settled'] as const;
export type MetricName = (typeof metricNames)[number];
export type Counts = Readonly<Partial<Record<MetricName, number>>>;

export function metricLine(stage: string, counts: Counts, at: Date): string {
  const names = metricNames.filter((name) => counts[name] !== undefined);
  const Metrics = names.map((name) => ({ Name: name, Unit: 'Count' }));
  const directive = { Namespace: metricNamespace, Dimensions: [['stage']], Metrics };
  return JSON.stringify({ _aws: { Timestamp: at.getTime(), CloudWatchMetrics: [directive] }, stage, ...counts });
}
