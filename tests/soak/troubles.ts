/** Promotions whose disk fills up, or whose account and bucket are away for a while, from any step on. */
import fc from 'fast-check';
import { openKilledPromotions } from '../integration/recovery/killedPromotions.ts';
import { canFillDisk, troubleKinds } from '../integration/recovery/troubles.ts';
import type { Proof } from './proof.ts';

/** A promotion that makes everything makes some hundred and fifty steps, one that changes it some forty. */
const draw = fc.record({
  kind: fc.constantFrom(...troubleKinds),
  passing: fc.integer({ min: 0, max: 40 }),
  when: fc.constantFrom('before' as const, 'after' as const),
});

export const proof: Proof = {
  claim: 'a promotion whose disk fills up or whose account goes away says so, and goes on as it says',
  cases: 40,
  chunk: 10,
  async run({ seed, cases, deadline }) {
    if (!canFillDisk()) return { cases: 0, failure: 'a disk cannot be filled here: unshare -rm is not allowed' };
    const promotions = await openKilledPromotions('dev');
    try {
      let ran = 0;
      for (const { kind, passing, when } of fc.sample(draw, { seed, numRuns: cases })) {
        if (Date.now() >= deadline) break;
        if (ran > 0) await promotions.change(ran);
        let left = passing;
        const met = await promotions.meet(kind, () => (left-- > 0 ? null : when));
        const where = `${kind} ${met.killedAt ?? 'never'}`;
        if (met.problems.length > 0)
          return { cases: ran, failure: `${where}, the ${ran + 1}. of seed ${seed}: ${met.problems.join('; ')}` };
        process.stderr.write(`troubles: ${where}: ${met.ended}\n`);
        ran++;
      }
      return { cases: ran, failure: null };
    } finally {
      await promotions.close();
    }
  },
};
