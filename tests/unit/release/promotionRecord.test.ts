import { describe, expect, test } from '@jest/globals';
import { changePromotion, readPromotion } from '../../../pipeline/release/promotionRecord.ts';
import { encode } from '../../../pipeline/store/documentStore.ts';
import { MemoryStore } from './memoryStore.ts';
import { deployment, record, releaseId } from './records.ts';

const key = 'promotions/prod.json';
const paused = { since: '2026-03-01T08:00:00.000Z', by: 'grace@desk', reason: 'settlement' };

describe('what is on record about an environment', () => {
  test('R17: is empty before the first deployment', async () => {
    expect(await readPromotion(new MemoryStore(), 'prod')).toEqual(record('prod'));
  });

  test('R17: reads back as it was written', async () => {
    const store = new MemoryStore();
    const current = deployment(releaseId('a'));
    await changePromotion(store, 'prod', (before) => ({ ...before, current, verified: [current], paused }));
    expect(await readPromotion(store, 'prod')).toEqual(record('prod', { current, verified: [current], paused }));
  });

  test('R36: keeps both changes of two who write at once', async () => {
    const store = new MemoryStore();
    await Promise.all([
      changePromotion(store, 'prod', (before) => ({ ...before, paused })),
      changePromotion(store, 'prod', (before) => ({ ...before, current: deployment(releaseId('a')) })),
    ]);
    const after = await readPromotion(store, 'prod');
    expect(after.paused).toEqual(paused);
    expect(after.current?.release).toBe(releaseId('a'));
  });

  test('R36: gives up with a reason when others never stop writing', async () => {
    const store = new MemoryStore();
    await changePromotion(store, 'prod', (before) => before);
    store.hook = async (moment, what) => {
      const document = store.documents.get(key);
      if (moment === 'before' && what.startsWith('replace') && document)
        store.documents.set(key, { ...document, version: `${document.version}'` });
    };
    await expect(changePromotion(store, 'prod', (before) => ({ ...before, paused }))).rejects.toThrow(
      'kept changing while it was to be written',
    );
  });

  test('R41: remembers the last fifty verified deployments', async () => {
    const store = new MemoryStore();
    const verified = Array.from({ length: 60 }, (_, index) => deployment(`release-${index}`));
    await changePromotion(store, 'prod', (before) => ({ ...before, verified }));
    const kept = (await readPromotion(store, 'prod')).verified;
    expect(kept.map(({ release }) => release)).toEqual(verified.slice(0, 50).map(({ release }) => release));
  });

  test.each([
    ['cut short', new TextEncoder().encode('{"schemaVersion": 1, "environment"')],
    ['with an unknown key', encode({ ...record('prod'), surprise: true })],
    ['with a time that is none', encode(record('prod', { current: deployment('a', { verifiedAt: 'yesterday' }) }))],
  ])('R36: a document that is %s is no empty record, and is not overwritten', async (_name, body) => {
    const store = new MemoryStore();
    await store.create(key, body);
    await expect(readPromotion(store, 'prod')).rejects.toThrow(`${key} cannot be read`);
    await expect(changePromotion(store, 'prod', (before) => ({ ...before, paused }))).rejects.toThrow(key);
    expect(store.documents.get(key)?.body).toEqual(body);
  });
});
