/** `--from` and `--to` of commands that look back. */
import type { Command } from 'commander';

export interface SpanOptions {
  readonly from?: Date;
  readonly to?: Date;
}

interface Span {
  /** Inclusive. */
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

const day = 24 * 60 * 60_000;

export function withSpanOptions(program: Command): Command {
  const dateOf = (text: string): Date => {
    const date = new Date(`${text}T00:00:00Z`);
    if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime())) return date;
    return program.error(`error: expected a date such as 2026-09-30, got "${text}"`);
  };
  return program
    .option('--from <date>', 'first day, ISO 8601 in UTC (default: 90 days ago)', dateOf)
    .option('--to <date>', 'last day, inclusive (default: today)', dateOf);
}

/** @param latest what counts as the end of today */
export function spanOf(program: Command, options: SpanOptions, now: Date, latest = now): Span {
  const from = options.from ?? new Date(now.getTime() - 90 * day);
  const to = options.to === undefined ? latest : new Date(options.to.getTime() + day);
  return from < to ? { from, to } : program.error('error: --from is after --to');
}
