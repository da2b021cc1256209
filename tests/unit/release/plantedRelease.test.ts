import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineError } from '../../../pipeline/errors.ts';
import { assemble, type BuiltRelease } from '../../../pipeline/release/build.ts';
import { archiveOf, encodeSettings, filesIn, idOf, settingsFile, sha256 } from '../../../pipeline/release/contents.ts';
import type { Release } from '../../../pipeline/release/release.ts';
import { loadRelease, readRelease, storeRelease } from '../../../pipeline/release/releaseStore.ts';
import { encode } from '../../../pipeline/store/documentStore.ts';
import { smallRelease } from './histories/releases.ts';
import { MemoryStore } from './memoryStore.ts';
import { configuration } from './records.ts';

/** Somebody may create what does not exist yet under `releases/`: what main will build is stored before main builds it. */
let root = '';
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), 'payments-planted-'))));
afterAll(() => rm(root, { recursive: true, force: true }));

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const { environments } = configuration;
const unguarded = environments.map((each) => ({ ...each, gate: { ...each.gate, requireApproval: false } }));
const ofMain = () => smallRelease(root, 'main', environments).built;

/** The same release with other files in it, under the id that it then really has. */
function other(built: BuiltRelease, files: Readonly<Record<string, Uint8Array>>): BuiltRelease {
  const facts = { ...built.release, builtAt: new Date(built.release.builtAt) };
  const changed = new Map([...filesIn(built.sourceArchive), ...Object.entries(files)]);
  return assemble(root, { files: changed, functionPackage: built.functionPackage, facts });
}

function plant(id: string, record: Release, { sourceArchive, functionPackage }: BuiltRelease): MemoryStore {
  const store = new MemoryStore();
  const documents = { 'release.json': encode(record), 'source.zip': sourceArchive, 'payments.zip': functionPackage };
  for (const [file, body] of Object.entries(documents))
    store.documents.set(`releases/${id}/${file}`, { body, version: 'planted' });
  return store;
}

const program = { 'infra/program.ts': bytes('export const name = "foreign";\n') };
const foreign = () => other(ofMain(), program);
const { id } = ofMain().release;

describe('R34: a release that somebody planted under the id that main will build is neither stored over nor used', () => {
  test.each<[string, () => MemoryStore]>([
    ['a foreign program with its own record', () => plant(id, foreign().release, foreign())],
    ['a foreign program with a record that claims the id', () => plant(id, { ...foreign().release, id }, foreign())],
    ['a foreign program under the true record', () => plant(id, ofMain().release, foreign())],
    [
      'a foreign program whose digest stands in the true record',
      () => plant(id, { ...ofMain().release, source: foreign().release.source }, foreign()),
    ],
    ['other gates in the record alone', () => plant(id, { ...ofMain().release, environments: unguarded }, ofMain())],
    [
      'other gates in record and archive',
      () => {
        const open = other(ofMain(), { [settingsFile]: encodeSettings(unguarded) });
        return plant(id, { ...open.release, id }, open);
      },
    ],
    [
      'another function package',
      () => plant(id, ofMain().release, { ...ofMain(), functionPackage: bytes('foreign package') }),
    ],
  ])('%s', async (_what, planted) => {
    const store = planted();
    const before = new Map(store.documents);
    const refused = expect.objectContaining({ message: expect.stringContaining('is not what its id says') });
    await expect(storeRelease(store, ofMain())).rejects.toEqual(refused);
    await expect(storeRelease(store, ofMain())).rejects.toThrow(EngineError);
    await expect(loadRelease(store, id, root)).rejects.toEqual(refused);
    expect(store.documents).toEqual(before);
    await expect(access(ofMain().source.directory)).rejects.toThrow();
  });

  test('archives without a record, for main to complete', async () => {
    const store = plant(id, ofMain().release, foreign());
    store.documents.delete(`releases/${id}/release.json`);
    await expect(storeRelease(store, ofMain())).rejects.toThrow('source.zip has digest');
    expect(await readRelease(store, id)).toBeNull();
  });
});

test.each([
  ['infra/node_modules/zod/index.js', 'a package that its program would load'],
  ['package.json', 'a file beside its program'],
])('R34: %s (%s) makes it another release', (name) => {
  expect(other(ofMain(), { [name]: bytes('{}') }).release.id).not.toBe(id);
});

test.each(['../escaped.txt', 'infra/../../escaped.txt', '/escaped.txt', 'infra\\..\\escaped.txt'])(
  'R34: a release that holds a file outside of its folder (%s) is refused, and that file is not written',
  async (name) => {
    const built = ofMain();
    const sourceArchive = archiveOf(new Map([...filesIn(built.sourceArchive), [name, bytes('out')]]));
    const record = { ...built.release, source: { sha256: sha256(sourceArchive) } };
    const store = plant(idOf(record), { ...record, id: idOf(record) }, { ...built, sourceArchive });
    await expect(loadRelease(store, idOf(record), root)).rejects.toThrow(`holds a file outside of it: ${name}`);
    await expect(access(join(root, '.cache', 'releases', 'escaped.txt'))).rejects.toThrow();
  },
);

test('R17: the same contents have the same id, whoever built them, when, and from which commit', () => {
  const again = smallRelease(root, 'main', environments, {
    authors: ['eve'],
    builtAt: '2027-01-01T00:00:00Z',
    commit: 'f',
    dirty: true,
  });
  expect(again.release.id).toBe(id);
  expect(again.built.sourceArchive).toEqual(ofMain().sourceArchive);
});
