import { describe, expect, test } from '@jest/globals';
import { committedLast, newerHere } from '../../../pipeline/release/order.ts';
import { deployment, record, releaseId } from './records.ts';

const [one, two, three] = [releaseId('a'), releaseId('b'), releaseId('c')];
const at = (hour: number): string => `2026-03-02T0${hour}:00:00.000Z`;
const verified = (release: string, hour: number) => deployment(release, { committedAt: at(hour) });
const runs = (...entries: readonly (readonly [string, number])[]) => {
  const list = entries.map(([release, hour]) => verified(release, hour));
  return record('dev', { current: list[0] ?? null, verified: list });
};

describe('an environment that had newer releases', () => {
  test('R17 R34: names the newest of them to an old run that is started again', () => {
    expect(newerHere({ id: one, committedAt: at(1) }, runs([three, 3], [two, 2]), null)).toMatchObject({
      release: three,
    });
  });

  test('R17: has none for the newest, for the same commit again, and for what runs there', () => {
    expect(newerHere({ id: three, committedAt: at(4) }, runs([two, 2], [one, 1]), null)).toBeNull();
    expect(newerHere({ id: three, committedAt: at(2) }, runs([two, 2]), null)).toBeNull();
    expect(newerHere({ id: one, committedAt: at(1) }, runs([one, 1], [two, 2]), null)).toBeNull();
  });

  test('R17: has none for a merge that reverts, though its release is an old one', () => {
    expect(newerHere({ id: one, committedAt: at(3) }, runs([two, 2], [one, 1]), null)).toBeNull();
  });

  test('R17: knows of the merge that reverted from the environment below', () => {
    const below = record('staging', { current: verified(one, 3) });
    expect(newerHere({ id: one, committedAt: at(1) }, runs([two, 2]), below)).toBeNull();
    expect(newerHere({ id: one }, runs([two, 2]), record('staging', { current: verified(one, 1) }))).not.toBeNull();
  });

  test('R17: compares times and not texts', () => {
    expect(newerHere({ id: one, committedAt: '2026-03-02T09:30:00+09:00' }, runs([two, 2]), null)).not.toBeNull();
    expect(newerHere({ id: one, committedAt: '2026-03-01T23:30:00-09:00' }, runs([two, 2]), null)).toBeNull();
  });

  test('R17: has none for uncommitted work, nor for records from before anybody wrote it down', () => {
    expect(newerHere({ id: one, committedAt: at(1), dirty: true }, runs([two, 2]), null)).toBeNull();
    expect(committedLast({ id: one, committedAt: at(1), dirty: true }, [])).toBeNull();
    const old = record('dev', { current: deployment(two), verified: [deployment(two)] });
    expect(newerHere({ id: one, committedAt: at(1) }, old, null)).toBeNull();
  });
});
