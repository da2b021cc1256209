/** A set of durations; null figures mean that there was nothing to measure, which is not the same as zero. */
export interface Durations {
  readonly count: number;
  readonly medianSeconds: number | null;
  /** Nearest rank: an observed value, never an interpolated one. */
  readonly percentile90Seconds: number | null;
}

export function durations(seconds: readonly number[]): Durations {
  const sorted = seconds.toSorted((a, b) => a - b);
  return { count: sorted.length, medianSeconds: rank(sorted, 0.5), percentile90Seconds: rank(sorted, 0.9) };
}

const rank = (sorted: readonly number[], share: number): number | null =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;

/** Null without a whole: no deployment has no failure rate. */
export const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

export const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;
