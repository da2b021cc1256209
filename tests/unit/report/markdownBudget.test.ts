import { expect, test } from '@jest/globals';
import { commentBudget, renderMarkdown } from '../../../pipeline/report/markdown.ts';
import { base, drifted, hostile, many, withFindings } from './reports.ts';

const size = (text: string): number => Buffer.byteLength(text);
const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

test('R10: a report that fits is whole, and says where to filter it', () => {
  const text = renderMarkdown(drifted, { budget: commentBudget, links: { html: 'https://example.com/a b.html' } });
  expect(text).not.toContain('Left out to fit');
  expect(text).toContain('[the full report](https://example.com/a%20b.html)');
  for (const { id, classification } of drifted.findings)
    if (classification === 'unexpected') expect(text).toContain(id);
});

test.each([700, 2_000, 8_000, 30_000, commentBudget, 1_048_576])(
  'R10: the text fits a budget of %d bytes',
  (budget) => {
    for (const report of [drifted, hostile, many(300)]) {
      expect(size(renderMarkdown(report, { budget }))).toBeLessThanOrEqual(budget);
    }
  },
);

test('R10: detail is dropped from the least severe up, and what was dropped is said', () => {
  const report = many(500);
  const text = renderMarkdown(report, { budget: commentBudget });
  const shown = report.findings.map(({ id }) => text.includes(`<code>${id}</code>`));
  const details = shown.filter(Boolean).length;
  expect(details).toBeGreaterThan(5);
  expect(shown.slice(0, details).every(Boolean)).toBe(true);
  expect(text).toContain(`details of ${500 - details} findings`);
  expect(text).toContain('All of it is in report.html and report.json');
});

test('R10: the table says how many rows it leaves out', () => {
  const text = renderMarkdown(many(1_000), { budget: commentBudget });
  const rows = count(text, /^\| [🟥🟦]/gmu);
  expect(text).toContain(`What differs (1000)`);
  expect(text).toContain(`and ${1_000 - rows} more, none worse than these`);
});

test('R10: no table, block or fold is ever cut', () => {
  for (const budget of [700, 3_000, 9_000, 20_000, commentBudget]) {
    for (const report of [drifted, hostile, many(300)]) {
      const text = renderMarkdown(report, { budget }).replaceAll(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, 'block');
      expect(count(text, /<details>/g)).toBe(count(text, /<\/details>/g));
      expect(count(text, /<sub>/g)).toBe(count(text, /<\/sub>/g));
      expect(text).not.toContain('```');
      for (const table of text.split('\n\n').filter((block) => block.startsWith('|'))) {
        const columns = new Set(table.split('\n').map((row) => count(row, /\|/g)));
        expect([columns.size, table.endsWith('|')]).toEqual([1, true]);
      }
    }
  }
});

test('R10: one huge value does not push out the others', () => {
  const huge = { ...base, id: 'huge', actual: 'x'.repeat(5_000_000) };
  const text = renderMarkdown(withFindings([huge, ...drifted.findings]), { budget: commentBudget });
  expect(size(text)).toBeLessThanOrEqual(commentBudget);
  expect(text).toContain('<code>huge</code>');
  expect(text).not.toContain('Left out to fit');
});

test('R10: where the detail of one finding does not fit, none that is less severe takes its place', () => {
  const lines = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key${index}`, 'x'.repeat(400)]));
  const [first, big, last] = ['first', 'big', 'last'].map((id) => ({ ...base, id }));
  if (!first || !big || !last) throw new Error('three findings');
  const text = renderMarkdown(withFindings([first, { ...big, actual: lines }, last]), { budget: 12_000 });
  expect(['first', 'big', 'last'].map((id) => text.includes(`<code>${id}</code>`))).toEqual([true, false, false]);
  expect(text).toContain('details of 2 findings');
});
