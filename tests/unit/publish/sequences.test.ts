import { test } from '@jest/globals';
import { publishSequences } from '../../soak/publishSequences.ts';

// All thousand of them run in `npm run soak`.
test('R22: whatever happens in whatever order, one true issue and nothing said twice', async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
  await publishSequences({ sequences: 60, seed });
}, 120_000);
