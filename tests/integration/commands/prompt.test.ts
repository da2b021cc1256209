import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/** What a person at a terminal gets who types `keys` when asked. */
function typed(keys: string): { readonly code: number; readonly answer: string; readonly told: boolean } {
  const [terminal, program] = ['terminal.py', 'promptRun.ts'].map((name) => join(import.meta.dirname, name));
  const run = spawnSync(
    'python3',
    [terminal ?? '', 'Apply this to prod? [y/N]', keys, process.execPath, program ?? ''],
    {
      encoding: 'utf8',
      timeout: 60_000,
    },
  );
  const { output, code, typed: asked } = JSON.parse(run.stdout) as { output: string; code: number; typed: boolean };
  if (!asked) throw new Error(`nobody was asked:\n${output}${run.stderr}`);
  return {
    code,
    answer: /((?:not )?answered: .*?)\r?\n/.exec(output)?.[1] ?? output,
    told: /told to end/.test(output),
  };
}

test.each([
  ['y', 'y\\r', 'answered: {"status":"approved","by":["ada"]}'],
  ['nothing', '\\r', 'answered: {"status":"refused"}'],
  ['yesterday', 'yesterday\\r', 'answered: {"status":"refused"}'],
  ['Ctrl-D', '\\x04', 'answered: {"status":"refused"}'],
])('R34: at a terminal, %s at the question is an answer', (_name, keys, answer) => {
  expect(typed(keys)).toEqual({ code: 0, answer, told: false });
});

test('R36: Ctrl-C at the question asks for the end, and is no answer', () => {
  expect(typed('\\x03')).toEqual({ code: 0, answer: 'not answered: AbortError', told: true });
});
