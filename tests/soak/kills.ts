import fc from 'fast-check';
import { killedDeployment, type KillPoint } from '../integration/recovery/killedDeployment.ts';
import type { Proof } from './proof.ts';

/** A deployment of an empty environment prints about fifty lines; most of the time goes between two of them. */
const killPoint: fc.Arbitrary<KillPoint> = fc.record({
  lines: fc.integer({ min: 1, max: 55 }),
  milliseconds: fc.integer({ min: 0, max: 600 }),
});

export const proof: Proof = {
  claim: 'a deployment killed at any moment is recovered: nothing twice, nothing lost, nothing left behind',
  cases: 200,
  chunk: 5,
  async run({ seed, cases, deadline }) {
    const points = fc.sample(killPoint, { seed, numRuns: cases });
    let ran = 0;
    for (const point of points) {
      if (Date.now() >= deadline) break;
      const { problems, lastLine } = await killedDeployment(point);
      ran++;
      if (problems.length > 0) {
        return {
          cases: ran,
          failure: `killed at ${JSON.stringify(point)} after "${lastLine}" (seed ${seed}): ${problems.join('; ')}`,
        };
      }
    }
    return { cases: ran, failure: null };
  },
};
