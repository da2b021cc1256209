/** How many tests passed, failed and were skipped, from the results that jest writes with `--json`. */
import { z } from 'zod';

const results = z.object({
  success: z.boolean(),
  numPassedTests: z.number().int().nonnegative(),
  numFailedTests: z.number().int().nonnegative(),
  numPendingTests: z.number().int().nonnegative(),
  numTodoTests: z.number().int().nonnegative(),
  // A file that does not even load runs no test: it counts as one failure.
  numRuntimeErrorTestSuites: z.number().int().nonnegative(),
});

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly complete: boolean;
}

/** Counts of a run; `text` is null when jest ended before it wrote its results, which is a failure and never zero. */
export function readCounts(text: string | null): Counts {
  if (text === null) return { passed: 0, failed: 1, skipped: 0, complete: false };
  const run = results.parse(JSON.parse(text));
  return {
    passed: run.numPassedTests,
    failed: run.numFailedTests + run.numRuntimeErrorTestSuites,
    skipped: run.numPendingTests + run.numTodoTests,
    complete: run.success,
  };
}

export function countLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}

/** 0 only when tests ran, none failed, and jest itself agrees. */
export function verdict(counts: Counts, jestExitCode: number): number {
  const proven = counts.complete && counts.passed > 0 && counts.failed === 0;
  return proven && jestExitCode === 0 ? 0 : Math.max(1, jestExitCode);
}
