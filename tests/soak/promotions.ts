/**
 * The state machine of releases against a plain model of three accounts: unanswered and late approvals, superseded releases,
 * authors who approve, rollbacks, pauses, emergencies, two at once, and processes that die at any call.
 */
import { playHistories } from '../unit/release/histories/histories.ts';
import type { Proof } from './proof.ts';

export const proof: Proof = {
  claim:
    'No environment gets what the one below did not run verified, no author approves, no newer release is stuck, no change lacks evidence.',
  cases: 10_000,
  chunk: 250,
  run: ({ seed, cases }) => playHistories({ histories: cases, seed }),
};
