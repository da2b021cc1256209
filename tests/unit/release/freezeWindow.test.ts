import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FreezeWindow } from '../../../infra/settings.ts';
import { isFrozen } from '../../../pipeline/release/freezeWindow.ts';

const window = (from: string, to: string, days: FreezeWindow['days'], timezone = 'UTC'): FreezeWindow => ({
  from,
  to,
  days,
  timezone,
});

describe('a freeze window', () => {
  const day = window('09:00', '17:00', ['mon']);
  test.each([
    ['2026-03-02T08:59:59Z', false],
    ['2026-03-02T09:00:00Z', true],
    ['2026-03-02T16:59:59Z', true],
    ['2026-03-02T17:00:00Z', false],
    ['2026-03-03T10:00:00Z', false],
  ])('R17: within one day: at %s frozen is %s', (now, frozen) => {
    expect(isFrozen(day, new Date(now))).toBe(frozen);
  });

  const weekend = window('16:00', '08:00', ['fri']);
  test.each([
    ['2026-03-06T15:59:00Z', false],
    ['2026-03-06T16:00:00Z', true],
    ['2026-03-07T00:00:00Z', true],
    ['2026-03-07T07:59:00Z', true],
    ['2026-03-07T08:00:00Z', false],
    // The early hours of its own first day belong to the day before, which is not in the list.
    ['2026-03-06T03:00:00Z', false],
    ['2026-03-07T16:30:00Z', false],
  ])('R17: across midnight: at %s frozen is %s', (now, frozen) => {
    expect(isFrozen(weekend, new Date(now))).toBe(frozen);
  });

  test.each([
    ['America/New_York', '2026-03-07T02:00:00Z', true],
    ['Asia/Tokyo', '2026-03-06T08:00:00Z', true],
    ['Asia/Tokyo', '2026-03-07T00:00:00Z', false],
    ['Pacific/Kiritimati', '2026-03-06T02:30:00Z', true],
  ])('R17: in %s it goes by the local clock and the local day (%s)', (timezone, now, frozen) => {
    expect(isFrozen({ ...weekend, timezone }, new Date(now))).toBe(frozen);
  });

  test('R17: keeps its local hours when the clocks change', () => {
    const dublin = window('16:00', '18:00', ['sat', 'mon'], 'Europe/Dublin');
    expect(isFrozen(dublin, new Date('2026-03-28T16:30:00Z'))).toBe(true);
    expect(isFrozen(dublin, new Date('2026-03-30T15:30:00Z'))).toBe(true);
    expect(isFrozen(dublin, new Date('2026-03-30T17:30:00Z'))).toBe(false);
  });

  test('R17: a window on all days freezes exactly as long as its hours say', () => {
    const clock = fc.integer({ min: 0, max: 95 });
    const text = (quarter: number) =>
      `${String(quarter >> 2).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;
    fc.assert(
      fc.property(clock, clock, (from, to) => {
        const each = window(text(from), text(to), ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
        const frozen = Array.from(
          { length: 96 },
          (_, quarter) => new Date(Date.UTC(2026, 4, 5, 0, quarter * 15)),
        ).filter((now) => isFrozen(each, now));
        return frozen.length === (to > from ? to - from : 96 - from + to);
      }),
      { numRuns: 40 },
    );
  });
});
