import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { histories, judge } from './histories.ts';
import { runHistory } from './model.ts';
import type { World } from './model.ts';

const seed = Number(process.env['PAYMENTS_SEED'] ?? Date.now() % 2 ** 31);

const payment = (amountMinor: number): string =>
  JSON.stringify({ merchant: 'acme', idempotencyKey: 'order-0001', amountMinor, currency: 'EUR' });

describe('the payment path under random histories', () => {
  test(`R1: no payment is doubled, lost or left untold, whatever fails when (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        expect(await judge(history)).toEqual([]);
      }),
      { seed, numRuns: 300 },
    );
  }, 60_000);

  test('R1: the model lets histories go wrong: crashes, races and dead letters do happen in them', async () => {
    const sample = fc.sample(histories, { seed: 1, numRuns: 200 });
    const worlds = await Promise.all(sample.map(runHistory));
    const share = (holds: (world: World) => boolean): number => worlds.filter(holds).length / worlds.length;
    expect(share(({ crashes }) => crashes > 0)).toBeGreaterThan(0.5);
    expect(share(({ faults }) => faults > 0)).toBeGreaterThan(0.5);
    expect(share(({ deadLetters }) => deadLetters.length > 0)).toBeGreaterThan(0.5);
    expect(share(({ published, items }) => published.length > items.size)).toBeGreaterThan(0.5);
  });

  test('R1: a function that dies between record and publication is repaired by the next delivery', async () => {
    // Deliver, let the record happen and the function die with it.
    const world = await runHistory({ bodies: [payment(100)], choices: [4, 7, 0, 7] });
    expect(world.crashes).toBe(1);
    expect(world.published.map(({ outcome }) => outcome)).toEqual(['recorded']);
    expect([...world.writes.values()]).toEqual([1]);
  });

  test('R1: a warm instance of the model spares the duplicate, and one that dies before it has told leaves that to the next', async () => {
    const bodies = Array.from({ length: 4 }, () => payment(100));
    // Three come in one batch and are told in parallel; the fourth comes to the same instance afterwards.
    expect((await runHistory({ bodies, choices: [] })).published).toHaveLength(3);
    // The same, but the function dies with its first record: the fourth finds that untold, and the three come after it.
    const died = await runHistory({ bodies, choices: [4, 7, 0, 7] });
    expect([died.crashes, died.published.length]).toEqual([1, 1]);
  });
});
