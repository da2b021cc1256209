import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promote, type StepResult } from '../../../pipeline/release/promote.ts';
import { changePromotion, readPromotion } from '../../../pipeline/release/promotionRecord.ts';
import { storeRelease } from '../../../pipeline/release/releaseStore.ts';
import { smallRelease } from './histories/releases.ts';
import { contextOf, environments, newWorld } from './histories/world.ts';
import { MemoryStore, type Hook } from './memoryStore.ts';

const root = mkdtempSync(join(tmpdir(), 'payments-emergency-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const paused = { since: '2026-03-02T08:00:00.000Z', by: 'grace', reason: 'settlement' };

/** One release and a dev that is paused: only an emergency gets in. */
async function pausedDev() {
  const world = newWorld(root);
  const { release, source, built } = smallRelease(root, 'one', environments);
  world.contents.set(release.id, 1);
  const store = new MemoryStore(world.documents);
  await storeRelease(store, built);
  const pause = (to: typeof paused | null) => changePromotion(store, 'dev', (record) => ({ ...record, paused: to }));
  await pause(paused);
  const into = async (emergency: boolean, hook: Hook = async () => {}): Promise<StepResult | undefined> => {
    const controller = new AbortController();
    const context = contextOf(world, {
      ...{ name: 'ada', hook, onUpdate: () => {}, showCard: () => {}, interrupt: controller.signal },
    });
    const [result] = await promote(context, {
      ...{
        release,
        source,
        environments: environments.slice(0, 1),
        emergency,
        refresh: false,
        reason: 'fraud goes on',
        tests: [],
      },
      approve: async () => ({ status: 'approved', by: ['grace'] }),
      waitUntil: async () => false,
    });
    return result;
  };
  const emergency = async () => (await readPromotion(store, 'dev')).emergency;
  return { world, release, into, pause, emergency };
}

const onRecord = (release: string): object => ({ by: expect.any(String), reason: 'fraud goes on', release });

test('R17 R41: an emergency that was applied and not verified stays on record', async () => {
  const { world, release, into, emergency } = await pausedDev();
  world.broken.add(`${release.id} dev`);
  expect(await into(true)).toMatchObject({ status: 'failed' });
  expect(await emergency()).toMatchObject(onRecord(release.id));
});

test('R17 R41: an emergency that died in the middle of its update is on record', async () => {
  const { release, into, emergency } = await pausedDev();
  const dies = Promise.withResolvers<undefined>();
  const hook: Hook = async (moment, what) => {
    if (moment !== 'before' || what !== 'update') return;
    dies.resolve(undefined);
    await new Promise<void>(() => {});
  };
  void into(true, hook);
  await dies.promise;
  expect(await emergency()).toMatchObject(onRecord(release.id));
});

test('R17: the release that an emergency brought heals it when it passes the ordinary gate, and not before', async () => {
  const { release, into, pause, emergency } = await pausedDev();
  expect(await into(true)).toMatchObject({ status: 'promoted' });
  expect(await into(false)).toMatchObject({ status: 'refused' });
  expect(await into(true)).toMatchObject({ status: 'already-there' });
  expect(await emergency()).toMatchObject(onRecord(release.id));
  await pause(null);
  expect(await into(false)).toMatchObject({ status: 'promoted', result: { changes: [], smoke: null } });
  expect(await emergency()).toBeNull();
  expect(await into(false)).toMatchObject({ status: 'already-there' });
});
