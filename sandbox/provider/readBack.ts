/**
 * From what an account holds to what a user could have written to get it. The account decides every value; the known
 * inputs only decide how it is spelled (a policy of equal meaning keeps its text) and whether a property that AWS fills
 * in by itself counts as written.
 */
import { isObject, present } from './inputValues.ts';
import { CreatedIncompletely } from './createdIncompletely.ts';
import type { Inputs, ReadResult, ResourceType } from './resourceType.ts';

type Rules = Pick<ResourceType, 'optionalComputed' | 'equal' | 'sets'>;

export interface Observed {
  readonly id: string;
  /** Every input property as the account holds it; undefined where it holds none. */
  readonly inputs: Inputs;
  /** What the user cannot set: ARNs, owners, states. */
  readonly computed: Inputs;
}

/** `known` is empty on import: then everything that the account holds is taken over. */
export function readBack(rules: Rules, known: Inputs, observed: Observed): ReadResult {
  const actual = present(observed.inputs);
  const importing = Object.keys(known).length === 0;
  const inputs: Inputs = {};
  for (const [property, value] of Object.entries(actual)) {
    if (!importing && known[property] === undefined && leftOut(rules, property, value)) continue;
    inputs[property] = spelling(rules, property, known[property], value);
  }
  return { id: observed.id, inputs, outputs: { ...actual, ...inputs, ...present(observed.computed) } };
}

function leftOut(rules: Rules, property: string, value: unknown): boolean {
  const empty = (Array.isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
  return empty || value === '' || (rules.optionalComputed?.includes(property) ?? false);
}

function spelling(rules: Rules, property: string, known: unknown, actual: unknown): unknown {
  if (known === undefined) return actual;
  if (rules.sets?.includes(property) && sameElements(known, actual)) return known;
  return rules.equal?.(property, known, actual) === true ? known : actual;
}

/** Lists of the same elements, in whatever order. */
export function sameElements(left: unknown, right: unknown): boolean {
  const texts = (list: unknown) =>
    Array.isArray(list) ? JSON.stringify(list.map((item) => JSON.stringify(item)).sort()) : null;
  return texts(left) !== null && texts(left) === texts(right);
}

/** What was just created or changed must be readable. */
export async function existing(id: string, reading: Promise<ReadResult | null>): Promise<ReadResult> {
  const result = await reading;
  if (result === null) throw new Error(`${id} cannot be found after it was created or changed`);
  return result;
}

/** What follows the creation itself. When it fails the resource is there all the same, and must not be lost from state. */
export async function finish(id: string, steps: () => Promise<ReadResult>): Promise<ReadResult> {
  try {
    return await steps();
  } catch (error) {
    throw new CreatedIncompletely(id, error);
  }
}
