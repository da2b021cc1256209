import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { root } from './documents.ts';

test('R24: the reference pages are what the code says now', async () => {
  const { stderr } = await promisify(execFile)(process.execPath, ['scripts/generate.ts', '--check'], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
  });
  expect(stderr).toBe('');
}, 120_000);
