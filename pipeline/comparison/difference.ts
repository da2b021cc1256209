import type { Properties, Value } from '../snapshot/observation.ts';
import { isFields } from '../snapshot/policy.ts';
import { propertyPath } from '../snapshot/propertyPath.ts';
import { isMap } from '../snapshot/propertyRules.ts';
import { sameValue } from '../snapshot/sameValue.ts';
import { secretText } from '../snapshot/signatures.ts';
import { align } from './align.ts';
import type { Change } from './finding.ts';

export interface Difference {
  /** Pulumi property path; an index counts in the list that holds the element. */
  readonly path: string;
  /** The path with list elements named by what they are, so that it stays when a neighbour comes or goes. */
  readonly identity: string;
  readonly change: Change;
  /** Null when absent. */
  readonly expected: Value;
  readonly actual: Value;
}

interface Place {
  readonly path: string;
  readonly identity: string;
  /** Nearest property name. */
  readonly property: string;
}

/** Every difference between two canonical property sets, each at the deepest path that explains it. */
export function differences(expected: Properties, actual: Properties): readonly Difference[] {
  const found: Difference[] = [];
  if (expected !== actual) blocks(expected, actual, { path: '', identity: '', property: '' }, found);
  return found.filter((each) => !isEcho(each, found));
}

/** Properties in which AWS repeats what another one says: one change is told once, as what the program sets. */
const echoes: Readonly<Record<string, string>> = { codeSha256: 'sourceCodeHash' };

const isEcho = ({ path }: Difference, all: readonly Difference[]): boolean =>
  echoes[path] !== undefined && all.some((other) => other.path === echoes[path]);

function blocks(expected: Properties, actual: Properties, at: Place, found: Difference[]): void {
  for (const key in expected) {
    const [left, right] = [expected[key], Object.hasOwn(actual, key) ? actual[key] : undefined];
    if (left !== right) values(left, right, key, at, found);
  }
  for (const key in actual) {
    if (!Object.hasOwn(expected, key)) values(undefined, actual[key], key, at, found);
  }
}

function values(left: Value | undefined, right: Value | undefined, key: string, at: Place, found: Difference[]): void {
  if (isFields(left) && isFields(right)) return blocks(left, right, below(at, key), found);
  if (Array.isArray(left) && Array.isArray(right)) return lists(left, right, below(at, key), found);
  if (left === right || (isPresent(left) && isPresent(right) && [left, right].includes(secretText))) return;
  if (!isMap(at.property) && saysNothing(left) && saysNothing(right)) return;
  found.push(difference(left, right, below(at, key)));
}

const below = (at: Place, key: string): Place => ({
  path: propertyPath(at.path, key),
  identity: propertyPath(at.identity, key),
  property: key,
});

/** Two secrets cannot be compared, but whether there is one can be seen. */
const isPresent = (value: Value | undefined): value is Value => value !== undefined && value !== null;

/** Absent, switched off, and a block in which everything is switched off are the same to AWS. */
function saysNothing(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  return isFields(value) && Object.values(value).every(saysNothing);
}

function difference(left: Value | undefined, right: Value | undefined, { path, identity }: Place): Difference {
  const change = left === undefined ? 'added' : right === undefined ? 'missing' : 'changed';
  return { path, identity, change, expected: left ?? null, actual: right ?? null };
}

function lists(left: readonly Value[], right: readonly Value[], at: Place, found: Difference[]): void {
  if (sameValue(left, right)) return;
  const pairs = align(left, right);
  // Lists of plain values, and lists whose order alone changed, are told as a whole.
  if (pairs === null) found.push(difference(left, right, at));
  else for (const pair of pairs) elements(pair, at, found);
}

function elements(
  { left, right, index, name }: NonNullable<ReturnType<typeof align>>[number],
  at: Place,
  found: Difference[],
): void {
  const place = { path: `${at.path}[${index}]`, identity: `${at.identity}[${name}]`, property: at.property };
  if (isFields(left) && isFields(right)) return blocks(left, right, place, found);
  if (!sameValue(left, right)) found.push(difference(left, right, place));
}
