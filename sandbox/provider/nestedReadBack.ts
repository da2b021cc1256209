/**
 * Inside a block that was read back: what AWS filled in by itself, and nobody wrote, is left out, so that the block reads
 * as it was written. `names` are those properties of the block.
 */
import { isObject, present } from './inputValues.ts';
import type { Inputs } from './resourceType.ts';

export function asWritten(names: readonly string[], known: unknown, actual: Inputs): Inputs {
  const held = present(actual);
  if (!isObject(known)) return held;
  return Object.fromEntries(
    Object.entries(held).filter(([name]) => !names.includes(name) || known[name] !== undefined),
  );
}

/** The same for a list of blocks with names. */
export function eachAsWritten(names: readonly string[], known: unknown, actual: readonly Inputs[]): Inputs[] {
  const written = Array.isArray(known) ? known.filter(isObject) : [];
  return actual.map((block) =>
    asWritten(
      names,
      written.find(({ name }) => name === block['name']),
      block,
    ),
  );
}
