import { changeablePairs, fatesOf, programPairs } from '../integration/drift/pairs.ts';
import { inWorld, mutateAll, share } from '../integration/drift/proofs.ts';
import type { Proof } from './proof.ts';

const environment = 'prod';

/** How many inputs cannot be changed in an account, or not be seen in this one: tables with a reason each, held by `pairs.test.ts`. */
const others = Map.groupBy(programPairs(environment), (pair) => fatesOf(pair)[0]);
const left = (['immutable', 'blind', 'provider argument'] as const).map(
  (fate) => `${others.get(fate)?.length} ${fate}`,
);

export const proof: Proof = {
  claim: `every input that the program sets and an account can change, changed through the AWS API, is found at its path, and nothing else is (of ${programPairs(environment).length} inputs; ${left.join(', ')}, and one that shuts the observer out)`,
  cases: changeablePairs(environment).length,
  chunk: 90,
  async run({ seed, cases, deadline }) {
    const { cases: ran, problems } = await inWorld((world) =>
      mutateAll(world, share(environment, seed, cases), deadline),
    );
    return { cases: ran, failure: problems.length === 0 ? null : `seed ${seed}: ${problems.join('; ')}` };
  },
};
