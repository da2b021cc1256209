import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Insights } from '../../../pipeline/insights/insights.ts';
import { printInsights } from '../../../scripts/output/insights.ts';
import { insightsPage } from '../../../scripts/output/insightsHtml.ts';
import { measured, nothing } from './sample.ts';

let lines: string[] = [];
let log = jest.spyOn(console, 'log');
beforeEach(() => {
  lines = [];
  log = jest.spyOn(console, 'log').mockImplementation((text: string) => void lines.push(text));
});
afterEach(() => log.mockRestore());

const printed = (insights: Insights): string => {
  printInsights(insights);
  return lines.join('\n');
};

test('R41: the table shows each figure, and what is still to be done', () => {
  const text = printed(measured);
  expect(text).toMatch(/prod +5 +1\.3 +4 h \(90 %: 6 h\) +40 % +1\.5 min/);
  expect(text).toContain('prod: 1 failure not made good yet');
  expect(text).toContain('prod: 2 deployments without a result');
  expect(text).toMatch(
    /3 reports, 1 difference found, 1 still open\n +time to detect +no data.*\n +time to resolve +2 d/,
  );
  expect(text).toMatch(/until 2026-09-15 \(.*expired.*\), in use for 1 d/);
  expect(text).toContain('Not counted: ');
});

test('R33: the table and the page say "no data" and "not measured" where nothing was', () => {
  expect(printed(nothing)).toMatch(/prod +0 +0\.0 +no data +no data +no data\n[^]*not measured: --reports[^]*none/);
  const page = insightsPage(nothing);
  expect(page.match(/<td>no data<\/td>/g)).toHaveLength(3);
  expect(page).toContain('Not measured: no reports were given.');
});

test('R41: the page shows the same figures, loads nothing, and text from records stays text', () => {
  const page = insightsPage(measured);
  for (const figure of ['4 h (90 %: 6 h)', '40 %', '1.5 min', '2 d', 'expired']) expect(page).toContain(figure);
  expect(page).not.toContain('<img');
  expect(page.split('&lt;img src=x onerror=alert(1)&gt;').length).toBeGreaterThan(4);
  expect(page).not.toMatch(/<(script|link|iframe|object|embed)|src=["']|@import|url\(/);
});
