/**
 * Documents beside Pulumi's own state: releases, promotions, leases, evidence, and Pulumi's files for reading. Writers never
 * overwrite what they have not seen: a document is either created, or replaced in the version that was read.
 */
export interface StoredDocument {
  readonly body: Uint8Array;
  /** Opaque version (S3 ETag, content digest in a folder) to hand back to `replace` and `remove`. */
  readonly version: string;
}

/** `conflict`: somebody else wrote first; nothing was written. */
export type WriteResult = { readonly status: 'written'; readonly version: string } | { readonly status: 'conflict' };

export interface DocumentStore {
  /** Null when there is no such document. */
  read(key: string): Promise<StoredDocument | null>;
  /** Writes a document that does not exist yet. */
  create(key: string, body: Uint8Array): Promise<WriteResult>;
  /** Writes over exactly this version. */
  replace(key: string, body: Uint8Array, version: string): Promise<WriteResult>;
  /** Removes exactly this version; `conflict` when it changed. */
  remove(key: string, version: string): Promise<{ readonly status: 'removed' | 'conflict' }>;
  /** Keys under a prefix, in order. */
  list(prefix: string): Promise<readonly string[]>;
}

export const encode = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);

export const decode = (document: StoredDocument): unknown => JSON.parse(new TextDecoder().decode(document.body));
