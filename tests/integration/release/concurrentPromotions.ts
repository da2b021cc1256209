/** Two promotions of the same release into the same environment at once, on the real engine and one sandbox. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readLocks } from '../../../pipeline/engine/lock.ts';
import { readCheckpoint } from '../../../pipeline/engine/checkpoint.ts';
import { openEvidence, readEvidence } from '../../../pipeline/release/evidence.ts';
import { readLease } from '../../../pipeline/release/lease.ts';
import { promote, type StepResult } from '../../../pipeline/release/promote.ts';
import { readPromotion } from '../../../pipeline/release/promotionRecord.ts';
import type { BuiltRelease } from '../../../pipeline/release/build.ts';
import type { Place } from './place.ts';

const ever = { from: new Date(0), to: new Date('2100-01-01') };

/** @returns what does not hold; empty when exactly one deployed, and the other was refused or found it in place */
export async function twoAtOnce(
  place: Place,
  built: BuiltRelease,
  apartMilliseconds: number,
): Promise<readonly string[]> {
  const before = (await readEvidence(place.store, 'dev', ever)).length;
  const results = await Promise.all([
    one(place, built, 'ada'),
    sleep(apartMilliseconds).then(() => one(place, built, 'grace')),
  ]);
  const deployed = results.filter((result) => result.status === 'promoted' && result.result.changes.length > 0);
  const after = await readEvidence(place.store, 'dev', ever);
  return [
    ...(deployed.length === 1 ? [] : [`${deployed.length} of them deployed: ${results.map(inWords).join(' / ')}`]),
    ...results.filter((result) => !isFine(result)).map(inWords),
    ...(after.length === before + 1 ? [] : [`${after.length - before} records of evidence`]),
    ...after.flatMap(({ missing }) => missing),
    ...(await leftBehind(place, built.release.id)),
  ];
}

async function one(place: Place, { release, source }: BuiltRelease, name: string): Promise<StepResult> {
  const context = place.context();
  const actor = { kind: 'person' as const, name, host: 'desk', processId: process.pid };
  const [result] = await promote(
    { ...context, actor },
    {
      ...{ release, source, environments: [place.dev], reason: 'two at once', emergency: false, refresh: false },
      tests: [{ name: 'test', conclusion: 'success', url: '' }],
      approve: async () => ({ status: 'approved', by: ['reviewer'] }),
      waitUntil: async () => false,
    },
  );
  if (result === undefined) throw new Error('the promotion gave no result');
  return result;
}

function isFine(result: StepResult): boolean {
  if (result.status === 'failed') return /^dev is being changed by (ada|grace)@desk since /.test(result.error.message);
  return result.status === 'promoted' || result.status === 'already-there';
}

const inWords = (result: StepResult): string =>
  result.status === 'failed' ? `failed: ${result.error.message}` : result.status;

/** Whatever a finished deployment must not leave. */
export async function leftBehind({ store }: Place, release: string): Promise<readonly string[]> {
  const [lease, locks, checkpoint, record, open] = await Promise.all([
    readLease(store, 'dev'),
    readLocks(store, 'dev'),
    readCheckpoint(store, 'dev'),
    readPromotion(store, 'dev'),
    openEvidence(store, 'dev'),
  ]);
  return [
    ...(lease === null ? [] : ['a lease is left']),
    ...(locks.length === 0 ? [] : ['a lock is left']),
    ...(checkpoint?.pendingOperations.length === 0 ? [] : ['operations are pending']),
    ...(checkpoint?.outputs['releaseId'] === release ? [] : ['the state holds another release']),
    ...(record.current?.release === release && record.current.verifiedAt !== null ? [] : ['it is not verified']),
    ...open.map(({ id }) => `nobody said what became of ${id}`),
  ];
}
