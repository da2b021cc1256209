import { changeablePairs } from '../integration/drift/pairs.ts';
import { inWorld, mutateAll, share } from '../integration/drift/proofs.ts';
import type { Proof } from './proof.ts';

const environment = 'prod';

export const proof: Proof = {
  claim: 'every input that the program sets, changed through the AWS API, is found at its path, and nothing else is',
  cases: changeablePairs(environment).length,
  chunk: 90,
  async run({ seed, cases, deadline }) {
    const { cases: ran, problems } = await inWorld((world) =>
      mutateAll(world, share(environment, seed, cases), deadline),
    );
    return { cases: ran, failure: problems.length === 0 ? null : `seed ${seed}: ${problems.join('; ')}` };
  },
};
