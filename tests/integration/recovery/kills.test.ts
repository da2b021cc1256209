import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { canFillDisk } from './troubles.ts';

const seed = Number(process.env['PAYMENTS_SEED'] ?? 24);

async function sample(proof: string, cases: number): Promise<unknown> {
  const script = join(import.meta.dirname, 'sample.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, proof, String(seed), String(cases)]);
  return JSON.parse(stdout);
}

test(`R36: a promotion that is killed is recovered and ends as intended (seed ${seed}; all of it: npm run soak -- kills)`, async () => {
  expect(await sample('kills', 2)).toEqual({ cases: 2, failure: null });
}, 240_000);

// Elsewhere nobody may have a small disk of their own.
const onLinux = canFillDisk() ? test : test.skip;

onLinux(
  `R36: a promotion whose disk fills up or whose account goes away says so and goes on (seed ${seed}; all of it: npm run soak -- troubles)`,
  async () => {
    expect(await sample('troubles', 1)).toEqual({ cases: 1, failure: null });
  },
  240_000,
);
