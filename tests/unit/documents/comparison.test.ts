import { expect, test } from '@jest/globals';
import { read } from './documents.ts';

/** Where each tool documents itself. */
const official: Readonly<Record<string, RegExp>> = {
  'pulumi/actions': /^https:\/\/github\.com\/pulumi\/actions\/blob\/[0-9a-f]{40}\//,
  Atlantis: /^https:\/\/github\.com\/runatlantis\/atlantis\/blob\/[0-9a-f]{40}\//,
  'OpenTaco (Digger)': /^https:\/\/github\.com\/diggerhq\/digger\/blob\/[0-9a-f]{40}\//,
  Spacelift: /^https:\/\/github\.com\/spacelift-io\/user-documentation\/blob\/[0-9a-f]{40}\//,
  Terrateam: /^https:\/\/github\.com\/terrateamio\/terrateam\/blob\/[0-9a-f]{40}\//,
  Kargo: /^https:\/\/github\.com\/akuity\/kargo\/blob\/[0-9a-f]{40}\//,
};
const page = read('docs/comparison.md');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| tool '))
  .map((line) => line.slice(2, -2).split(' | '));

test('R24: the comparison names each tool, and says of each what it does or would do better', () => {
  expect(new Set(rows.map(([tool]) => tool))).toEqual(new Set(['this project', ...Object.keys(official)]));
  expect(page).toContain('## What this project lacks');
});

test('R24: each cell about another tool has its source in the documentation of that tool, and its date', () => {
  const others = rows.filter(([tool]) => tool !== 'this project');
  expect(others.length).toBeGreaterThan(12);
  const wrong = others.filter(([tool = '', text = '', source = '']) => {
    const [, address = ''] = /^\[[^\]]+\]\((\S+)\), \d{4}-\d{2}$/.exec(source) ?? [];
    return text === '' || official[tool]?.test(address) !== true;
  });
  expect(wrong).toEqual([]);
});
