import { z } from 'zod';
import type { DocumentStore } from '../store/documentStore.ts';
import { parse } from '../store/parse.ts';
import { project } from './checkpoint.ts';

const lockFile = z.object({ pid: z.number(), username: z.string(), hostname: z.string(), timestamp: z.string() });

/** Who holds Pulumi's lock on a stack. It names a process, not a run: see the lease for that. */
export type Lock = z.infer<typeof lockFile> & { readonly key: string; readonly version: string };

/** Locks on one stack, oldest first; empty when nobody is updating it. */
export async function readLocks(store: DocumentStore, stack: string): Promise<readonly Lock[]> {
  const keys = await store.list(`.pulumi/locks/organization/${project}/${stack}/`);
  // In a folder each document has a companion with its attributes, `KEY.attrs`.
  const locks = await Promise.all(keys.filter((key) => key.endsWith('.json')).map((key) => readLock(store, key)));
  return locks.filter((lock) => lock !== null).sort((a, b) => a.timestamp.localeCompare(b.timestamp));
}

async function readLock(store: DocumentStore, key: string): Promise<Lock | null> {
  const document = await store.read(key);
  if (document === null) return null;
  const advice = 'Nobody can tell whose lock it is. When no run is at work on this stack, remove that document.';
  return { ...parse(lockFile, document, key, advice), key, version: document.version };
}

/** Removes a lock as `pulumi cancel` does. The caller knows that its owner is dead: this stops nobody. */
export async function breakLock(store: DocumentStore, { key, version }: Lock): Promise<void> {
  await store.remove(key, version);
}

export const describeLock = ({ username, hostname, pid, timestamp }: Lock): string =>
  `${username}@${hostname} (process ${pid}) since ${timestamp}`;
