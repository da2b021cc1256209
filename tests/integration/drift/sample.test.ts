import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { shownKinds } from '../accountMeddling.ts';

const seed = Number(process.env['PAYMENTS_SEED'] ?? 0);
const count = 12;

test(`R7 R40: what was changed or added through the AWS API is found, each at its path, and nothing else (seed ${seed})`, async () => {
  const script = join(import.meta.dirname, 'sample.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, String(seed), String(count)]);
  expect(JSON.parse(stdout)).toEqual({ mutations: count, additions: shownKinds.length, problems: [] });
}, 240_000);
