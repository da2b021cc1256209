import { expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderComment } from '../../../.github/actions/preview-comment/comment.ts';
import { collectPreviews } from '../../../.github/actions/preview-comment/previews.ts';

const change = (operation: string, name: string, properties: Readonly<Record<string, string>> = {}) => ({
  operation,
  type: 'aws:lambda/function:Function',
  name,
  properties,
});

const planned = (
  environment: string,
  more: object = {},
  changes: readonly object[] = [change('update', 'processor', { memorySize: 'update' })],
) => ({
  ...{ environment, status: 'planned', plan: { changes, notes: [] }, widenings: [], parity: null, own: null },
  ...more,
});

const effect = {
  widenings: ['role function may now dynamodb:DeleteItem on table/payments'],
  parity: {
    baseline: 'staging',
    opens: ['Function processor memorySize: expected 1024, 3008 in prod'],
    closes: [],
    alters: [],
    unknown: 0,
  },
  own: {
    waiting: 'a'.repeat(64),
    lines: ['update aws:lambda/function:Function processor, with other values: memorySize'],
  },
};

async function comment(files: Readonly<Record<string, string>>, budget = 65_536): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-comment-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const collected = await collectPreviews(folder);
    const about = {
      environments: ['staging', 'prod'],
      offline: false,
      commit: 'c'.repeat(40),
      runUrl: 'https://github.invalid/run',
    };
    return renderComment({ ...collected, ...about }, budget);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const both = (prod: object) => ({
  'staging.json': JSON.stringify([planned('staging')]),
  'prod.json': JSON.stringify([prod]),
});

test('R20: one line an environment says what would change, and the details are folded', async () => {
  const text = await comment(both(planned('prod', {}, [change('replace', 'processor')])));
  expect(text).toContain('| staging | 1 to update |');
  expect(text).toContain('| prod | ⚠️ 1 to replace |');
  expect(text).toContain('<summary>staging: in detail</summary>');
  expect(text).toContain('~ aws:lambda/function:Function processor [memorySize]');
});

test('R31, R35: the line names parity and wider access, and each is told in full', async () => {
  const text = await comment(both(planned('prod', effect)));
  expect(text).toContain('| prod | ⚠️ 1 to update; access becomes wider in 1 place; opens 1 difference from staging |');
  expect(text).toContain('<summary>prod: Parity with staging</summary>');
  expect(text).toContain('opens: Function processor memorySize: expected 1024, 3008 in prod');
  expect(text).toContain('role function may now dynamodb:DeleteItem on table/payments');
  expect(text).toContain('Of this change itself; the rest is release aaaaaaaaaaaa, which is merged and waits');
});

test('R20: a preview that failed, or was not made, is said and never looks like no changes', async () => {
  const failed = { environment: 'prod', status: 'failed', error: 'AccessDenied' };
  const text = await comment({ 'prod.json': JSON.stringify([failed]) });
  expect(text).toContain('| staging | ❌ no preview was made |');
  expect(text).toContain('| prod | ❌ the preview failed |');
  expect(text).toContain('AccessDenied');
});

test('R20: the log of a step is told where it says why something is missing', async () => {
  const logs = { 'all.log': 'of the preview', 'rehearsal.log': '✗ a payment did not arrive' };
  const withPlan = await comment({ ...both(planned('prod')), ...logs });
  expect(withPlan).toContain('✗ a payment did not arrive');
  expect(withPlan).not.toContain('of the preview');
  expect(await comment(logs)).toContain('of the preview');
});

test.each([
  ['a name that is markup', planned('prod', { parity: { ...effect.parity, baseline: '</summary><img src=x>' } })],
  ['a release that is markup', planned('prod', { own: { ...effect.own, waiting: '<script>' } })],
  ['an environment that is markup', planned('<b>prod</b>')],
])('R20: %s is refused as something that no preview writes', async (_what, preview) => {
  const text = await comment({ 'prod.json': JSON.stringify([preview]) });
  expect(text).toContain('prod.json: not what a preview writes');
  expect(text).not.toMatch(/<img|<script|<b>/);
});

test('R20: hostile texts stay inside code blocks that they cannot close', async () => {
  const text = await comment(
    both(planned('prod', { ...effect, widenings: ['```\n</details> @everybody <img src=x>'] })),
  );
  const outside = text.replaceAll(/(`{3,})[^\n]*\n[\s\S]*?\n\1/g, '');
  expect(outside).not.toMatch(/@everybody|<img/);
});

test('R20: a comment fits its budget, whatever the plans hold', async () => {
  const many = Array.from({ length: 2000 }, (_, index) => change('create', `resource-${index}`));
  const text = await comment(both(planned('prod', effect, many)), 8000);
  expect(text.length).toBeLessThanOrEqual(8000);
  expect(text).toContain('characters more');
  expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)?.length ?? -1);
});
