/** One measured figure, with the limit that the project promises for it. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Null when the figure is only an indication: absolute times depend on the machine. */
  readonly limit: number | null;
  readonly ok: boolean;
  /** How it was measured, in a few words. */
  readonly how?: string;
}

/** A figure that must not exceed its limit. */
export const atMost = (name: string, value: number, limit: number, unit: string, how?: string): Row => ({
  name,
  value,
  unit,
  limit,
  ok: value <= limit,
  ...(how === undefined ? {} : { how }),
});

/** A figure for information. */
export const indication = (name: string, value: number, unit: string, how?: string): Row => ({
  name,
  value,
  unit,
  limit: null,
  ok: true,
  ...(how === undefined ? {} : { how }),
});

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
