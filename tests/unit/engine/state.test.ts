import { describe, expect, test } from '@jest/globals';
import { removeHalfWritten } from '../../../pipeline/engine/companions.ts';
import { readCheckpoint } from '../../../pipeline/engine/checkpoint.ts';
import { describeLock, readLocks } from '../../../pipeline/engine/lock.ts';
import { encode } from '../../../pipeline/store/documentStore.ts';
import { MemoryStore } from '../release/memoryStore.ts';

const key = '.pulumi/stacks/payments/prod.json';
const root = {
  ...{ urn: 'urn:pulumi:prod::payments::pulumi:pulumi:Stack::payments-prod', type: 'pulumi:pulumi:Stack' },
  outputs: { releaseId: 'a1' },
};
const queue = {
  urn: 'urn:pulumi:prod::payments::aws:sqs/queue:Queue::ingest',
  type: 'aws:sqs/queue:Queue',
  custom: true,
};
const reference = { ...root, type: 'pulumi:pulumi:StackReference', external: true, outputs: {} };

async function checkpointOf(latest: unknown) {
  const store = new MemoryStore();
  await store.create(key, encode({ version: 3, checkpoint: { latest } }));
  return readCheckpoint(store, 'prod');
}

describe('the state of a stack', () => {
  test('R36: holds its resources, its outputs, and what a dead run left pending', async () => {
    const pending = { type: 'creating', resource: queue };
    const found = await checkpointOf({ resources: [root, queue, reference], pending_operations: [pending] });
    expect(found?.resources.map(({ type }) => type)).toEqual(['pulumi:pulumi:Stack', 'aws:sqs/queue:Queue']);
    expect(found?.outputs).toEqual({ releaseId: 'a1' });
    expect(found?.pendingOperations).toMatchObject([{ type: 'creating', resource: { urn: queue.urn, id: '' } }]);
  });

  test.each([null, {}, { resources: null, pending_operations: null }])('R36: may be empty: %j', async (latest) => {
    expect(await checkpointOf(latest)).toMatchObject({
      resources: [],
      pendingOperations: [],
      outputs: {},
    });
  });

  test('R36: of a stack that there is not is none', async () => {
    expect(await readCheckpoint(new MemoryStore(), 'prod')).toBeNull();
  });

  const whole = encode({ version: 3, checkpoint: { latest: { resources: [root, queue] } } });
  test.each([
    ['cut short', whole.slice(0, whole.length >> 1)],
    ['empty', new Uint8Array()],
    ['of another version', encode({ version: 2, checkpoint: {} })],
    ['without the type of a resource', encode({ version: 3, checkpoint: { latest: { resources: [{ urn: 'u' }] } } })],
  ])('R33 R36: that is %s is an error with advice, and never an empty one', async (_name, body) => {
    const store = new MemoryStore();
    await store.create(key, body);
    await expect(readCheckpoint(store, 'prod')).rejects.toMatchObject({
      name: 'EngineError',
      message: `the state of stack prod (${key}) cannot be read`,
      advice: expect.stringContaining(`${key}.bak`) as unknown,
    });
  });
});

describe('the locks of a stack', () => {
  const lock = (timestamp: string) => ({ pid: 42, username: 'ada', hostname: 'laptop', timestamp });
  const folder = '.pulumi/locks/organization/payments';

  test('R36: are told with process, person and machine, oldest first, and only of this stack', async () => {
    const store = new MemoryStore();
    await store.create(`${folder}/prod/two.json`, encode(lock('2026-03-02T10:00:00Z')));
    await store.create(`${folder}/prod/one.json`, encode(lock('2026-03-02T09:00:00Z')));
    await store.create(`${folder}/staging/one.json`, encode(lock('2026-03-02T08:00:00Z')));
    expect((await readLocks(store, 'prod')).map(describeLock)).toEqual([
      'ada@laptop (process 42) since 2026-03-02T09:00:00Z',
      'ada@laptop (process 42) since 2026-03-02T10:00:00Z',
    ]);
    expect(await readLocks(store, 'dev')).toEqual([]);
  });

  test('R36: are told apart from what the engine writes beside each file of a folder', async () => {
    const store = new MemoryStore();
    await store.create(`${folder}/prod/one.json`, encode(lock('2026-03-02T09:00:00Z')));
    await store.create(`${folder}/prod/one.json.attrs`, encode({ 'user.content_type': 'application/json' }));
    expect((await readLocks(store, 'prod')).map(({ key }) => key)).toEqual([`${folder}/prod/one.json`]);
  });

  test('R36: that vanish while they are read are no locks any more', async () => {
    const store = new MemoryStore();
    await store.create(`${folder}/prod/one.json`, encode(lock('2026-03-02T09:00:00Z')));
    store.hook = async (moment, what) => {
      if (moment === 'before' && what.startsWith('read')) store.documents.clear();
    };
    expect(await readLocks(store, 'prod')).toEqual([]);
  });
});

test('R36: a lock that cannot be read gives nobody leave, and says which document it is', async () => {
  const store = new MemoryStore();
  const lock = '.pulumi/locks/organization/payments/prod/one.json';
  await store.create(lock, new TextEncoder().encode('{"pid": 4'));
  await expect(readLocks(store, 'prod')).rejects.toMatchObject({
    name: 'EngineError',
    message: `${lock} cannot be read`,
    advice: expect.stringContaining('remove that document') as unknown,
  });
});

test('R36: loses the attributes that a killed engine left half-written in a folder, and no others', async () => {
  const store = new MemoryStore();
  await store.create(key, encode({}));
  await store.create(`${key}.attrs`, new Uint8Array());
  await store.create(`${key}.bak.attrs`, encode({ md5: 'x' }));
  await removeHalfWritten(store);
  expect(await store.list('.pulumi/')).toEqual([key, `${key}.bak.attrs`]);
});
