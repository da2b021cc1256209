import { describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  evidenceId,
  hasEnd,
  openEvidence,
  readEvidence,
  writeEnd,
  writeStart,
  type EvidenceEnd,
  type EvidenceStart,
} from '../../../pipeline/release/evidence.ts';
import { exportEvidence } from '../../../pipeline/release/evidenceExport.ts';
import { changePromotion } from '../../../pipeline/release/promotionRecord.ts';
import { encode } from '../../../pipeline/store/documentStore.ts';
import { FolderStore } from '../../../pipeline/store/folder.ts';
import { MemoryStore } from './memoryStore.ts';
import { configuration, deployment, releaseId } from './records.ts';

const ever = { from: new Date('2026-01-01'), to: new Date('2027-01-01') };
const startedAt = '2026-03-02T09:00:00.000Z';

const start = (overrides: Partial<EvidenceStart> = {}): EvidenceStart => ({
  schemaVersion: 1,
  ...{ id: 'one', environment: 'prod', kind: 'promotion', release: releaseId('a'), commit: 'c0ffee', reason: 'merge' },
  ...{ authors: ['ada@example.com'], startedBy: 'grace', approvers: ['grace'], approvalRequired: true, startedAt },
  tests: [{ name: 'test', conclusion: 'success', url: 'https://ci.example.com/1' }],
  card: { environment: 'prod', plan: { fingerprint: 'f', summary: '1 to update', lines: ['~ queue'] }, widenings: [] },
  ...overrides,
});
const end = (overrides: Partial<EvidenceEnd> = {}): EvidenceEnd => ({
  schemaVersion: 1,
  ...{ id: 'one', finishedAt: '2026-03-02T09:10:00.000Z', outcome: 'verified', changes: ['~ queue'], payment: 'p-1' },
  ...{ error: null, wayBack: null },
  ...overrides,
});

describe('evidence of a change', () => {
  test('R41: is complete with reason, authors, approver, tests, plan, result and payment', async () => {
    const store = new MemoryStore();
    await writeStart(store, start());
    await writeEnd(store, 'prod', end());
    expect(await readEvidence(store, 'prod', ever)).toEqual([{ start: start(), end: end(), missing: [] }]);
    expect(await hasEnd(store, 'prod', 'one')).toBe(true);
  });

  test.each<readonly [string, Partial<EvidenceStart>, Partial<EvidenceEnd>]>([
    ['who approved it', { approvers: [] }, {}],
    ['who wrote it', { authors: [] }, {}],
    ['results of its tests', { tests: [] }, {}],
    ['why', { reason: '  ' }, {}],
    ['the payment that verified it', {}, { payment: null }],
  ])('R41: names as missing: %s', async (what, started, ended) => {
    const store = new MemoryStore();
    await writeStart(store, start(started));
    await writeEnd(store, 'prod', end(ended));
    expect((await readEvidence(store, 'prod', ever)).map(({ missing }) => missing)).toEqual([[what]]);
  });

  test('R41: misses nothing that nobody asks for', async () => {
    const store = new MemoryStore();
    await writeStart(store, start({ approvalRequired: false, approvers: [] }));
    await writeEnd(store, 'prod', end({ outcome: 'failed', payment: null, error: 'no payment went through' }));
    await writeStart(
      store,
      start({ id: 'two', kind: 'redeployment', tests: [], startedAt: '2026-03-03T09:00:00.000Z' }),
    );
    await writeEnd(store, 'prod', end({ id: 'two' }));
    expect((await readEvidence(store, 'prod', ever)).flatMap(({ missing }) => missing)).toEqual([]);
  });

  test('R36 R41: of a run that died says that nobody knows what became of it, until it is recovered', async () => {
    const store = new MemoryStore();
    await writeStart(store, start());
    await writeStart(store, start({ id: 'two' }));
    await writeEnd(store, 'prod', end({ id: 'two' }));
    expect(await openEvidence(store, 'prod')).toMatchObject([{ id: 'one' }]);
    const [found] = await readEvidence(store, 'prod', ever);
    expect(found?.missing).toEqual(['what became of it (under way, or npm run recover)']);
  });

  test('R41: is written once: another text is refused, the same once more is not', async () => {
    const store = new MemoryStore();
    await writeStart(store, start());
    await expect(writeStart(store, start())).resolves.toBeUndefined();
    await expect(writeStart(store, start({ reason: 'another' }))).rejects.toThrow('evidence is written once');
    await writeEnd(store, 'prod', end());
    await expect(writeEnd(store, 'prod', end({ outcome: 'failed' }))).rejects.toThrow('evidence is written once');
    expect((await readEvidence(store, 'prod', ever))[0]).toMatchObject({
      start: { reason: 'merge' },
      end: { outcome: 'verified' },
    });
  });

  test('R41: of a span of time is what started in it, oldest first', async () => {
    const store = new MemoryStore();
    for (const day of ['03', '01', '02', '04']) {
      await writeStart(store, start({ id: day, startedAt: `2026-03-${day}T00:00:00.000Z` }));
    }
    const found = await readEvidence(store, 'prod', { from: new Date('2026-03-01'), to: new Date('2026-03-04') });
    expect(found.map((each) => each.start.id)).toEqual(['01', '02', '03']);
  });

  test('R41: that somebody altered or cut short is an error, not a shorter list', async () => {
    const store = new MemoryStore();
    await store.create('evidence/prod/one.start.json', encode({ ...start(), extra: 1 }));
    await expect(readEvidence(store, 'prod', ever)).rejects.toThrow('evidence/prod/one.start.json cannot be read');
    await store.create('evidence/dev/one.start.json', new TextEncoder().encode('{"schemaVersion"'));
    await expect(readEvidence(store, 'dev', ever)).rejects.toThrow('evidence/dev/one.start.json cannot be read');
  });

  test('R41: has an id that sorts by time and is another one for each lease', () => {
    const ids = ['2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z'].map((at) =>
      evidenceId(new Date(at), releaseId('a'), 'lease-one'),
    );
    expect(ids).toEqual(ids.toSorted());
    expect(evidenceId(new Date(startedAt), releaseId('a'), '11111111')).not.toBe(
      evidenceId(new Date(startedAt), releaseId('a'), '22222222'),
    );
  });
});

describe('the export for an audit', () => {
  async function exported(prepare: (store: FolderStore) => Promise<unknown>) {
    const folder = await mkdtemp(join(tmpdir(), 'payments-evidence-'));
    try {
      await prepare(new FolderStore(folder));
      const surroundings = {
        ...{ kind: 'sandbox' as const, stateBackend: pathToFileURL(folder).href, blindSpots: [] },
        ...{ secretsProvider: () => 'passphrase', credentials: async () => ({}) },
        attachProvider: async () => ({ environment: {}, close: async () => {} }),
      };
      return await exportEvidence(surroundings, configuration.environments, ever);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  test('R41: is complete when every deployment on record has all of its evidence', async () => {
    const current = deployment(releaseId('a'), { startedAt });
    const result = await exported(async (store) => {
      await writeStart(store, start());
      await writeEnd(store, 'prod', end());
      await changePromotion(store, 'prod', (record) => ({ ...record, current, verified: [current] }));
    });
    expect(result).toMatchObject({ complete: true, withoutEvidence: [], changes: [{ start: { id: 'one' } }] });
  });

  test('R41: is not complete, and says so, when a deployment is on record that has no evidence', async () => {
    const current = deployment(releaseId('b'), { startedAt });
    const result = await exported(async (store) => {
      await writeStart(store, start());
      await writeEnd(store, 'prod', end());
      await changePromotion(store, 'prod', (record) => ({ ...record, current, verified: [current] }));
    });
    expect(result.complete).toBe(false);
    expect(result.withoutEvidence).toMatchObject([{ environment: 'prod', release: releaseId('b') }]);
  });

  test('R41: is not complete when a deployment that was never verified has no evidence', async () => {
    const current = deployment(releaseId('c'), { startedAt, verifiedAt: null });
    const result = await exported((store) =>
      changePromotion(store, 'prod', (record) => ({ ...record, current, verified: [] })),
    );
    expect(result).toMatchObject({ complete: false, withoutEvidence: [{ release: releaseId('c'), id: null }] });
  });

  test('R41: is not complete when the same release was deployed twice and only one of them has evidence', async () => {
    const current = deployment(releaseId('a'), { startedAt: '2026-03-02T12:00:00.100Z' });
    const later = '2026-03-02T12:00:00.000Z';
    const begun = [
      { evidence: 'two', release: releaseId('a'), startedAt: later },
      { evidence: 'one', release: releaseId('a'), startedAt },
    ];
    const result = await exported(async (store) => {
      await writeStart(store, start());
      await writeEnd(store, 'prod', end());
      await changePromotion(store, 'prod', (record) => ({ ...record, current, verified: [current], begun }));
    });
    expect(result).toMatchObject({ complete: false, changes: [{ start: { id: 'one' } }] });
    expect(result.withoutEvidence).toEqual([
      { environment: 'prod', release: releaseId('a'), startedAt: later, id: 'two' },
    ]);
  });

  test('R41: asks for evidence of an earlier deployment of the same release, also after the next was verified', async () => {
    const current = deployment(releaseId('a'), { startedAt: '2026-03-02T12:00:00.100Z' });
    const result = await exported(async (store) => {
      await writeStart(store, start({ id: 'two', startedAt: '2026-03-02T12:00:00.000Z' }));
      await writeEnd(store, 'prod', end({ id: 'two' }));
      await changePromotion(store, 'prod', (record) => ({
        ...record,
        ...{ current, verified: [current, deployment(releaseId('b'), { startedAt: '2026-02-01T09:00:00.000Z' })] },
        begun: [
          { evidence: 'two', release: releaseId('a'), startedAt: '2026-03-02T12:00:00.000Z' },
          { evidence: 'one', release: releaseId('a'), startedAt },
        ],
      }));
    });
    // Of the one before that, the record of old names no evidence.
    expect(result.withoutEvidence.map(({ id, release }) => [id, release])).toEqual([
      ['one', releaseId('a')],
      [null, releaseId('b')],
    ]);
  });

  test('R41: is not complete when a result is there whose beginning is not', async () => {
    const result = await exported((store) => writeEnd(store, 'prod', end()));
    expect(result).toMatchObject({ complete: false, withoutStart: [{ environment: 'prod', id: 'one' }] });
  });

  test('R41: is not complete while a change has no result, and lists all environments by time', async () => {
    const result = await exported(async (store) => {
      await writeStart(store, start({ startedAt: '2026-03-02T12:00:00.000Z' }));
      await writeStart(store, start({ id: 'two', environment: 'dev', startedAt: '2026-03-02T10:00:00.000Z' }));
      await writeEnd(store, 'dev', end({ id: 'two' }));
    });
    expect(result.complete).toBe(false);
    expect(result.changes.map(({ start: { environment } }) => environment)).toEqual(['dev', 'prod']);
  });
});
