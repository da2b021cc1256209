/**
 * The state machine of releases against a plain model of three accounts: unanswered and late approvals, superseded releases,
 * authors who approve, rollbacks, pauses, emergencies, two at once, and processes that die at any call.
 */
import { playHistories } from '../unit/release/histories/histories.ts';
import type { Proof } from './proof.ts';

/** So many histories meet everything that they are about. */
const whole = 1_000;

export const proof: Proof = {
  claim:
    'No environment gets what the one below did not run verified, no author approves, no newer release is stuck, no change lacks evidence.',
  cases: 10_000,
  chunk: whole,
  async run({ seed, cases }) {
    const { unseen, ...result } = await playHistories({ histories: cases, seed });
    if (result.failure !== null || cases < whole || unseen.length === 0) return result;
    return { ...result, failure: `none of ${cases} histories (seed ${seed}) had: ${unseen.join(', ')}` };
  },
};
