import { expect, test } from '@jest/globals';
import { lastScreenWith } from '../../../scripts/pictures/screens.ts';

/** As `liveRows` writes: rows, then away with them, a line that stays, and rows again. */
const written = [
  ...['planning\r\n', '⠋ prod updating, 1 s\r\n', 'payments dev 1\r\n', '\x1b[2A\r\x1b[J'],
  ...['\x1b[2mcreated Queue\x1b[22m\r\n', '⠙ prod updating, 2 s\r\n', 'payments dev 2\r\n', '\x1b[2A\r\x1b[J'],
  'done\r\n',
].join('');

test('R37: a screen of a rehearsal has what stays, and the rows of that moment alone', () => {
  expect(lastScreenWith(written, /prod updating/, 10)).toEqual([
    ...['planning', '\x1b[2mcreated Queue\x1b[22m'],
    ...['⠙ prod updating, 2 s', 'payments dev 2'],
  ]);
  expect(lastScreenWith(written, /done/, 10)).toEqual(['planning', '\x1b[2mcreated Queue\x1b[22m', 'done']);
});

test('R37: a screen is no higher than asked for, and what it says must be on it', () => {
  expect(lastScreenWith(written, /^created Queue$/, 3)).toHaveLength(3);
  expect(lastScreenWith(written, /planning/, 1)).toBeUndefined();
});
