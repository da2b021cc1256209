import type { z } from 'zod';
import { EngineError } from '../errors.ts';
import { decode, type StoredDocument } from './documentStore.ts';

/**
 * What a document says, by its schema.
 *
 * @param key named in the error
 * @throws EngineError when it was cut short, altered, or is of another format
 */
export function parse<T>(schema: z.ZodType<T>, document: StoredDocument, key: string, advice: string): T {
  try {
    return schema.parse(decode(document));
  } catch (cause) {
    throw new EngineError(`${key} cannot be read`, { cause, advice });
  }
}
