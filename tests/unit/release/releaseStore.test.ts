import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { access, appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listReleases, loadRelease, readRelease, storeRelease } from '../../../pipeline/release/releaseStore.ts';
import { smallRelease, type SmallRelease } from './histories/releases.ts';
import { MemoryStore } from './memoryStore.ts';
import { configuration } from './records.ts';

let root = '';
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), 'payments-releases-'))));
afterAll(() => rm(root, { recursive: true, force: true }));

let names = 0;
async function stored(builtAt = '2026-03-02T09:00:00Z'): Promise<{ store: MemoryStore; small: SmallRelease }> {
  const store = new MemoryStore();
  const small = smallRelease(root, `stored-${++names}`, configuration.environments, { builtAt });
  expect(await storeRelease(store, small.built)).toBe('stored');
  return { store, small };
}
function overwrite(store: MemoryStore, key: string, body: Uint8Array): void {
  store.documents.set(key, { body, version: 'overwritten' });
}

describe('a stored release', () => {
  test('R17: is unpacked as it was built', async () => {
    const { store, small } = await stored();
    const source = await loadRelease(store, small.release.id, root);
    expect(source).toEqual(small.source);
    const program = await readFile(join(source.directory, 'infra', 'program.ts'), 'utf8');
    expect(program).toContain(`stored-${names}`);
  });

  test('R41: is written once: storing it again changes nothing', async () => {
    const { store, small } = await stored();
    const before = new Map(store.documents);
    const again = { ...small.built, functionPackage: new TextEncoder().encode('other'), release: small.release };
    expect(await storeRelease(store, again)).toBe('exists');
    expect(store.documents).toEqual(before);
  });

  test('R41: that was uncommitted work has the commit and authors of who built the same from a commit later', async () => {
    const store = new MemoryStore();
    const name = `stored-${++names}`;
    const of = (facts: object) => smallRelease(root, name, configuration.environments, facts).built;
    await storeRelease(store, of({ commit: 'a'.repeat(40), dirty: true, authors: ['d@example.com'] }));
    const { id } = of({}).release;
    expect(await readRelease(store, id)).toMatchObject({ commit: 'a'.repeat(40), dirty: true });
    for (const commit of ['b', 'c'])
      expect(await storeRelease(store, of({ commit: commit.repeat(40), authors: [`${commit}@example.com`] }))).toBe(
        'exists',
      );
    const clean = { commit: 'b'.repeat(40), dirty: false, authors: ['b@example.com'] };
    expect(await readRelease(store, id)).toMatchObject(clean);
    expect(await listReleases(store)).toMatchObject([clean]);
  });

  test('R36: a build that died while it was stored is no release, and is completed by the next', async () => {
    const { store, small } = await stored();
    store.documents.delete(`releases/${small.release.id}/release.json`);
    expect(await readRelease(store, small.release.id)).toBeNull();
    expect(await listReleases(store)).toEqual([]);
    await expect(loadRelease(store, small.release.id, root)).rejects.toThrow('there is no release');
    expect(await storeRelease(store, small.built)).toBe('stored');
  });

  test.each(['source.zip', 'payments.zip'])('R34: is refused when its %s was altered', async (file) => {
    const { store, small } = await stored();
    overwrite(store, `releases/${small.release.id}/${file}`, new TextEncoder().encode('altered'));
    await expect(loadRelease(store, small.release.id, root)).rejects.toThrow(
      `is not what its id says: ${file} has digest`,
    );
    await expect(access(small.source.directory)).rejects.toThrow();
  });

  test.each(['source.zip', 'payments.zip'])('R34: is refused when its %s is gone', async (file) => {
    const { store, small } = await stored();
    store.documents.delete(`releases/${small.release.id}/${file}`);
    await expect(loadRelease(store, small.release.id, root)).rejects.toThrow(`is incomplete: ${file} is missing`);
  });

  test('R34: is unpacked anew when somebody altered what lies on this machine', async () => {
    const { store, small } = await stored();
    const { directory } = await loadRelease(store, small.release.id, root);
    const program = join(directory, 'infra', 'program.ts');
    const original = await readFile(program, 'utf8');
    await appendFile(program, 'export const more = 1;\n');
    await loadRelease(store, small.release.id, root);
    expect(await readFile(program, 'utf8')).toBe(original);
    const more = join(directory, 'infra', 'node_modules', 'zod');
    await mkdir(more, { recursive: true });
    await writeFile(join(more, 'index.js'), 'export {};');
    await loadRelease(store, small.release.id, root);
    await expect(access(more)).rejects.toThrow();
    await writeFile(join(directory, 'payments.zip'), 'altered');
    await loadRelease(store, small.release.id, root);
    expect(await readFile(join(directory, 'payments.zip'), 'utf8')).toBe(`package of stored-${names}`);
  });

  test('R36: whose record is cut short is named', async () => {
    const { store, small } = await stored();
    const key = `releases/${small.release.id}/release.json`;
    overwrite(store, key, new TextEncoder().encode('{"schemaVersion": 1,'));
    await expect(loadRelease(store, small.release.id, root)).rejects.toThrow(`${key} cannot be read`);
  });

  test('R17: is listed newest first', async () => {
    const store = new MemoryStore();
    const builtAt = ['2026-03-01T00:00:00.000Z', '2026-03-03T00:00:00.000Z', '2026-03-02T00:00:00.000Z'];
    for (const at of builtAt) {
      const small = smallRelease(root, `listed-${at}`, configuration.environments, { builtAt: at });
      await storeRelease(store, small.built);
    }
    expect((await listReleases(store)).map((release) => release.builtAt)).toEqual(builtAt.toSorted().toReversed());
  });

  test('R36: is unpacked whole when two ask for it at once', async () => {
    const { store, small } = await stored();
    const both = await Promise.all([1, 2].map(() => loadRelease(store, small.release.id, root)));
    expect(both).toEqual([small.source, small.source]);
    await expect(access(join(small.source.directory, 'payments.zip'))).resolves.toBeUndefined();
  });
});
