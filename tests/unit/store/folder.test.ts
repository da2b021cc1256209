import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '../../../pipeline/errors.ts';
import { FolderStore } from '../../../pipeline/store/folder.ts';
import { openStore } from '../../../pipeline/store/open.ts';

let folder = '';
let store = new FolderStore('');
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payments-store-'));
  store = new FolderStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = async (key: string) => new TextDecoder().decode((await store.read(key))?.body);
const versionOf = async (key: string) => (await store.read(key))?.version ?? '';
const lockOf = (key: string) => join(folder, 'a', `.writing-${createHash('sha256').update(key).digest('hex')}`);

describe('documents in a folder', () => {
  test('R36: are created once: of many writers one wins, and its text stands', async () => {
    const writers = Array.from({ length: 20 }, (_, index) => store.create('a/one.json', bytes(String(index))));
    const statuses = (await Promise.all(writers)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 'written')).toHaveLength(1);
    expect(await textOf('a/one.json')).toBe(String(statuses.indexOf('written')));
  });

  test('R36: are replaced only in the version that was read', async () => {
    await store.create('a/one.json', bytes('first'));
    const version = await versionOf('a/one.json');
    expect(await store.replace('a/one.json', bytes('second'), version)).toMatchObject({ status: 'written' });
    expect(await store.replace('a/one.json', bytes('third'), version)).toEqual({ status: 'conflict' });
    expect(await textOf('a/one.json')).toBe('second');
  });

  test('R36: of many who replace the same version at most one wins', async () => {
    await store.create('a/one.json', bytes('first'));
    const version = await versionOf('a/one.json');
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => store.replace('a/one.json', bytes(`n${index}`), version)),
    );
    expect(outcomes.filter(({ status }) => status === 'written')).toHaveLength(1);
  });

  test('R36: are removed only in the version that was read, and are gone then', async () => {
    await store.create('a/one.json', bytes('first'));
    expect(await store.remove('a/one.json', 'other')).toEqual({ status: 'conflict' });
    expect(await store.remove('a/one.json', await versionOf('a/one.json'))).toEqual({ status: 'removed' });
    expect(await store.read('a/one.json')).toBeNull();
    expect(await store.remove('a/one.json', 'any')).toEqual({ status: 'conflict' });
  });

  test('R36: a writer that died a while ago stops nobody; one that is at work does', async () => {
    await store.create('a/one.json', bytes('first'));
    const version = await versionOf('a/one.json');
    await mkdir(lockOf('a/one.json'));
    expect(await store.replace('a/one.json', bytes('second'), version)).toEqual({ status: 'conflict' });
    const long = new Date(Date.now() - 60_000);
    await utimes(lockOf('a/one.json'), long, long);
    expect(await store.replace('a/one.json', bytes('second'), version)).toMatchObject({ status: 'written' });
    expect(await readdir(join(folder, 'a'))).toEqual(['one.json']);
  });

  test('R41: are listed in order, by prefix, without what is being written', async () => {
    for (const key of ['a/two.json', 'a/one.json', 'a/b/three.json', 'c/four.json'])
      await store.create(key, bytes(key));
    await mkdir(lockOf('a/one.json'));
    expect(await store.list('a/')).toEqual(['a/b/three.json', 'a/one.json', 'a/two.json']);
    expect(await store.list('a/t')).toEqual(['a/two.json']);
    expect(await store.list('nothing/')).toEqual([]);
  });

  test('R36: of a file backend lie in its folder; any other kind of backend is refused with advice', async () => {
    await openStore(`file://${folder}`, {}).create('a/one.json', bytes('first'));
    expect(await textOf('a/one.json')).toBe('first');
    expect(() => openStore('azblob://container', {})).toThrow(ConfigurationError);
  });
});
