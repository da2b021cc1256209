/** Other words for the same: lists in another order, documents written in another way, defaults that were not told before. */

export interface Dice {
  /** A whole number from 0, below this. */
  below(limit: number): number;
}

/** The same throws for the same seed (a linear congruential generator, constants of Numerical Recipes). */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return {
    below(limit) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * limit);
    },
  };
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Fields = Readonly<Record<string, Json>>;

export const inOtherWords = (text: string, type: 'json' | 'xml', dice: Dice): string =>
  type === 'json' ? jsonInOtherWords(text, dice) : xmlInOtherWords(text, dice);

/** Lists whose order AWS promises: keys of a table, and recorded events, the newest first. */
const ordered = new Set(['KeySchema', 'Events']);

function jsonInOtherWords(text: string, dice: Dice): string {
  if (text === '') return text;
  const reworded = (value: Json, key: string): Json => {
    if (typeof value === 'string') return documentInOtherWords(value, dice);
    if (isList(value)) {
      const items = value.map((each) => reworded(each, ''));
      return ordered.has(key) ? items : shuffled(items, dice);
    }
    if (value === null || typeof value !== 'object') return value;
    const told = { ...defaultsOf(value), ...value };
    return Object.fromEntries(shuffled(Object.entries(told), dice).map(([name, each]) => [name, reworded(each, name)]));
  };
  return JSON.stringify(reworded(JSON.parse(text) as Json, ''));
}

/** What AWS says of such things without being asked, and the emulator does not. */
function defaultsOf(fields: Fields): Fields {
  if ('Runtime' in fields && 'FunctionArn' in fields)
    return {
      EphemeralStorage: { Size: 512 },
      SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
      RuntimeVersionConfig: { RuntimeVersionArn: 'arn:aws:lambda:eu-west-1::runtime:0' },
    };
  if ('KeySchema' in fields && 'TableArn' in fields)
    return {
      TableClassSummary: { TableClass: 'STANDARD' },
      WarmThroughput: { ReadUnitsPerSecond: 12000, WriteUnitsPerSecond: 4000, Status: 'ACTIVE' },
    };
  if ('KeyState' in fields) return { MultiRegion: false, KeySpec: 'SYMMETRIC_DEFAULT', Origin: 'AWS_KMS' };
  if ('QueueArn' in fields) return { SqsManagedSseEnabled: 'false' };
  return {};
}

/** A JSON document in a text: other spaces, other order of members and of statements, the same meaning. */
function documentInOtherWords(text: string, dice: Dice): string {
  const document = /^\s*\{/.test(text) ? parsed(text) : null;
  if (document === null) return text;
  const isPolicy = typeof document === 'object' && 'Statement' in document;
  const reworded = (value: Json): Json => {
    if (isList(value)) return isPolicy ? shuffled(value.map(reworded), dice) : value.map(reworded);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(shuffled(Object.entries(value), dice).map(([key, each]) => [key, reworded(each)]));
  };
  return JSON.stringify(reworded(document), null, dice.below(3));
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

/** Items of one list, or what is told of one thing by name: neither has an order. */
const unordered = new Set(['item', 'member', 'entry']);

function xmlInOtherWords(text: string, dice: Dice): string {
  const [, head = '', body = ''] = /^(\s*<\?[^>]*\?>)?([^]*)$/.exec(text) ?? [];
  return head + elementsInOtherWords(body, dice);
}

function elementsInOtherWords(text: string, dice: Dice): string {
  if (!text.includes('<')) return xmlTextInOtherWords(text, dice);
  const children = childrenOf(text);
  if (children === null) return text;
  const reworded = children.map(({ open, name, inside }) =>
    inside === null ? open : `${open}${elementsInOtherWords(inside, dice)}</${name}>`,
  );
  const isSet = children.length > 1 && children.every(({ name }) => unordered.has(name));
  return (isSet ? shuffled(reworded, dice) : reworded).join('');
}

interface Element {
  readonly name: string;
  readonly open: string;
  /** Null where the element closes itself. */
  readonly inside: string | null;
}

/** The elements directly inside; null when there is text between them. */
function childrenOf(text: string): readonly Element[] | null {
  const children: Element[] = [];
  const tags = /<(\/?)([\w:.-]+)[^>]*?(\/?)>/g;
  let depth = 0;
  let started = { name: '', open: '', at: 0 };
  let end = 0;
  for (const tag of text.matchAll(tags)) {
    const [whole, closes, name = '', empty] = tag;
    if (depth === 0 && text.slice(end, tag.index).trim() !== '') return null;
    if (closes === '/') depth--;
    else if (empty === '/') {
      if (depth === 0) children.push({ name, open: whole, inside: null });
    } else if (depth++ === 0) started = { name, open: whole, at: tag.index + whole.length };
    if (depth > 0) continue;
    if (closes === '/') children.push({ name, open: started.open, inside: text.slice(started.at, tag.index) });
    end = tag.index + whole.length;
  }
  return text.slice(end).trim() === '' ? children : null;
}

const entities: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&apos;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

/** IAM writes documents percent-encoded, the others as text. */
function xmlTextInOtherWords(text: string, dice: Dice): string {
  if (text.startsWith('%7B')) return encodeURIComponent(documentInOtherWords(decodeURIComponent(text), dice));
  const plain = text.replaceAll(/&(?:quot|apos|lt|gt|amp);/g, (entity) => entities[entity] ?? entity);
  if (!plain.startsWith('{')) return text;
  const reworded = documentInOtherWords(plain, dice);
  return Object.entries(entities).reduceRight((written, [entity, sign]) => written.replaceAll(sign, entity), reworded);
}

function shuffled<T>(items: readonly T[], dice: Dice): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(dice.below(left.length), 1));
}
