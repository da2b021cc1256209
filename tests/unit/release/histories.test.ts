import { expect, test } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { playHistories } from './histories/histories.ts';

// The whole proof has 10,000 histories (npm run soak -- promotions); a new sample is drawn each time, and its seed is told.
test('R17 R34 R36 R41 R43: in random histories with kills and interrupts no environment gets what the one below did not run verified, no author approves, nothing is stuck, nothing lacks evidence', async () => {
  const { failure, cases } = await playHistories({ histories: 60, seed: randomInt(2 ** 31) });
  expect(failure).toBeNull();
  expect(cases).toBe(60);
}, 120_000);
