import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, readdir, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { DocumentStore, StoredDocument, WriteResult } from './documentStore.ts';

const versionOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
const exists = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST';

async function lockedBy(lock: string): Promise<boolean> {
  try {
    await mkdir(lock, { recursive: false });
    return true;
  } catch (error) {
    if (exists(error) || isMissing(error)) return false;
    throw error;
  }
}

/** A replacement takes milliseconds; whoever left its lock behind for so long is dead. */
const abandonedMilliseconds = 10_000;

/** Removes a lock that a dead process left. */
async function isAbandoned(lock: string): Promise<boolean> {
  try {
    if (Date.now() - (await stat(lock)).mtimeMs < abandonedMilliseconds) return false;
    await rm(lock, { recursive: true });
    return true;
  } catch (error) {
    if (isMissing(error)) return true;
    throw error;
  }
}

/** A folder of Pulumi's file backend. Creation is exclusive (hard link); replacement is guarded by a lock file. */
export class FolderStore implements DocumentStore {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async read(key: string): Promise<StoredDocument | null> {
    try {
      const body = await readFile(join(this.#root, key));
      return { body, version: versionOf(body) };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async create(key: string, body: Uint8Array): Promise<WriteResult> {
    const target = join(this.#root, key);
    const temporary = await this.#writeTemporary(target, body);
    try {
      // A hard link fails when the name exists, so a half-written document is never seen under its name.
      await link(temporary, target);
      return { status: 'written', version: versionOf(body) };
    } catch (error) {
      if (exists(error)) return { status: 'conflict' };
      throw error;
    } finally {
      await unlink(temporary);
    }
  }

  async replace(key: string, body: Uint8Array, version: string): Promise<WriteResult> {
    return this.#exclusively(key, async () => {
      if ((await this.read(key))?.version !== version) return { status: 'conflict' } as const;
      const target = join(this.#root, key);
      await rename(await this.#writeTemporary(target, body), target);
      return { status: 'written', version: versionOf(body) } as const;
    });
  }

  async remove(key: string, version: string): Promise<{ readonly status: 'removed' | 'conflict' }> {
    return this.#exclusively(key, async () => {
      if ((await this.read(key))?.version !== version) return { status: 'conflict' } as const;
      await unlink(join(this.#root, key));
      return { status: 'removed' } as const;
    });
  }

  async list(prefix: string): Promise<readonly string[]> {
    const folder = join(this.#root, prefix.slice(0, prefix.lastIndexOf('/') + 1));
    try {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile() && !entry.name.startsWith('.writing-'))
        .map((entry) => relative(this.#root, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .filter((key) => key.startsWith(prefix))
        .sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  async #writeTemporary(target: string, body: Uint8Array): Promise<string> {
    await mkdir(dirname(target), { recursive: true });
    const temporary = join(dirname(target), `.writing-${randomUUID()}`);
    await writeFile(temporary, body);
    return temporary;
  }

  /** Two processes on one folder: the second sees a conflict while the first is between its read and its write. */
  async #exclusively<T>(key: string, action: () => Promise<T>): Promise<T | { status: 'conflict' }> {
    const lock = join(this.#root, dirname(key), `.writing-${versionOf(new TextEncoder().encode(key))}`);
    if (!(await lockedBy(lock)) && !((await isAbandoned(lock)) && (await lockedBy(lock)))) {
      return { status: 'conflict' };
    }
    try {
      return await action();
    } finally {
      await rm(lock, { recursive: true });
    }
  }
}
