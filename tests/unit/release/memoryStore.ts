import type { DocumentStore, StoredDocument, WriteResult } from '../../../pipeline/store/documentStore.ts';

/** Awaited before and after each call; a promise that never settles is a process that died there. */
export type Hook = (moment: 'before' | 'after', what: string) => Promise<void>;

let versions = 0;

/** A bucket in memory, with the same conditional writes. Several processes share its documents. */
export class MemoryStore implements DocumentStore {
  readonly documents: Map<string, StoredDocument>;
  hook: Hook;

  constructor(documents = new Map<string, StoredDocument>(), hook: Hook = async () => {}) {
    this.documents = documents;
    this.hook = hook;
  }

  read = (key: string): Promise<StoredDocument | null> =>
    this.#call(`read ${key}`, () => this.documents.get(key) ?? null);

  create = (key: string, body: Uint8Array): Promise<WriteResult> =>
    this.#call(`create ${key}`, () => (this.documents.has(key) ? { status: 'conflict' } : this.#write(key, body)));

  replace = (key: string, body: Uint8Array, version: string): Promise<WriteResult> =>
    this.#call(`replace ${key}`, () =>
      this.documents.get(key)?.version === version ? this.#write(key, body) : { status: 'conflict' },
    );

  remove = (key: string, version: string): Promise<{ readonly status: 'removed' | 'conflict' }> =>
    this.#call(`remove ${key}`, () => {
      if (this.documents.get(key)?.version !== version) return { status: 'conflict' };
      this.documents.delete(key);
      return { status: 'removed' };
    });

  list = (prefix: string): Promise<readonly string[]> =>
    this.#call(`list ${prefix}`, () => [...this.documents.keys()].filter((key) => key.startsWith(prefix)).sort());

  #write(key: string, body: Uint8Array): WriteResult {
    const version = String(++versions);
    this.documents.set(key, { body, version });
    return { status: 'written', version };
  }

  async #call<T>(what: string, action: () => T): Promise<T> {
    await this.hook('before', what);
    const result = action();
    await this.hook('after', what);
    return result;
  }
}
