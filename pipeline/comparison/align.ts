import { createHash } from 'node:crypto';
import type { Properties, Value } from '../snapshot/observation.ts';
import { isFields } from '../snapshot/policy.ts';
import { sameValue } from '../snapshot/sameValue.ts';
import { valueAt } from './path.ts';

export interface Pair {
  readonly left: Value | undefined;
  readonly right: Value | undefined;
  readonly index: number;
  /** What the element is, independent of where it stands. */
  readonly name: string;
}

/** Fields that name an element of a list in AWS and IAM documents, the most telling first; a widget has its title below. */
const nameFields = [
  'Sid',
  'sid',
  'name',
  'key',
  'id',
  'indexName',
  'attributeName',
  'regionName',
  'cidrBlock',
  'target',
  'properties.title',
];

/** More leftovers than this are not compared each with each. */
const most = 100;

/**
 * Pairs the blocks of two lists: by their name where they have one, else equal ones, else the most similar. Null when the
 * lists hold no blocks, or the same ones in another order.
 */
export function align(left: readonly Value[], right: readonly Value[]): readonly Pair[] | null {
  if (![...left, ...right].every((each) => isFields(each))) return null;
  const [before, after] = [left, right] as readonly (readonly Properties[])[] as [
    readonly Properties[],
    readonly Properties[],
  ];
  const field = nameFields.find((name) => isUnique(before, name) && isUnique(after, name));
  const pairs = field === undefined ? bySimilarity(before, after) : byName(before, after, field);
  return pairs === null || pairs.every((pair) => sameValue(pair.left, pair.right)) ? null : pairs;
}

function isUnique(blocks: readonly Properties[], field: string): boolean {
  const names = blocks.map((block) => nameIn(block, field));
  return names.every((name) => typeof name === 'string') && new Set(names).size === names.length;
}

const nameIn = (block: Properties, field: string): Value | undefined => valueAt(block, field);

const text = (value: Value | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

function byName(left: readonly Properties[], right: readonly Properties[], field: string): readonly Pair[] {
  const others = new Map(right.map((block, index) => [nameIn(block, field), { block, index }]));
  const pairs = left.map((block, index): Pair => {
    const name = nameIn(block, field);
    return { left: block, right: others.get(name)?.block, index, name: `${field}=${text(name)}` };
  });
  const known = new Set(left.map((block) => nameIn(block, field)));
  const added = right.flatMap((block, index): Pair[] =>
    known.has(nameIn(block, field))
      ? []
      : [{ left: undefined, right: block, index, name: `${field}=${text(nameIn(block, field))}` }],
  );
  return [...pairs, ...added];
}

interface Item {
  readonly block: Properties;
  readonly index: number;
  readonly text: string;
}

function bySimilarity(left: readonly Properties[], right: readonly Properties[]): readonly Pair[] | null {
  const [before, after] = withoutEqual(items(left), items(right));
  if (before.length > most || after.length > most) return null;
  const pairs: Pair[] = [];
  const taken = new Set<Item>();
  for (const { a, b } of candidates(before, after)) {
    if (taken.has(a) || taken.has(b)) continue;
    taken.add(a).add(b);
    pairs.push({ left: a.block, right: b.block, index: a.index, name: short(a.text < b.text ? a.text : b.text) });
  }
  const alone = (all: readonly Item[]): readonly Item[] => all.filter((each) => !taken.has(each));
  return [
    ...pairs,
    ...alone(before).map(({ block, index, text }): Pair => ({
      left: block,
      right: undefined,
      index,
      name: short(text),
    })),
    ...alone(after).map(({ block, index, text }): Pair => ({
      left: undefined,
      right: block,
      index,
      name: short(text),
    })),
  ];
}

/** Most similar first; the order of equals does not depend on which list is the left one. */
function candidates(
  before: readonly Item[],
  after: readonly Item[],
): readonly { readonly a: Item; readonly b: Item }[] {
  return before
    .flatMap((a) =>
      after.map((b) => ({ a, b, score: likeness(a.block, b.block), tie: [a.text, b.text].sort().join('\n') })),
    )
    .filter(({ score }) => score > 0)
    .sort((x, y) => y.score - x.score || (x.tie < y.tie ? -1 : 1));
}

const likeness = (a: Properties, b: Properties): number =>
  Object.keys(a).reduce((sum, key) => sum + (!Object.hasOwn(b, key) ? 0 : sameValue(a[key], b[key]) ? 2 : 1), 0);

const items = (blocks: readonly Properties[]): readonly Item[] =>
  blocks.map((block, index) => ({ block, index, text: JSON.stringify(block) }));

function withoutEqual(left: readonly Item[], right: readonly Item[]): readonly [readonly Item[], readonly Item[]] {
  const open = new Map<string, Item[]>();
  for (const each of right) open.set(each.text, [...(open.get(each.text) ?? []), each]);
  const before = left.filter(({ text }) => open.get(text)?.shift() === undefined);
  return [before, [...open.values()].flat()];
}

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
