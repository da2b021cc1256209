import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EngineError } from '../../../pipeline/errors.ts';
import type { ReleaseContext } from '../../../pipeline/release/context.ts';
import { readPromotion } from '../../../pipeline/release/promotionRecord.ts';
import { storeRelease } from '../../../pipeline/release/releaseStore.ts';
import { deployOrGoBack } from '../../../pipeline/release/rollback.ts';
import { smallRelease, type SmallRelease } from './histories/releases.ts';
import { contextOf, environments, newWorld } from './histories/world.ts';
import { MemoryStore } from './memoryStore.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'payments-rollback-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A release that works in dev, and one after it that does not. */
async function opened() {
  const world = newWorld(root);
  const store = new MemoryStore(world.documents);
  const [works, broken] = ['works', 'broken'].map((name) => smallRelease(root, name, environments));
  if (works === undefined || broken === undefined) throw new Error('there are two');
  for (const [index, { built, release }] of [works, broken].entries()) {
    await storeRelease(store, built);
    world.contents.set(release.id, index);
  }
  world.broken.add(`${broken.release.id} dev`);
  const silent = { hook: async () => {}, showCard: () => {}, onUpdate: () => {} };
  const context = contextOf(world, { name: 'run', ...silent, interrupt: new AbortController().signal });
  await deploy(context, works);
  return { context, store, works, broken };
}

const deploy = (context: ReleaseContext, { release, source }: SmallRelease) =>
  deployOrGoBack(context, {
    ...{ source, release, environment: 'dev', kind: 'promotion', reason: 'merge', refresh: false, emergency: false },
    ...{ approvers: [], tests: [] },
  });

test('R36: a release that is not verified makes room for the one before, and its failure is told', async () => {
  const { context, store, works, broken } = await opened();
  await expect(deploy(context, broken)).rejects.toThrow('dev is not verified: no payment went through dev');
  expect((await readPromotion(store, 'dev')).current).toMatchObject({ release: works.release.id });
});

test('R36: where there is no way back by itself, that is told after what is wrong', async () => {
  const { context, store, broken } = await opened();
  const preview: ReleaseContext['effects']['preview'] = (request, options) =>
    options.refresh
      ? Promise.reject(new EngineError('going back would lose data', { advice: 'Go forward instead.' }))
      : context.effects.preview(request, options);
  await expect(deploy({ ...context, effects: { ...context.effects, preview } }, broken)).rejects.toMatchObject({
    message: expect.stringMatching(
      /^dev is not verified: no payment .*; and going back by itself failed: going back would lose data$/,
    ) as unknown,
    advice: expect.stringMatching(/^Go forward instead. Back to what worked: npm run redeploy/) as unknown,
  });
  expect((await readPromotion(store, 'dev')).current).toMatchObject({ release: broken.release.id });
});
