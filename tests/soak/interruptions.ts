import fc from 'fast-check';
import { interrupted } from '../integration/commands/ctrlC.ts';
import { interruptedPromotion } from '../integration/commands/interruptedPromotion.ts';
import type { Proof } from './proof.ts';

/** A rehearsal prints some two hundred lines, a promotion as many; most of the time goes between two of them. */
const moment = fc.record(
  {
    lines: fc.integer({ min: 1, max: 200 }),
    milliseconds: fc.integer({ min: 0, max: 1500 }),
    // Somebody does not want to wait.
    again: fc.integer({ min: 510, max: 3000 }),
  },
  { requiredKeys: ['lines', 'milliseconds'] },
);
const interruption = fc.record({ what: fc.constantFrom('rehearse', 'promote'), moment });

export const proof: Proof = {
  claim: 'Ctrl-C at any moment leaves no process and no file behind, and what was interrupted goes on',
  cases: 60,
  chunk: 2,
  async run({ seed, cases, deadline }) {
    let ran = 0;
    for (const each of fc.sample(interruption, { seed, numRuns: cases })) {
      if (Date.now() >= deadline) break;
      const problems = await problemsOf(each);
      ran++;
      if (problems.length > 0)
        return { cases: ran, failure: `${JSON.stringify(each)} (seed ${seed}): ${problems.join('; ')}` };
    }
    return { cases: ran, failure: null };
  },
};

async function problemsOf({
  what,
  moment: at,
}: typeof interruption extends fc.Arbitrary<infer T> ? T : never): Promise<readonly string[]> {
  const { again, ...first } = at;
  const when = again === undefined ? first : { ...first, again };
  if (what === 'promote') return interruptedPromotion(when);
  const { reached, code, left } = await interrupted({ command: ['rehearse'], ...when });
  return reached && code === 0 ? [...left, 'it was told to end and ended with 0'] : left;
}
