import { describe, expect, test } from '@jest/globals';
import {
  acquireLease,
  describeLease,
  readLease,
  takeOverLease,
  type FoundLease,
} from '../../../pipeline/release/lease.ts';
import { encode } from '../../../pipeline/store/documentStore.ts';
import { MemoryStore } from './memoryStore.ts';
import { ciRun, person, releaseId } from './records.ts';

const now = () => new Date('2026-03-02T09:00:00Z');
const acquire = (store: MemoryStore, holder = person, environment = 'prod') =>
  acquireLease({ store, environment, release: releaseId('a'), holder, now });

/** As a run of GitHub Actions that recovers. */
function takeOver(store: MemoryStore, found: FoundLease | null): ReturnType<typeof acquireLease> {
  if (found === null) throw new Error('there is no lease');
  return takeOverLease({ store, environment: 'prod', release: releaseId('a'), holder: ciRun, now }, found);
}

describe('the lease on an environment', () => {
  test('R36: names run, attempt, release and step of its holder while it is held, and is gone afterwards', async () => {
    const store = new MemoryStore();
    const lease = await acquire(store, ciRun);
    await lease.step('updating');
    const found = await readLease(store, 'prod');
    expect(found?.lease).toMatchObject({ holder: ciRun, step: 'updating', release: releaseId('a') });
    expect(found && describeLease(found.lease)).toBe(
      'grace (run 7001, attempt 2 of acme/payments) since 2026-03-02T09:00:00.000Z, at "updating"',
    );
    await lease.release();
    expect(await readLease(store, 'prod')).toBeNull();
  });

  test('R36: refuses the second with the name of the first, and the way on', async () => {
    const store = new MemoryStore();
    await acquire(store, ciRun);
    await expect(acquire(store)).rejects.toMatchObject({
      message: expect.stringContaining(
        'prod is being changed by grace (run 7001, attempt 2 of acme/payments)',
      ) as unknown,
      advice: 'Wait for it. If that run is dead: npm run recover -- prod',
    });
  });

  test('R36: is one for each environment', async () => {
    const store = new MemoryStore();
    await acquire(store, person, 'staging');
    await expect(acquire(store, person, 'prod')).resolves.toBeDefined();
  });

  test('R36: of many at once exactly one gets it', async () => {
    const store = new MemoryStore();
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => acquire(store)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('R36: a holder whose lease was taken over does no further step, and does not remove it', async () => {
    const store = new MemoryStore();
    const first = await acquire(store);
    const second = await takeOver(store, await readLease(store, 'prod'));
    await expect(first.step('updating')).rejects.toThrow('was taken away while this run held it');
    await expect(first.release()).rejects.toThrow('was taken away');
    expect((await readLease(store, 'prod'))?.lease.id).toBe(second.lease.id);
  });

  test('R36: is not taken over when its holder went on since it was looked at', async () => {
    const store = new MemoryStore();
    const lease = await acquire(store);
    const seen = await readLease(store, 'prod');
    await lease.step('updating');
    await expect(takeOver(store, seen)).rejects.toThrow('prod is being changed by');
    await expect(lease.step('verification')).resolves.toBeUndefined();
  });

  test('R36: of two who take it over one does, and the other is told who', async () => {
    const store = new MemoryStore();
    await acquire(store);
    const seen = await readLease(store, 'prod');
    const first = await takeOver(store, seen);
    await expect(takeOver(store, seen)).rejects.toThrow('prod is being changed by grace (run 7001');
    await first.release();
    await expect(takeOver(store, seen)).rejects.toThrow('prod was recovered by somebody else meanwhile');
  });

  test('R36: says also after a recovery died whose it was, what that one did, and what it was asked for', async () => {
    const store = new MemoryStore();
    const asked = { kind: 'promotion', reason: 'a fix', emergency: false, to: 'prod' } as const;
    const first = await acquireLease({
      ...{ store, environment: 'prod', release: releaseId('a'), holder: person, asked, now },
    });
    await first.step('updating');
    const found = { holder: expect.stringMatching(/, at "updating"$/) as unknown, step: 'updating' };
    const left = { release: releaseId('a'), asked, step: 'recovering', holder: ciRun, found };
    await takeOver(store, await readLease(store, 'prod'));
    expect((await readLease(store, 'prod'))?.lease).toMatchObject(left);
    await takeOver(store, await readLease(store, 'prod'));
    expect((await readLease(store, 'prod'))?.lease).toMatchObject(left);
  });

  test.each([
    ['cut short', new TextEncoder().encode('{"schemaVersion": 1, "id": "')],
    ['of another format', encode({ schemaVersion: 2 })],
    ['empty', new Uint8Array()],
  ])('R36: a document that is %s gives nobody leave, and says what to do', async (_name, body) => {
    const store = new MemoryStore();
    await store.create('leases/prod.json', body);
    await expect(acquire(store)).rejects.toMatchObject({
      name: 'EngineError',
      message: 'leases/prod.json cannot be read',
      advice: expect.stringContaining('npm run recover -- prod') as unknown,
    });
  });
});
