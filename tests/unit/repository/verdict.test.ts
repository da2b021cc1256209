import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payments-verdict-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** `npm test` on the tests of a temporary folder: its exit code and the last line that it printed. */
function runTests(files: Readonly<Record<string, string>>): { code: number | null; last: string | undefined } {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const config = JSON.stringify({ rootDir: folder, testMatch: ['**/*.test.cjs'], transform: {} });
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'scripts', 'test.ts'), '--config', config, '-i'], {
    encoding: 'utf8',
  });
  return { code: status, last: stdout.trimEnd().split('\n').at(-1) };
}

const passing = "test('good', () => expect(1).toBe(1));";
const failing = "test('bad', () => expect(1).toBe(2));";

test('R37: tests that pass end with their count and 0', () => {
  expect(runTests({ 'a.test.cjs': passing })).toEqual({ code: 0, last: '1 passed, 0 failed' });
});

test('R37: one failure is counted and ends with 1', () => {
  expect(runTests({ 'a.test.cjs': passing, 'b.test.cjs': failing })).toEqual({ code: 1, last: '1 passed, 1 failed' });
});

test('R37: skipped tests are said, and do not count as passed', () => {
  const skipped = "test.skip('later', () => {});";
  expect(runTests({ 'a.test.cjs': `${passing}${skipped}` })).toEqual({
    code: 0,
    last: '1 passed, 0 failed, 1 skipped',
  });
  expect(runTests({ 'a.test.cjs': skipped })).toEqual({ code: 1, last: '0 passed, 0 failed, 1 skipped' });
});

test('R37: a file that does not load counts as a failure', () => {
  expect(runTests({ 'a.test.cjs': passing, 'b.test.cjs': "require('./nothing.cjs');" })).toEqual({
    code: 1,
    last: '1 passed, 1 failed',
  });
});

test('R37: no test at all is not a success', () => {
  expect(runTests({})).toEqual({ code: 1, last: '0 passed, 0 failed' });
});

/** `.ci/run` in a folder of its own, with an npm that ends as it is told. */
function runCi(codes: { readonly check: number; readonly test: number }): { code: number | null; lines: string[] } {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const npm = `#!/bin/sh\ncase "$*" in "run check") exit ${codes.check};; test) echo "7 passed, 0 failed"; exit ${codes.test};; *) exit 99;; esac\n`;
  writeFileSync(join(bin, 'npm'), npm, { mode: 0o755 });
  const { status, stdout, stderr } = spawnSync('bash', [join(root, '.ci', 'run')], {
    encoding: 'utf8',
    env: { PATH: `${bin}:/usr/bin:/bin` },
  });
  return { code: status, lines: `${stderr}${stdout}`.trimEnd().split('\n') };
}

test.each([
  [{ check: 0, test: 0 }, 0],
  [{ check: 1, test: 0 }, 1],
  [{ check: 0, test: 5 }, 5],
  [{ check: 1, test: 5 }, 5],
])('R37: .ci/run ends with the count line, and with failure when checks or tests fail: %j', (codes, code) => {
  const run = runCi(codes);
  expect(run.code).toBe(code);
  expect(run.lines.at(-1)).toBe('7 passed, 0 failed');
});
