import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock, type Owner } from '../../../tools/setup/lock.mjs';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payments-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function heldBy(owner: Owner): void {
  mkdirSync(path);
  writeFileSync(join(path, 'owner.json'), JSON.stringify(owner));
}

test('R37: the lock is there while the work runs and gone after it, also when the work fails', async () => {
  expect(await withLock(path, async () => existsSync(path))).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
  await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(readdirSync(folder)).toEqual([]);
});

test('R37: a lock of another machine that still shows life is waited for', async () => {
  heldBy({ pid: 1, host: 'another-machine' });
  const beat = setInterval(() => writeFileSync(join(path, 'owner.json'), '{"pid":1,"host":"another-machine"}'), 50);
  const owners: Owner[] = [];
  let ended = false;
  const waiting = withLock(path, async () => (ended = true), { waiting: (owner) => owners.push(owner), silence: 500 });
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect(ended).toBe(false);
  clearInterval(beat);
  rmSync(path, { recursive: true });
  await waiting;
  expect(owners).toEqual([{ pid: 1, host: 'another-machine' }]);
});

test('R37: a lock of another machine that has fallen silent is taken over', async () => {
  heldBy({ pid: 1, host: 'another-machine' });
  expect(await withLock(path, async () => 'done', { silence: 300 })).toBe('done');
  expect(readdirSync(folder)).toEqual([]);
});

test('R37: a lock of this process is not taken for dead', async () => {
  heldBy({ pid: process.pid, host: hostname() });
  const ended = withLock(path, async () => 'done');
  const first = await Promise.race([ended, new Promise((resolve) => setTimeout(() => resolve('waiting'), 500))]);
  expect(first).toBe('waiting');
  rmSync(path, { recursive: true });
  expect(await ended).toBe('done');
});

test('R37: a lock that somebody took from us is not removed by us', async () => {
  await withLock(path, async () => {
    rmSync(path, { recursive: true });
    heldBy({ pid: 1, host: 'another-machine' });
  });
  expect(existsSync(path)).toBe(true);
});
