import { describe, expect, test } from '@jest/globals';
import { readCheckpoint, type Checkpoint } from '../../../pipeline/engine/checkpoint.ts';
import { settlePending } from '../../../pipeline/engine/pending.ts';
import { decode, encode } from '../../../pipeline/store/documentStore.ts';
import { MemoryStore } from '../release/memoryStore.ts';

const key = '.pulumi/stacks/payments/prod.json';
const resource = (name: string) => ({ urn: `urn:pulumi:prod::payments::aws:sqs/queue:Queue::${name}`, ...queue });
const queue = { type: 'aws:sqs/queue:Queue', custom: true, inputs: { delaySeconds: 1 } };
const secret = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270', ciphertext: 'v1:x' };
const state = {
  version: 3,
  checkpoint: {
    stack: 'organization/payments/prod',
    latest: {
      manifest: { time: '2026-03-02T09:00:00Z', magic: 'm', version: 'v3.246.0' },
      secrets_providers: { type: 'passphrase', state: { salt: 's' } },
      resources: [{ ...resource('one'), id: 'url-of-one', outputs: { password: secret } }],
      pending_operations: [
        { resource: resource('two'), type: 'creating' },
        { resource: resource('three'), type: 'creating' },
        { resource: { ...resource('one'), id: 'url-of-one' }, type: 'updating' },
      ],
    },
  },
};

async function opened(): Promise<{ readonly store: MemoryStore; readonly checkpoint: Checkpoint }> {
  const store = new MemoryStore();
  await store.create(key, encode(state));
  const checkpoint = await readCheckpoint(store, 'prod');
  if (checkpoint === null) throw new Error('there is no state');
  return { store, checkpoint };
}

const settle = ({ store, checkpoint }: Awaited<ReturnType<typeof opened>>) =>
  settlePending(
    store,
    'prod',
    checkpoint,
    checkpoint.pendingOperations.map((operation) => ({
      operation,
      found: operation.resource.urn.endsWith('::three') ? null : `url-of-${operation.resource.urn.split('::').at(-1)}`,
    })),
  );

test('R36: what a dead run created enters state, what it did not is forgotten, and all else stays as Pulumi wrote it', async () => {
  const place = await opened();
  await settle(place);
  const written = decode((await place.store.read(key)) ?? { body: new Uint8Array(), version: '' });
  const { latest, ...checkpoint } = state.checkpoint;
  const { resources, pending_operations: _pending, ...rest } = latest;
  expect(written).toEqual({
    version: 3,
    checkpoint: {
      ...checkpoint,
      latest: {
        ...rest,
        resources: [
          ...resources,
          expect.objectContaining({ urn: resource('two').urn, id: 'url-of-two', inputs: queue.inputs, outputs: {} }),
        ],
        pending_operations: [],
      },
    },
  });
});

test.each([[false], [true]])(
  'R36: the state before lies beside it afterwards (an older one there: %s)',
  async (older) => {
    const place = await opened();
    if (older) await place.store.create(`${key}.bak`, encode({ version: 3, checkpoint: {} }));
    await settle(place);
    expect((await place.store.read(`${key}.bak`))?.body).toEqual(encode(state));
  },
);

test('R36: a state that somebody else wrote since is left as it is', async () => {
  const place = await opened();
  const other = encode({ version: 3, checkpoint: { latest: { resources: [] } } });
  await place.store.replace(key, other, place.checkpoint.version);
  await expect(settle(place)).rejects.toMatchObject({
    name: 'EngineError',
    message: 'the state of stack prod was written by somebody else meanwhile',
  });
  expect((await place.store.read(key))?.body).toEqual(other);
});

describe('R36: a replacement that died after its creation', () => {
  const before = { ...resource('one'), id: 'old', outputs: {} };
  const dependent = { ...resource('two'), id: 'url-of-two', dependencies: [before.urn] };

  async function settled(old: object, found: string | null): Promise<unknown> {
    const store = new MemoryStore();
    const latest = {
      resources: [old, dependent],
      pending_operations: [{ resource: resource('one'), type: 'creating' }],
    };
    await store.create(key, encode({ version: 3, checkpoint: { latest } }));
    const checkpoint = await readCheckpoint(store, 'prod');
    if (checkpoint === null) throw new Error('there is no state');
    await settlePending(
      store,
      'prod',
      checkpoint,
      checkpoint.pendingOperations.map((operation) => ({ operation, found })),
    );
    const written = decode((await store.read(key)) ?? { body: new Uint8Array(), version: '' }) as typeof state;
    return written.checkpoint.latest.resources;
  }

  const created = expect.objectContaining({ ...resource('one'), id: 'new', outputs: {} }) as object;

  test('takes the place of what was deleted before', async () => {
    const gone = { ...before, pendingReplacement: true };
    expect(await settled(gone, 'new')).toEqual([created, dependent]);
    expect(await settled({ ...gone, id: 'new' }, 'new')).toEqual([created, dependent]);
  });

  test('takes the place of what stands, which is left to be deleted', async () => {
    expect(await settled(before, 'new')).toEqual([created, dependent, { ...before, delete: true }]);
  });

  test('leaves what is to be deleted already to be deleted', async () => {
    const doomed = { ...before, delete: true };
    expect(await settled(doomed, 'new')).toEqual([doomed, dependent, created]);
  });

  test('changes nothing when nothing was created, or when state knows it', async () => {
    expect(await settled(before, null)).toEqual([before, dependent]);
    expect(await settled(before, 'old')).toEqual([before, dependent]);
  });
});
