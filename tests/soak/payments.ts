/** The long version of `tests/unit/payments/histories.test.ts`. */
import fc from 'fast-check';
import { histories, judge } from '../unit/payments/histories.ts';
import type { Proof } from './proof.ts';

export const proof: Proof = {
  claim: 'no payment is doubled, lost or left untold, whatever fails when',
  cases: 10_000,
  chunk: 500,
  async run({ seed, cases, deadline }) {
    let ran = 0;
    const property = fc.asyncProperty(histories, async (history) => {
      ran++;
      const wrong = await judge(history);
      if (wrong.length > 0) throw new Error(wrong.join('\n'));
    });
    const details = await fc.check(property, {
      seed,
      numRuns: cases,
      interruptAfterTimeLimit: Math.max(1, deadline - Date.now()),
      markInterruptAsFailure: false,
    });
    if (!details.failed) return { cases: details.numRuns, failure: null };
    return { cases: ran, failure: describe(details) };
  },
};

interface WrongHistory {
  readonly seed: number;
  readonly counterexamplePath: string | null;
  readonly counterexample: unknown;
  readonly errorInstance: unknown;
}

/** Shrunk, with what replays it: `PAYMENTS_SEED` of the test in `npm test`, and the history itself. */
function describe({ seed, counterexamplePath, counterexample, errorInstance }: WrongHistory): string {
  const wrong = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return `${wrong} (seed ${seed}, path ${counterexamplePath ?? ''}, history ${JSON.stringify(counterexample)})`;
}
