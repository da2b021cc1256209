import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { clockFile, resetClock, SandboxClock } from '../../sandbox/clock.ts';

const hour = 3_600_000;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payments-clock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Whole minutes that a clock is ahead of the real time. */
const ahead = (clock: SandboxClock) => Math.round((clock.now().getTime() - Date.now()) / 60_000);

test('R37: every command of a sandbox sees the clock that a promotion put forward', () => {
  new SandboxClock(clockFile(folder)).putForwardTo(new Date(Date.now() + hour));
  expect(ahead(new SandboxClock(clockFile(folder)))).toBe(60);
  resetClock(folder);
  expect(ahead(new SandboxClock(clockFile(folder)))).toBe(0);
});

test("R37: the clock is never put back, and a clock without a file is nobody else's", () => {
  const clock = new SandboxClock(clockFile(folder));
  clock.putForwardTo(new Date(Date.now() - hour));
  expect(ahead(clock)).toBe(0);
  const own = new SandboxClock();
  own.putForwardTo(new Date(Date.now() + hour));
  expect([ahead(own), ahead(new SandboxClock(clockFile(folder)))]).toEqual([60, 0]);
});
