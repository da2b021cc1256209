/** Bootstraps that are killed after some changes, engine and all, and run again: each goes on, and the last one ends as if nothing was. */
import fc from 'fast-check';
import { endOf, withBootstraps } from '../integration/recovery/killedBootstraps.ts';
import type { When } from '../integration/recovery/killingProxy.ts';
import type { Proof, SoakResult } from './proof.ts';

/** Changes that a run makes before it dies. One that makes all of them makes more than a hundred. */
const draw = fc.record({ passing: fc.integer({ min: 0, max: 30 }), when: fc.constantFrom<When>('before', 'after') });

export const proof: Proof = {
  claim: 'a bootstrap killed after any change goes on when it is run again, and ends as one that was never killed',
  cases: 40,
  chunk: 5,
  async run({ seed, cases, deadline }) {
    intended ??= withBootstraps(async (world) => (await world.run(() => null), endOf(world)));
    const wanted = await intended;
    return withBootstraps(async (world): Promise<SoakResult> => {
      const died: string[] = [];
      for (const { passing, when } of fc.sample(draw, { seed, numRuns: cases })) {
        if (Date.now() > deadline) break;
        let left = passing;
        const { killedAt, code, output } = await world.run(() => (left-- > 0 ? null : when));
        died.push(killedAt ?? 'the end');
        if (killedAt === null && code !== 0)
          return { cases: died.length - 1, failure: `after ${died.join(', then ')} (seed ${seed}): ${output}` };
        process.stderr.write(`bootstrapKills: ${died.at(-1)}\n`);
        // All is made: nothing is left to die at.
        if (killedAt === null) break;
      }
      const last = await world.run(() => null);
      const again = await world.run(() => null);
      const problems = [
        ...(last.code === 0 ? [] : [`the last run ended with ${last.code}: ${last.output}`]),
        ...((again.output.match(/: no changes$/gm) ?? []).length === 3 ? [] : [`it changes again: ${again.output}`]),
        ...((await endOf(world)) === wanted ? [] : ['what is in state, or the number of keys, is not as intended']),
      ];
      const failure = `died at ${died.join(', then ')} (seed ${seed}): ${problems.join('; ')}`;
      return { cases: died.length, failure: problems.length === 0 ? null : failure };
    });
  },
};

let intended: Promise<string> | undefined;
