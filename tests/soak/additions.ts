import { addAndCheck } from '../integration/drift/additions.ts';
import { inWorld } from '../integration/drift/proofs.ts';
import { shownKinds } from '../integration/accountMeddling.ts';
import type { Proof } from './proof.ts';

/** The program has up to this many of a type that can be meddled with: each is, in a round of its own. */
const places = 3;

export const proof: Proof = {
  claim: 'every kind of child, added behind the back of the pipeline, is found where it was added, and nothing else is',
  cases: places * shownKinds.length,
  chunk: shownKinds.length,
  async run({ seed, cases }) {
    const place = Math.floor(seed / shownKinds.length);
    const problems = await inWorld((world) => addAndCheck(world, shownKinds.slice(0, cases), place));
    return { cases, failure: problems.length === 0 ? null : `seed ${seed}: ${problems.join('; ')}` };
  },
};
