/** Services that keep everything in one map of texts (SQS, SNS): which property is which attribute, and of what kind. */
import type { Inputs } from './resourceType.ts';

export type Kind = 'text' | 'number' | 'flag' | 'json';

export interface Attribute {
  readonly property: string;
  readonly attribute: string;
  readonly kind: Kind;
}

type Texts = Readonly<Record<string, string>>;

/** The attributes to send for a creation: those that the inputs give a value. */
export function attributesOf(table: readonly Attribute[], inputs: Inputs): Record<string, string> {
  return Object.fromEntries(
    table.flatMap(({ property, attribute }) => {
      const value = inputs[property];
      return value === undefined || value === '' ? [] : [[attribute, textOfValue(value)]];
    }),
  );
}

/** The attributes to send for an update; one that is not wanted any more is sent empty, which takes it away. */
export function changedAttributes(table: readonly Attribute[], news: Inputs, olds: Inputs): Record<string, string> {
  return Object.fromEntries(
    table.flatMap(({ property, attribute, kind }) => {
      const [now, before] = [news[property], olds[property]];
      if (now === before || (now === undefined && before === undefined)) return [];
      return [[attribute, now === undefined ? emptied[kind] : textOfValue(now)]];
    }),
  );
}

/** Services spell numbers and truth values as texts; a document goes as JSON. */
const textOfValue = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const emptied: Readonly<Record<Kind, string>> = { text: '', json: '', number: '0', flag: 'false' };

/** The properties as the service holds them; absent where it holds none. */
export function propertiesOf(table: readonly Attribute[], held: Texts): Inputs {
  return Object.fromEntries(
    table.flatMap(({ property, attribute, kind }) => {
      const text = held[attribute];
      return text === undefined || text === '' ? [] : [[property, ofKind(kind, text)]];
    }),
  );
}

function ofKind(kind: Kind, text: string): unknown {
  if (kind === 'number') return Number(text);
  return kind === 'flag' ? text === 'true' : text;
}
