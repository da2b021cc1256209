import type { Durations } from '../../pipeline/insights/figures.ts';

const noData = 'no data';

const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** `3.2 h`; two digits are more than these figures are good for. */
export function duration(seconds: number | null): string {
  if (seconds === null) return noData;
  const [name, size] = units.find(([, least]) => Math.abs(seconds) >= least) ?? (['s', 1] as const);
  const value = seconds / size;
  return `${value >= 10 ? Math.round(value) : Number(value.toFixed(1))} ${name}`;
}

/** Median and ninetieth percentile. */
export const spread = ({ count, medianSeconds, percentile90Seconds }: Durations): string =>
  count < 2 ? duration(medianSeconds) : `${duration(medianSeconds)} (90 %: ${duration(percentile90Seconds)})`;

export const percent = (share: number | null): string => (share === null ? noData : `${Math.round(share * 100)} %`);
