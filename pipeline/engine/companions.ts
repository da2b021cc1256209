import type { DocumentStore } from '../store/documentStore.ts';
import { decode } from '../store/documentStore.ts';

/**
 * Removes what an engine that was killed left half-written in a folder. Beside each document the file backend keeps its attributes,
 * `KEY.attrs`, and writes them in place (gocloud.dev, blob/fileblob/attrs.go): killed in between, it leaves an empty file, and the
 * document that it belongs to cannot be read any more (`failed to load checkpoint: EOF`). Without one it is read as before.
 *
 * @param store of a folder; a bucket has no such documents
 */
export async function removeHalfWritten(store: DocumentStore): Promise<void> {
  const companions = (await store.list('.pulumi/')).filter((key) => key.endsWith('.attrs'));
  for (const key of companions) {
    const document = await store.read(key);
    if (document === null || isWhole(document)) continue;
    await store.remove(key, document.version);
  }
}

function isWhole(document: Parameters<typeof decode>[0]): boolean {
  try {
    decode(document);
    return true;
  } catch {
    return false;
  }
}
