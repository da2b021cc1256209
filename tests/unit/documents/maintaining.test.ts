import { expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mayImport } from '../../../tools/eslint/rooms.mjs';
import { read, root } from './documents.ts';

test('R25: every dependency has its reason on record, and nothing else has', () => {
  const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  const installed = Object.keys({ ...manifest['dependencies'], ...manifest['devDependencies'] }).sort();
  const reasons = [...read('docs/maintaining.md').matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)];
  expect(reasons.map(([, name]) => name).sort()).toEqual(installed);
  expect(reasons.filter(([, , reason = '']) => reason.trim().length < 5)).toEqual([]);
});

test('R24: the page on architecture has a row for each room that has rules, and each row is a folder', () => {
  const rows = [...read('docs/architecture.md').matchAll(/^\| `([^`]+?)\/?` \|/gm)].map(([, room = '']) => room);
  expect(
    Object.keys(mayImport).filter(
      (room) => room !== 'pipeline' && !rows.includes(room) && !rows.some((row) => row.startsWith(`${room}/`)),
    ),
  ).toEqual([]);
  expect(rows.filter((room) => !existsSync(join(root, room)))).toEqual([]);
});
