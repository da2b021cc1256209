import type { ObservedResource, Properties, Value } from '../snapshot/observation.ts';
import { isFields } from '../snapshot/policy.ts';
import type { Match } from './match.ts';
import { labelOf } from './variations.ts';

/**
 * The target's resources, speaking of each other by the names that the baseline has for them: a rename is one difference, and
 * not one more wherever the renamed resource is mentioned.
 */
export function withBaselineNames(matches: readonly Match[]): readonly Match[] {
  const renamed = matches.flatMap(({ left, right }) =>
    left && right && labelOf(left) !== labelOf(right) ? [[labelOf(right), labelOf(left)] as const] : [],
  );
  if (renamed.length === 0) return matches;
  const rename = (text: string): string => renamed.reduce((done, [from, to]) => replaced(done, from, to), text);
  return matches.map((each) => (each.right ? { ...each, right: renamedIn(each.right, rename) } : each));
}

/** `${TYPE/NAME}` and `${TYPE/NAME.property}`, as canonical values speak of our own resources. */
const replaced = (text: string, from: string, to: string): string =>
  text.replaceAll(`\${${from}}`, () => `\${${to}}`).replaceAll(`\${${from}.`, () => `\${${to}.`);

function renamedIn(resource: ObservedResource, rename: (text: string) => string): ObservedResource {
  const { program, state } = resource;
  const renamedState = state && (inside(state, rename) as Properties);
  // The same object says that nothing waits for a deployment.
  const renamedProgram = program === state ? renamedState : program && (inside(program, rename) as Properties);
  return { ...resource, program: renamedProgram, state: renamedState };
}

function inside(value: Value, rename: (text: string) => string): Value {
  if (typeof value === 'string') return rename(value);
  if (isFields(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inside(each, rename)]));
  return Array.isArray(value) ? listWith(value, rename) : value;
}

/** A list that is kept in order, because its order means nothing, is put in order again. */
function listWith(values: readonly Value[], rename: (text: string) => string): Value {
  const result = values.map((each) => inside(each, rename));
  return isOrdered(values) ? result.sort((a, b) => (text(a) < text(b) ? -1 : 1)) : result;
}

const isOrdered = (values: readonly Value[]): boolean =>
  values.every((each, index) => index === 0 || text(values[index - 1] ?? null) <= text(each));

const text = (value: Value): string => (typeof value === 'string' ? value : JSON.stringify(value));
