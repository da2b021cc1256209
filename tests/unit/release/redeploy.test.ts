import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan, PlannedChange } from '../../../pipeline/engine/plan.ts';
import { EngineError } from '../../../pipeline/errors.ts';
import { changePromotion } from '../../../pipeline/release/promotionRecord.ts';
import { redeploy } from '../../../pipeline/release/redeploy.ts';
import { storeRelease } from '../../../pipeline/release/releaseStore.ts';
import { smallRelease } from './histories/releases.ts';
import { contextOf, environments, newWorld } from './histories/world.ts';
import { MemoryStore } from './memoryStore.ts';
import { change } from './plans.ts';
import { deployment } from './records.ts';

let root = '';
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), 'payments-redeploy-'))));
afterAll(() => rm(root, { recursive: true, force: true }));

/** Asks for the earlier of two releases that were verified in prod; the plan that this gives is told. */
async function asked(
  changes: readonly PlannedChange[],
  how: { readonly runs: 'earlier' | 'later'; readonly dryRun: boolean },
) {
  const world = newWorld(root);
  const store = new MemoryStore(world.documents);
  const [earlier, later] = ['earlier', 'later'].map((name) => smallRelease(root, name, environments));
  if (earlier === undefined || later === undefined) throw new Error('two releases');
  for (const { built } of [earlier, later]) await storeRelease(store, built);
  const verified = [later, earlier].map(({ release }) => deployment(release.id, { commit: release.commit }));
  const current = verified[how.runs === 'later' ? 0 : 1] ?? null;
  await changePromotion(store, 'prod', (record) => ({ ...record, verified, current }));
  const updates: string[] = [];
  const context = contextOf(world, {
    ...{ name: 'ada', interrupt: new AbortController().signal, hook: async () => {}, showCard: () => {} },
    onUpdate: (environment) => updates.push(environment),
  });
  const preview = async (): Promise<Plan> => ({ environment: 'prod', release: earlier.release.id, notes: [], changes });
  const result = redeploy(
    { ...context, effects: { ...context.effects, preview } },
    { environment: 'prod', release: earlier.release.id, reason: 'it went wrong', dryRun: how.dryRun, emergency: false },
  );
  return { result, updates, evidence: () => [...world.documents.keys()].filter((key) => key.startsWith('evidence/')) };
}

const queue = (seconds: number) => ({ messageRetentionSeconds: seconds });
const inPlace: readonly (readonly [string, PlannedChange, string])[] = [
  [
    'points in time',
    change('payments', {
      type: 'aws:dynamodb/table:Table',
      ...{ oldInputs: { pointInTimeRecovery: { enabled: true } }, newInputs: {} },
    }),
    'payments gives up its points in time',
  ],
  [
    'items, by a time to live',
    change('payments', {
      type: 'aws:dynamodb/table:Table',
      ...{ oldInputs: {}, newInputs: { ttl: { enabled: true, attributeName: 'expiresAt' } } },
    }),
    'payments deletes every item whose expiresAt has passed',
  ],
  [
    'messages',
    change('ingest', { type: 'aws:sqs/queue:Queue', oldInputs: queue(1_209_600), newInputs: queue(60) }),
    'ingest keeps messages for 60 seconds only, not 1209600',
  ],
];

describe.each([true, false])(
  'R17: going back is refused, and names what it would lose (as a dry run: %s)',
  (dryRun) => {
    test.each(inPlace)('%s, without anything being destroyed', async (_what, changed, said) => {
      const { result, updates, evidence } = await asked([changed], { runs: 'later', dryRun });
      await expect(result).rejects.toThrow(`going back would lose data: ${said}`);
      await expect(result).rejects.toBeInstanceOf(EngineError);
      expect([updates, evidence()]).toEqual([[], []]);
    });

    test('all that a deleted queue holds', async () => {
      const deleted = change('ingest', { type: 'aws:sqs/queue:Queue', operation: 'delete' });
      const { result, updates } = await asked([deleted], { runs: 'later', dryRun });
      await expect(result).rejects.toThrow('delete aws:sqs/queue:Queue ingest: everything in it is lost');
      expect(updates).toEqual([]);
    });
  },
);

test('R17: going back is not refused for log events, which are told as lost', async () => {
  const shorter = change('logs', {
    type: 'aws:cloudwatch/logGroup:LogGroup',
    ...{ oldInputs: { retentionInDays: 365 }, newInputs: { retentionInDays: 14 } },
  });
  const { result } = await asked([shorter], { runs: 'later', dryRun: true });
  expect((await result).losses).toEqual(['logs keeps log events for 14 days only, not 365: older ones are deleted']);
});

describe('R42: reverting what was changed by hand', () => {
  test.each(inPlace)('may give up %s again, and says so', async (_what, changed, said) => {
    const { result } = await asked([changed], { runs: 'earlier', dryRun: true });
    expect((await result).losses).toEqual([expect.stringContaining(said)]);
  });

  test('destroys nothing that holds data', async () => {
    const replaced = change('payments', { type: 'aws:dynamodb/table:Table', operation: 'replace' });
    const { result } = await asked([replaced], { runs: 'earlier', dryRun: true });
    await expect(result).rejects.toThrow('reverting would lose data: replace aws:dynamodb/table:Table payments');
  });
});
