import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderMarkdown } from '../../../pipeline/report/markdown.ts';
import { code, fenced, prose } from '../../../pipeline/report/markdownText.ts';
import { hostile, invisible } from './reports.ts';

const text = renderMarkdown(hostile, { budget: 1_048_576 });
/** What GitHub would look at for markup, mentions and links: not what stands in a block, nor in code. */
const outside = text.replaceAll(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, '').replaceAll(/<code>[^<]*<\/code>/g, '');

test('R42: no text from outside becomes markup', () => {
  const tags = [...outside.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
  expect(new Set(tags)).toEqual(new Set(['<details>', '</details>', '<summary>', '</summary>', '<sub>', '</sub>']));
  expect(outside).not.toMatch(/\]\(|!\[|`/);
  expect(
    outside.match(/^#+ .*/gm)?.every((line) => /^#{2,3} (?:[❌✅❔]|What differs|Environments|Notes)/u.test(line)),
  ).toBe(true);
});

test('R42: nobody is pinged and nothing is linked', () => {
  const decoded = outside.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
  expect(decoded).not.toMatch(/@|:\/\/|www\.|#\d|GH-\d/i);
});

test('R42: nothing turns the direction of reading, hides, or speaks to a terminal', () => {
  expect(text).not.toMatch(invisible);
  expect(text).toContain('\\u{202e}');
});

test('R42: names in any script stay readable', () => {
  for (const name of ['名前', '😀', 'ñ', 'مرحبا']) expect(text).toContain(name);
});

const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '`',
        '```',
        '|',
        '@a',
        '<b>',
        '</code>',
        '\n',
        '# ',
        '\u202e',
        '&#64;',
        '\\',
        '*',
        '://',
        '#1',
        '1. ',
      ),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    ),
  )
  .map((parts) => parts.join(''));

test('R42: any text stays on its line, in its cell and in its code', () => {
  fc.assert(
    fc.property(nasty, (value) => {
      const [cell, sentence] = [code(value), prose(value)];
      expect(cell).toMatch(/^<code>[^\n<>|`@]*<\/code>$/);
      expect(sentence.replaceAll(/<code>[^<]*<\/code>/g, '')).not.toMatch(/[\n<>|`@*]/);
      expect(`${cell}${sentence}`).not.toMatch(invisible);
    }),
    { numRuns: 300 },
  );
});

test('R42: any text stays in its block', () => {
  fc.assert(
    fc.property(nasty, (value) => {
      const [open = '', ...lines] = fenced(value, 'diff').split('\n');
      const close = lines.pop() ?? '';
      expect(open).toBe(`${close}diff`);
      expect(lines.every((line) => !line.includes(close))).toBe(true);
    }),
  );
});
