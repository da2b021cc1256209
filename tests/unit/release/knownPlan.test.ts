import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { statesOf } from '../../../pipeline/release/knownPlan.ts';
import { promote, type PromoteRequest } from '../../../pipeline/release/promote.ts';
import { storeRelease } from '../../../pipeline/release/releaseStore.ts';
import { encode } from '../../../pipeline/store/documentStore.ts';
import { smallRelease } from './histories/releases.ts';
import { contextOf, environments, newWorld } from './histories/world.ts';
import { MemoryStore } from './memoryStore.ts';

const root = mkdtempSync(join(tmpdir(), 'payments-known-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const stateOf = (environment: string): string => `.pulumi/stacks/payments/${environment}.json`;
const stateWith = (serial: number) => encode({ version: 3, checkpoint: { latest: { serial } } });
const [, staging, prod] = environments;

/** Promotes to prod with a plan that recovery made before; `meanwhile` happens while somebody thinks about it. */
async function continued(request: Partial<PromoteRequest>, meanwhile: (store: MemoryStore) => Promise<unknown>) {
  const world = newWorld(root);
  const { release, source, built } = smallRelease(root, 'one', environments);
  world.contents.set(release.id, 1);
  const store = new MemoryStore(world.documents);
  await storeRelease(store, built);
  const calls: string[] = [];
  const hook = async (moment: 'before' | 'after', what: string) => {
    if (moment === 'before') calls.push(what);
  };
  const context = contextOf(world, {
    ...{ name: 'ada', hook, onUpdate: () => {}, showCard: () => {} },
    interrupt: new AbortController().signal,
  });
  const common: PromoteRequest = {
    ...{ release, source, environments, emergency: false, refresh: false, reason: 'test', tests: [] },
    approve: async () => ({ status: 'approved', by: ['grace@example.com'] }),
    waitUntil: async (_settings, opensAt) => (world.clock = opensAt.getTime()) > 0,
  };
  await promote(context, { ...common, environments: environments.slice(0, -1) });
  for (const { environment } of environments) await store.create(stateOf(environment), stateWith(1));
  if (prod === undefined) throw new Error('there is no prod');
  const asked = { source, environment: 'prod', surroundings: context.surroundings, purpose: 'observe' } as const;
  const plan = await context.effects.preview(asked, { refresh: false });
  const known = { plan, states: await statesOf(store, prod), found: ['~ ingest delaySeconds'] };
  calls.length = 0;
  const cards: unknown[] = [];
  const [result] = await promote(context, {
    ...common,
    environments: [prod],
    known: () => known,
    approve: async (_settings, card) => {
      cards.push(card.overwritten);
      await meanwhile(store);
      return { status: 'approved', by: ['grace@example.com'] };
    },
    ...request,
  });
  return { status: result?.status, cards, planned: calls.filter((what) => what === 'preview').length };
}

test('R36: what recovery has just planned is not planned again, and what it found in the account is on the card', async () => {
  expect(await continued({}, async () => {})).toEqual({
    ...{ status: 'promoted', planned: 0, cards: [['~ ingest delaySeconds']] },
  });
});

test.each([prod, staging])(
  'R34 R36: it is planned anew when the state of $environment was written since',
  async (of) => {
    const name = of?.environment ?? '';
    const write = async (store: MemoryStore) => {
      const found = await store.read(stateOf(name));
      await store.replace(stateOf(name), stateWith(2), found?.version ?? '');
    };
    expect(await continued({}, write)).toMatchObject({ status: 'promoted', planned: 1 });
  },
);

test('R34 R36: a promotion that looks at the account first plans for itself, before and after the approval', async () => {
  expect(await continued({ refresh: true }, async () => {})).toMatchObject({ status: 'promoted', planned: 2 });
});
