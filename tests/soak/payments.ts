/** The long version of `tests/unit/payments/histories.test.ts`: as many random histories as are asked for. */
import fc from 'fast-check';
import { histories, judge } from '../unit/payments/histories.ts';

export interface SoakRequest {
  readonly seed: number;
  /** How many histories at least; `deadline` ends it earlier. */
  readonly histories: number;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

export interface SoakResult {
  readonly histories: number;
  /** The first history that went wrong, shrunk, with the seed and path that replay it. */
  readonly failure: {
    readonly seed: number;
    readonly path: string;
    readonly history: string;
    readonly report: string;
  } | null;
}

/** Runs until the histories are used up, the deadline has come, or one has gone wrong. */
export async function run({ seed, histories: count, deadline }: SoakRequest): Promise<SoakResult> {
  const property = fc.asyncProperty(histories, async (history) => {
    const wrong = await judge(history);
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
  });
  const details = await fc.check(property, {
    seed,
    numRuns: count,
    interruptAfterTimeLimit: Math.max(1, deadline - Date.now()),
    markInterruptAsFailure: false,
  });
  if (!details.failed) return { histories: details.numRuns, failure: null };
  return {
    histories: details.numRuns,
    failure: {
      seed: details.seed,
      path: details.counterexamplePath ?? '',
      history: JSON.stringify(details.counterexample),
      report: fc.defaultReportMessage(details) ?? 'the run was interrupted',
    },
  };
}
