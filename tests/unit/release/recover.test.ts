import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requireEnvironment } from '../../../pipeline/configuration/index.ts';
import { openEvidence, readEvidence, writeStart } from '../../../pipeline/release/evidence.ts';
import type { Actor } from '../../../pipeline/release/actor.ts';
import type { HolderState } from '../../../pipeline/release/holder.ts';
import { acquireLease, readLease } from '../../../pipeline/release/lease.ts';
import { recover } from '../../../pipeline/release/recover.ts';
import { recoverDead } from '../../../pipeline/release/recoverDead.ts';
import { storeRelease } from '../../../pipeline/release/releaseStore.ts';
import { smallRelease, type SmallRelease } from './histories/releases.ts';
import { contextOf, environments, newWorld } from './histories/world.ts';
import { MemoryStore } from './memoryStore.ts';
import { ciRun, person } from './records.ts';

let root: string;
let small: SmallRelease;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'payments-recover-'));
  small = smallRelease(root, 'one', environments);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const asked = { kind: 'promotion', reason: 'a fix', emergency: false, to: 'prod' } as const;

/** An environment that a dead deployment holds, in the middle of its update. */
async function died(holder: Actor) {
  const world = newWorld(root);
  const store = new MemoryStore(world.documents);
  await storeRelease(store, small.built);
  const now = () => new Date(world.clock);
  const release = small.release.id;
  const lease = await acquireLease({ store, environment: 'dev', release, holder, asked, now });
  await lease.step('updating');
  const plan = { fingerprint: 'f', summary: '1 to update', lines: ['+ aws:sqs/queue:Queue dead', '~ queue ingest'] };
  await writeStart(store, {
    ...{ schemaVersion: 1, id: 'e', environment: 'dev', kind: 'promotion', release, commit: 'c', reason: 'a fix' },
    ...{ authors: ['a'], startedBy: 'b', approvers: [], approvalRequired: false, tests: [] },
    ...{ startedAt: now().toISOString(), card: { environment: 'dev', plan, widenings: [] } },
  });
  return { world, store };
}

const settings = requireEnvironment(newWorld('').configuration, 'dev');
const fallback = async () => small.source;

function as(name: string, { world }: Awaited<ReturnType<typeof died>>) {
  const silent = { hook: async () => {}, showCard: () => {}, onUpdate: () => {} };
  return contextOf(world, { name, ...silent, interrupt: new AbortController().signal });
}

describe('recovery without a person', () => {
  test('R36: of a run that GitHub says has ended: what it began is on record, and nobody holds the environment', async () => {
    const place = await died(ciRun);
    await recoverDead(as('next', place), { settings, runState: async () => 'dead' });
    expect(await readLease(place.store, 'dev')).toBeNull();
    expect(await openEvidence(place.store, 'dev')).toEqual([]);
    const span = { from: new Date(0), to: new Date('2100-01-01') };
    const [evidence] = await readEvidence(place.store, 'dev', span);
    expect(evidence?.end).toMatchObject({ outcome: 'recovered', error: 'the run died at "updating"' });
    expect(evidence?.end?.changes).toEqual([
      'done: + aws:sqs/queue:Queue dead',
      'done: ~ queue ingest',
      'not done: ~ aws:sqs/queue:Queue ingest [delaySeconds]',
    ]);
  });

  test.each<[string, Actor, HolderState | undefined]>([
    ['a run that lives', ciRun, 'alive'],
    ['a run that GitHub does not know', ciRun, 'unknown'],
    ['a run, where nobody can be asked', ciRun, undefined],
    ["a laptop's", person, 'dead'],
  ])('R36: is not for the lease of %s', async (_whose, holder, answer) => {
    const place = await died(holder);
    const before = await readLease(place.store, 'dev');
    const runState = answer && (async () => answer);
    await recoverDead(as('next', place), { settings, runState });
    expect(await readLease(place.store, 'dev')).toEqual(before);
  });
});

describe('recovery', () => {
  test('R36: names whose it was, its last step, and the command that goes on', async () => {
    const place = await died(person);
    const card = await recover(as('next', place), { settings, holderIsDead: true, fallback });
    expect(card).toMatchObject({ lastStep: 'updating', begun: asked, release: small.release.id });
    expect(card.command).toBe('npm run recover -- dev --continue --to prod');
    expect(card.holder).toContain(person.name);
  });

  test('R36: holds the environment while it is at work: of two at once one does it', async () => {
    const place = await died(person);
    const request = { settings, holderIsDead: true, fallback };
    const outcomes = await Promise.allSettled([recover(as('one', place), request), recover(as('two', place), request)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await readLease(place.store, 'dev')).toBeNull();
  });

  test('R36: that fails keeps what it took over, and gives back what nobody held', async () => {
    const place = await died(person);
    const context = as('one', place);
    const failing = { ...context, effects: { ...context.effects, refresh: () => Promise.reject(new Error('no')) } };
    const request = { settings, holderIsDead: true, fallback };
    await expect(recover(failing, request)).rejects.toThrow('no');
    expect((await readLease(place.store, 'dev'))?.lease).toMatchObject({ step: 'recovering', asked });
    const card = await recover(as('two', place), request);
    expect(card).toMatchObject({ lastStep: 'updating' });
    await expect(recover(failing, request)).rejects.toThrow('no');
    expect(await readLease(place.store, 'dev')).toBeNull();
  });
});
