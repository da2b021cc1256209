/** A state bucket that fails, is late, loses answers, cuts them short, or does not know who asks any more, at any request of a deployment. */
import fc from 'fast-check';
import { deployThroughFault, faultKinds, type BackendFault } from '../integration/release/backendFault.ts';
import { openPlace, variant } from '../integration/release/place.ts';
import type { Proof } from './proof.ts';

/** A deployment makes about a hundred requests to the bucket; each client tries three times. */
const fault: fc.Arbitrary<BackendFault> = fc.record({
  kind: fc.constantFrom(...faultKinds),
  from: fc.integer({ min: 1, max: 110 }),
  // An ended session and a wrong clock stay as they are.
  count: fc.constantFrom(1, 2, 5, 12, 1_000),
});

export const proof: Proof = {
  claim:
    'Whatever the state bucket does, a deployment that says it is done is done, one that failed says why, and there is a way on.',
  cases: 60,
  chunk: 10,
  async run({ seed, cases, deadline }) {
    const faults = fc.sample(fault, { seed, numRuns: cases });
    const place = await openPlace();
    try {
      let ran = 0;
      for (const each of faults) {
        if (Date.now() >= deadline) break;
        const number = ++ran;
        const built = await place.add(
          variant(place.first, (dev) => ({ ...dev, alarmErrors: dev.alarmErrors + 10 + number })),
        );
        const { problems, ended } = await deployThroughFault(place, built, each);
        if (problems.length > 0) {
          const what = `${JSON.stringify(each)}, the ${number}. of seed ${seed}, ended with "${ended}"`;
          return { cases: ran, failure: `${what}: ${problems.join('; ')}` };
        }
      }
      return { cases: ran, failure: null };
    } finally {
      await place.close();
    }
  },
};
