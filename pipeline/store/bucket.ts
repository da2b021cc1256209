import type { S3Client } from '@aws-sdk/client-s3';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3ServiceException,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import type { DocumentStore, StoredDocument, WriteResult } from './documentStore.ts';
import { retentionOf } from './retention.ts';
import { trouble } from './trouble.ts';

/** S3 answers 412 when the precondition failed and 409 when two conditional writes raced: both mean "read again". */
const isConflict = (error: unknown): boolean =>
  error instanceof S3ServiceException &&
  [409, 412].includes(error.$metadata.httpStatusCode ?? 0) &&
  error.name !== 'BucketAlreadyExists';

/**
 * The client sends a write again whose answer was lost. When the first was done all the same, the second meets its own
 * document: that is no conflict.
 */
const isRepeated = (error: unknown): boolean =>
  error instanceof S3ServiceException && (error.$metadata.attempts ?? 1) > 1;

/** The state bucket, with S3's conditional writes (`If-None-Match`, `If-Match`), and retention for evidence. */
export class BucketStore implements DocumentStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #of: { readonly Bucket: string; readonly ExpectedBucketOwner?: string };
  readonly #now: () => Date;

  /** @param owner account that has to own the bucket, where that is known: S3 refuses one of the same name in another account */
  constructor(client: S3Client, bucket: string, owner?: string, now: () => Date = () => new Date()) {
    this.#client = client;
    this.#bucket = bucket;
    this.#of = { Bucket: bucket, ...(owner === undefined ? {} : { ExpectedBucketOwner: owner }) };
    this.#now = now;
  }

  async read(key: string): Promise<StoredDocument | null> {
    try {
      const object = await this.#client.send(new GetObjectCommand({ ...this.#of, Key: key }));
      const body = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
      return { body, version: object.ETag ?? '' };
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw trouble(this.#bucket, error);
    }
  }

  create(key: string, body: Uint8Array): Promise<WriteResult> {
    return this.#put(key, body, { IfNoneMatch: '*' });
  }

  replace(key: string, body: Uint8Array, version: string): Promise<WriteResult> {
    return this.#put(key, body, { IfMatch: version });
  }

  async remove(key: string, version: string): Promise<{ readonly status: 'removed' | 'conflict' }> {
    // General-purpose buckets know If-Match on delete since 2024; a changed document answers 412.
    if ((await this.read(key))?.version !== version) return { status: 'conflict' };
    try {
      await this.#client.send(new DeleteObjectCommand({ ...this.#of, Key: key, IfMatch: version }));
      return { status: 'removed' };
    } catch (error) {
      if (!isConflict(error)) throw trouble(this.#bucket, error);
      const gone = isRepeated(error) && (await this.read(key)) === null;
      return { status: gone ? 'removed' : 'conflict' };
    }
  }

  async list(prefix: string): Promise<readonly string[]> {
    const keys: string[] = [];
    const question = { ...this.#of, Prefix: prefix };
    try {
      for await (const page of paginateListObjectsV2({ client: this.#client }, question)) {
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key);
      }
      return keys;
    } catch (error) {
      throw trouble(this.#bucket, error);
    }
  }

  async #put(
    key: string,
    body: Uint8Array,
    condition: { IfNoneMatch: string } | { IfMatch: string },
  ): Promise<WriteResult> {
    try {
      const kept = retentionOf(key, this.#now());
      const put = new PutObjectCommand({ ...this.#of, Key: key, Body: body, ...condition, ...kept });
      const { ETag } = await this.#client.send(put);
      return { status: 'written', version: ETag ?? '' };
    } catch (error) {
      if (!isConflict(error)) throw trouble(this.#bucket, error);
      const found = isRepeated(error) ? await this.read(key) : null;
      return found !== null && Buffer.from(found.body).equals(body)
        ? { status: 'written', version: found.version }
        : { status: 'conflict' };
    }
  }
}
