/**
 * Promotions that die at every step that changes something, before it reaches the account or the bucket and after it was done, and
 * at random ones. A promotion that was recovered goes on and dies again further on, so that one sandbox gives many cases.
 */
import fc from 'fast-check';
import { openKilledPromotions, type KilledPromotions } from '../integration/recovery/killedPromotions.ts';
import type { Choice, When } from '../integration/recovery/killingProxy.ts';
import type { Proof, SoakResult } from './proof.ts';

/** What this process has died at already: `after CreateTable payments-table`. */
const seen = new Set<string>();

/** Where one promotion dies: at the first step, after passing some, that no other died at; at random, at whichever is next. */
interface Draw {
  readonly passing: number;
  readonly when: When;
  readonly anywhere: boolean;
}

const draw: fc.Arbitrary<Draw> = fc.record({
  passing: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 3 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 60 }) },
  ),
  when: fc.constantFrom('before', 'after'),
  anywhere: fc.integer({ min: 0, max: 4 }).map((number) => number === 0),
});

/** The first round makes everything, the next ones change most of it. */
const killsInOneRound = 8;

export const proof: Proof = {
  claim:
    'a promotion killed at any step is recovered and ends as intended: nothing twice, nothing lost, nothing left behind',
  cases: 240,
  chunk: 16,
  async run({ seed, cases, deadline }) {
    const draws = fc.sample(draw, { seed, numRuns: cases });
    const [to = 'dev'] = fc.sample(fc.constantFrom('dev', 'dev', 'dev', 'staging'), { seed, numRuns: 1 });
    const promotions = await openKilledPromotions(to);
    try {
      return await play(promotions, draws, { seed, deadline });
    } finally {
      await promotions.close();
    }
  },
};

async function play(
  promotions: KilledPromotions,
  draws: readonly Draw[],
  { seed, deadline }: { readonly seed: number; readonly deadline: number },
): Promise<SoakResult> {
  let ran = 0;
  let missed = 0;
  const died: string[] = [];
  for (let round = 1; ran < draws.length && Date.now() < deadline; round++) {
    const last = Math.min(draws.length, ran + killsInOneRound);
    while (ran < last && Date.now() < deadline) {
      const { killedAt, problems } = await promotions.attempt(chooseBy(nearer(draws[ran], missed)));
      if (problems.length > 0)
        return { cases: ran, failure: inWords([...died, killedAt ?? 'the end'], seed, problems) };
      missed = killedAt === null ? missed + 1 : 0;
      if (killedAt === null) break;
      ran++;
      seen.add(killedAt);
      died.push(killedAt);
      process.stderr.write(`kills: ${killedAt}\n`);
    }
    const problems = await promotions.finish();
    if (problems.length > 0) return { cases: ran, failure: inWords(died, seed, problems) };
    await promotions.change(round);
  }
  return { cases: ran, failure: null };
}

/** A draw that a whole promotion did not reach: the same one, half as far, so that none is drawn for ever. */
function nearer(drawn: Draw = { passing: 0, when: 'before', anywhere: true }, missed: number): Draw {
  return missed === 0 ? drawn : { ...drawn, passing: Math.floor(drawn.passing / 2 ** missed), anywhere: true };
}

function chooseBy({ passing, when, anywhere }: Draw): Choice {
  let left = passing;
  const other: When = when === 'before' ? 'after' : 'before';
  return (step) => {
    const fresh = anywhere ? when : [when, other].find((each) => !seen.has(`${each} ${step}`));
    return fresh === undefined || left-- > 0 ? null : fresh;
  };
}

const inWords = (died: readonly string[], seed: number, problems: readonly string[]): string =>
  `died at ${died.join(', then ')} (seed ${seed}): ${problems.join('; ')}`;
