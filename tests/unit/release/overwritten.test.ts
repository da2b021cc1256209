import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readEvidence } from '../../../pipeline/release/evidence.ts';
import { promote } from '../../../pipeline/release/promote.ts';
import { storeRelease } from '../../../pipeline/release/releaseStore.ts';
import { smallRelease } from './histories/releases.ts';
import { accountOf, contextOf, environments, newWorld } from './histories/world.ts';
import { MemoryStore } from './memoryStore.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'payments-overwritten-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

test('R35 R41: the drift that an approver was shown, and let the update overwrite, is evidence', async () => {
  const world = newWorld(root);
  const store = new MemoryStore(world.documents);
  const asking = environments.map((each) =>
    each.environment === 'dev' ? { ...each, gate: { ...each.gate, requireApproval: true } } : each,
  );
  const silent = { hook: async () => {}, showCard: () => {}, onUpdate: () => {} };
  const context = contextOf(world, { name: 'run', ...silent, interrupt: new AbortController().signal });
  const shown: (readonly string[] | null)[] = [];
  for (const [index, name] of ['one', 'two'].entries()) {
    const { built, release, source } = smallRelease(root, name, asking);
    await storeRelease(store, built);
    world.contents.set(release.id, index);
    const [result] = await promote(context, {
      ...{ release, source, environments: asking.slice(0, 1), reason: 'merge', emergency: false, refresh: false },
      ...{ tests: [], waitUntil: async () => false },
      approve: async (_environment, { overwritten }) => {
        shown.push(overwritten);
        return { status: 'approved', by: ['reviewer'] };
      },
    });
    expect(result).toMatchObject({ status: 'promoted' });
    accountOf(world, 'dev').content = 999;
    world.clock += 60_000;
  }
  const evidence = await readEvidence(store, 'dev', { from: new Date(0), to: new Date('2100-01-01') });
  expect(shown).toEqual([[], ['ingest delaySeconds changed']]);
  expect(evidence.map(({ start }) => start.card['overwritten'])).toEqual(shown);
});
