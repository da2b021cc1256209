import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeClone, until, type Clone } from './clone.ts';

let clone: Clone;
beforeEach(() => {
  clone = makeClone();
});
afterEach(() => clone.remove());

const inCache = (...path: string[]) => clone.has(clone.root, '.cache', ...path);
const cached = () => readdirSync(join(clone.root, '.cache')).map((name) => name.replace(/-\d+$/, ''));
const installing = () => clone.calls().includes('pip install');
const counted = (call: string) => clone.calls().filter((each) => each === call).length;

test('R37: two set-ups at once install once; the second waits, says for whom, and finds everything', async () => {
  const first = clone.start({ NPM_SECONDS: '0.5' });
  await until(() => inCache('setup.lock'));
  const second = clone.start();
  const [one, two] = await Promise.all([first.ended, second.ended]);
  expect([one.code, two.code]).toEqual([0, 0]);
  expect(two.output).toContain(`another set-up of this clone is at work (process ${first.child.pid} on `);
  expect([counted('npm ci'), counted('go build'), counted('pip install')]).toEqual([1, 1, 1]);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  'R37: %s ends the running step, leaves nothing half-installed, and the next start completes',
  async (signal, code) => {
    const running = clone.start({ PIP_SECONDS: '30' });
    await until(installing);
    running.child.kill(signal);
    const { code: ended, output, milliseconds } = await running.ended;
    expect({ ended, output }).toEqual({
      ended: code,
      output: expect.stringContaining('nothing half-installed was left'),
    });
    expect(milliseconds).toBeLessThan(10_000);
    expect(cached()).toEqual([]);
    // What pip unpacks goes with it.
    expect(clone.has(clone.home, 'pip-target')).toBe(false);
    expect((await clone.setUp()).code).toBe(0);
    expect(inCache('emulator', 'ministack', 'app.py')).toBe(true);
  },
);

test('R37: two Ctrl-C in a row, as a terminal and npm send them, are one interruption', async () => {
  const running = clone.start({ PIP_SECONDS: '30' });
  await until(installing);
  running.child.kill('SIGINT');
  running.child.kill('SIGINT');
  expect((await running.ended).code).toBe(130);
  expect(inCache('setup.lock')).toBe(false);
});

test('R37: after a set-up that was killed, the next one takes over its lock, sweeps up and completes', async () => {
  const running = clone.start({ PIP_SECONDS: '1' });
  await until(installing);
  running.child.kill('SIGKILL');
  await running.ended;
  expect(cached()).toEqual(expect.arrayContaining(['setup.lock', 'staging-emulator']));
  const next = await clone.setUp();
  expect(next.output).not.toContain('waiting for it');
  expect(next.code).toBe(0);
  expect(cached().sort()).toEqual(['emulator', 'setup.json']);
  expect(readFileSync(join(clone.root, '.cache', 'emulator', 'ministack', 'app.py'), 'utf8')).toBe('complete\n');
});

test('R37: packages of an interrupted npm ci are installed again', async () => {
  const running = clone.start({ NPM_SECONDS: '30' });
  await until(() => counted('npm ci') === 1 && clone.has(clone.root, 'node_modules', 'node', 'bin', 'node'));
  running.child.kill('SIGTERM');
  expect((await running.ended).code).toBe(143);
  expect((await clone.setUp()).code).toBe(0);
  expect(counted('npm ci')).toBe(2);
});
