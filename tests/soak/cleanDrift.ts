import { QuietWorld } from '../integration/drift/quiet.ts';
import type { Proof } from './proof.ts';

/**
 * In each chunk releases reach staging, wait there and are promoted while checks look, nobody has confirmed the email
 * subscriptions, and in half of the checks the account answers in other words: other orders, other spaces, more defaults.
 */
export const proof: Proof = {
  claim: 'a drift check of accounts that nobody but the pipeline touched finds nothing, at whatever time it looks',
  cases: 500,
  chunk: 25,
  async run({ seed, cases, deadline }) {
    const quiet = await QuietWorld.open(seed);
    try {
      let ran = 0;
      while (ran < cases && Date.now() < deadline) {
        const problems = await quiet.check();
        ran++;
        if (problems.length > 0) return { cases: ran, failure: `seed ${seed}, check ${ran}: ${problems.join('; ')}` };
      }
      return { cases: ran, failure: null };
    } finally {
      await quiet.close();
    }
  },
};
