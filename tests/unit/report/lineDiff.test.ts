import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lineDiff } from '../../../pipeline/report/lineDiff.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
const side = (before: string, after: string, mark: '-' | '+', around = 1_000): string =>
  lineDiff(before, after, around)
    .filter((line) => line.mark === ' ' || line.mark === mark)
    .map(({ text }) => text)
    .join('\n');

test('R10: a difference holds both texts whole', () => {
  fc.assert(
    fc.property(lines, lines, (left, right) => {
      const [before, after] = [left.join('\n'), right.join('\n')];
      fc.pre(before !== after);
      expect(side(before, after, '-')).toBe(before);
      expect(side(before, after, '+')).toBe(after);
    }),
    { numRuns: 300 },
  );
});

test('R10: equal texts have no difference, and one changed line is two', () => {
  expect(lineDiff('a\nb', 'a\nb').filter(({ mark }) => mark !== ' ')).toEqual([]);
  expect(lineDiff('a\nb\nc', 'a\nx\nc').map(({ mark, text }) => `${mark}${text}`)).toEqual([' a', '-b', '+x', ' c']);
});

test('R10: lines far from any difference are left out, and that is shown', () => {
  const long = Array.from({ length: 50 }, (_, index) => `line ${index}`);
  const found = lineDiff(long.join('\n'), long.with(25, 'changed').join('\n'), 2).map(({ text }) => text);
  expect(found).toEqual(['…', 'line 23', 'line 24', 'line 25', 'changed', 'line 26', 'line 27', '…']);
});

test('R10: texts of a hundred thousand lines are compared in no time', () => {
  const text = (mark: string) => Array.from({ length: 100_000 }, (_, index) => `${mark}${index}`).join('\n');
  const started = performance.now();
  expect(lineDiff(text('a'), text('b')).length).toBe(200_000);
  expect(performance.now() - started).toBeLessThan(5_000);
});
