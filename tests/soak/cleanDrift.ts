import { inWorld, unexplained } from '../integration/drift/proofs.ts';
import type { Proof } from './proof.ts';

export const proof: Proof = {
  claim: 'a drift check of accounts that nobody touched finds nothing',
  cases: 500,
  chunk: 10,
  run: ({ cases, deadline }) =>
    inWorld(async (world) => {
      let ran = 0;
      while (ran < cases && Date.now() < deadline) {
        const problems = await unexplained(world);
        ran++;
        if (problems.length > 0) return { cases: ran, failure: problems.join('; ') };
      }
      return { cases: ran, failure: null };
    }),
};
