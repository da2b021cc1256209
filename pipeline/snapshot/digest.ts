import { createHash } from 'node:crypto';
import type { Observation } from './observation.ts';

/** SHA-256 of an observation as JSON with keys in alphabetical order: by it a truncated or edited file is refused. */
export const digestOf = (observation: Observation): string =>
  createHash('sha256')
    .update(JSON.stringify(ordered(observation)))
    .digest('hex');

/** Returns the value itself where its keys are in order already, which they are unless somebody edited the file. */
function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return mapped(value);
  const keys = Object.keys(value);
  const sorted = isSorted(keys) ? keys : [...keys].sort();
  const result: Record<string, unknown> = {};
  let changed = sorted !== keys;
  for (const key of sorted) {
    const before = (value as Record<string, unknown>)[key];
    const after = ordered(before);
    if (after !== before) changed = true;
    result[key] = after;
  }
  return changed ? result : value;
}

function mapped(values: readonly unknown[]): readonly unknown[] {
  const result = values.map(ordered);
  return result.some((each, index) => each !== values[index]) ? result : values;
}

const isSorted = (keys: readonly string[]): boolean =>
  keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') <= key);
