/** Two promotions into one environment at once, at random distances. */
import fc from 'fast-check';
import { twoAtOnce } from '../integration/release/concurrentPromotions.ts';
import { openPlace, variant } from '../integration/release/place.ts';
import type { Proof } from './proof.ts';

export const proof: Proof = {
  claim:
    'Of two promotions at once exactly one deploys; the other is refused with its name, or finds the release in place.',
  cases: 50,
  chunk: 10,
  async run({ seed, cases, deadline }) {
    const distances = fc.sample(fc.integer({ min: 0, max: 9_000 }), { seed, numRuns: cases });
    const place = await openPlace();
    try {
      let ran = 0;
      for (const apart of distances) {
        if (Date.now() >= deadline) break;
        const number = ++ran;
        const built = await place.add(
          variant(place.first, (dev) => ({ ...dev, alarmErrors: dev.alarmErrors + 10 + number })),
        );
        const problems = await twoAtOnce(place, built, apart);
        if (problems.length > 0) {
          return { cases: ran, failure: `${apart} ms apart, the ${number}. of seed ${seed}: ${problems.join('; ')}` };
        }
      }
      return { cases: ran, failure: null };
    } finally {
      await place.close();
    }
  },
};
