import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promote, type PromoteRequest } from '../../../pipeline/release/promote.ts';
import { storeRelease } from '../../../pipeline/release/releaseStore.ts';
import type { ResumeCard } from '../../../pipeline/release/resumeCard.ts';
import { smallRelease } from './histories/releases.ts';
import { accountOf, contextOf, environments, newWorld } from './histories/world.ts';
import { MemoryStore } from './memoryStore.ts';
import { person } from './records.ts';

const root = mkdtempSync(join(tmpdir(), 'payments-interrupt-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function interruptedAt(moment: 'approval' | 'waiting', again?: string) {
  const world = newWorld(root);
  const { release, source, built } = smallRelease(root, 'one', environments);
  world.contents.set(release.id, 1);
  await storeRelease(new MemoryStore(world.documents), built);
  const controller = new AbortController();
  const cards: ResumeCard[] = [];
  const context = contextOf(world, {
    ...{ name: 'ada', hook: async () => {}, onUpdate: () => {} },
    interrupt: controller.signal,
    showCard: (card) => {
      cards.push(card);
    },
  });
  const request: PromoteRequest = {
    ...{ release, source, environments, emergency: false, refresh: false, reason: 'test', tests: [] },
    ...(again === undefined ? {} : { again }),
    approve: async () => {
      if (moment === 'approval') controller.abort();
      return { status: 'approved', by: ['grace@example.com'] };
    },
    waitUntil: async (_settings, opensAt) => {
      if (moment === 'waiting') {
        controller.abort();
        throw new Error('The operation was aborted');
      }
      world.clock = opensAt.getTime();
      return true;
    },
  };
  // A person at a terminal: a run of GitHub goes on with another command.
  return { results: await promote({ ...context, actor: person }, request), cards, world, release: release.id };
}

test('R36: an interrupt while somebody is asked writes the resume card, and the answer begins nothing any more', async () => {
  const { results, cards, world } = await interruptedAt('approval');
  expect(results.map(({ status }) => status)).toEqual(['promoted', 'promoted', 'not-started']);
  expect(cards).toEqual([
    expect.objectContaining({ environment: 'prod', step: 'approval', done: [], command: 'npm run promote' }),
  ]);
  expect(cards[0]?.notDone).toEqual(['update Queue ingest']);
  expect(accountOf(world, 'prod').release).toBeNull();
});

test('R36: the resume card names the command that was typed', async () => {
  const { cards } = await interruptedAt('approval', 'npm run deploy -- prod --reason "try it"');
  expect(cards).toMatchObject([{ command: 'npm run deploy -- prod --reason "try it"' }]);
});

test('R36: an interrupt while a gate is waited for writes the resume card, and is no failure', async () => {
  const { results, cards, world, release } = await interruptedAt('waiting');
  expect(results.map(({ status }) => status)).toEqual(['promoted', 'not-started', 'not-started']);
  expect(cards).toEqual([expect.objectContaining({ environment: 'staging', step: 'gate', unknown: [] })]);
  expect(accountOf(world, 'dev').release).toBe(release);
  expect(world.documents.has('leases/staging.json')).toBe(false);
});
