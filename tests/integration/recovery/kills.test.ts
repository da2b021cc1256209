import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const seed = Number(process.env['PAYMENTS_SEED'] ?? 24);
const cases = 2;

test(`R36: a promotion that is killed is recovered and ends as intended (seed ${seed}; all of it: npm run soak -- kills)`, async () => {
  const script = join(import.meta.dirname, 'sample.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, String(seed), String(cases)]);
  expect(JSON.parse(stdout)).toEqual({ cases, failure: null });
}, 240_000);
