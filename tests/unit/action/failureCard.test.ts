import { expect, test } from '@jest/globals';
import { failureCard } from '../../../.github/actions/promotion/failureCard.ts';
import { EngineError } from '../../../pipeline/errors.ts';
import { OtherPlanError } from '../../../pipeline/release/approval.ts';
import { GateClosedError } from '../../../pipeline/release/gate.ts';
import { changePromotion } from '../../../pipeline/release/promotionRecord.ts';
import { MemoryStore } from '../release/memoryStore.ts';
import { deployment, releaseId } from '../release/records.ts';

const release = releaseId('a');
const request = { environment: 'prod', release };
const closed = (opensAt: Date | null) =>
  new GateClosedError('prod', { missing: ['staging has run it for 40 of 60 minutes'], overridden: [], opensAt });

async function cardOf(error: unknown, deployedAt: string | null = '2026-03-02T09:05:00.000Z'): Promise<string> {
  const store = new MemoryStore();
  const current = deployment(release, { deployedAt, verifiedAt: null });
  await changePromotion(store, 'prod', (record) => ({ ...record, current }));
  return failureCard({ store: async () => store }, request, error);
}

test('R36: a gate that was closed asks for nothing but another start, and says when it opens by itself', async () => {
  const card = await cardOf(closed(new Date('2026-03-02T10:10:00Z')));
  expect(card).toContain('prod did not get `aaaaaaaaaaaa`: its gate is closed');
  expect(card).toContain('Re-run all jobs of this run after 2026-03-02T10:10:00.000Z');
  expect(card).not.toContain('npm run recover');
  expect(await cardOf(closed(null))).toContain('when what is missing has been put right');
});

test('R36: what failed half-way is put in order first, and what was deployed whole is not', async () => {
  expect(await cardOf(new EngineError('no table'), null)).toContain('`npm run recover -- prod`, then re-run all jobs');
  expect(await cardOf(new EngineError('no payment'))).not.toContain('npm run recover');
});

test('R33 R36: what cannot be read may be half done', async () => {
  const unreadable = { store: async () => Promise.reject(new Error('no bucket')) };
  const card = await failureCard(unreadable, request, new EngineError('no table'));
  expect(card).toContain('What stands there could not be read: Error: no bucket');
  expect(card).toContain('`npm run recover -- prod`');
});

test('R34: another plan than the approved one shows what differs, and nothing has to be recovered', async () => {
  const card = await cardOf(new OtherPlanError('the plan is another one:\n  new: create topic'));
  expect(card).toContain('new: create topic');
  expect(card).not.toContain('npm run recover');
});
