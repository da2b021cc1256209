import { expect, test } from '@jest/globals';
import { renderTerminal } from '../../../pipeline/report/terminal.ts';
import { base, drifted, hostile, inSync, invisible, many, withFindings } from './reports.ts';

const plain = { colour: false } as const;

test('R10: the first line is the answer, the second what to do', () => {
  expect(renderTerminal(inSync, plain).split('\n').slice(0, 2)).toEqual([
    '✓ prod is the same as staging, as far as they are meant to be',
    expect.stringContaining('Nothing to do'),
  ]);
  expect(renderTerminal(drifted, plain)).toMatch(
    /^✗ prod is not the same as staging: \d+ unexpected differences\n {2}\d of \d are critical or high/,
  );
});

test('R10: findings stand worst first, and what is accounted for is only counted', () => {
  const text = renderTerminal(drifted, plain);
  const severities = [...text.matchAll(/^ {2}(critical|high|medium|low) /gm)].map(([, severity = '']) => severity);
  const order = ['critical', 'high', 'medium', 'low'];
  expect(severities.length).toBeGreaterThan(4);
  expect(severities).toEqual([...severities].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
  expect(text).toContain(`${drifted.summary.expectedVariations} declared variations`);
  expect(text).not.toContain('sized by its load');
});

test('R10: it is coloured when it may be, and not at all when it may not', () => {
  expect(renderTerminal(drifted, plain)).not.toContain('\u001b');
  const coloured = renderTerminal(drifted, { colour: true });
  expect(coloured).toContain('\u001b[');
  expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(renderTerminal(drifted, plain));
});

test('R10: it stays short, and counts what it leaves out', () => {
  const text = renderTerminal(many(1_000), { colour: false, most: 5 });
  expect(text).toContain('and 995 more: see report.html');
  expect(text.split('\n').length).toBeLessThan(60);
});

test('R42: no text from outside speaks to the terminal', () => {
  expect(renderTerminal(hostile, plain)).not.toMatch(invisible);
});

test('R42: a name of several lines cannot pretend to be a line of the report', () => {
  const name = 'a\n✓ prod is the same as staging\tb';
  const finding = { ...base, reason: name, resource: { ...base.resource, name, type: name }, path: name };
  const text = renderTerminal(withFindings([finding], { notes: [{ environment: null, text: name }] }), plain);
  expect(text).not.toMatch(/^✓/m);
});
