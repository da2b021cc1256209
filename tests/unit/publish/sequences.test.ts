import { expect, test } from '@jest/globals';
import { publishSequences } from '../../soak/publish.ts';

// All thousand of them run in `npm run soak`.
test('R22: whatever happens in whatever order, one true issue and nothing said twice', async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
  expect(await publishSequences({ sequences: 60, seed })).toEqual({ cases: 60, failure: null });
}, 120_000);
