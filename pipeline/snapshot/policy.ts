import type { Value } from './observation.ts';

type Fields = Readonly<Record<string, Value>>;

/** Elements whose value may be one string or a list, where order and repetition mean nothing (IAM JSON policy grammar). */
const lists = new Set(['Action', 'NotAction', 'Resource', 'NotResource']);

export const isFields = (value: Value | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isPolicy = (value: Value | undefined): value is Fields => isFields(value) && 'Statement' in value;

/** Properties that say who may do what; a queue's redrive and a subscription's filter say where messages go. */
export const isAccessPolicy = (property: string): boolean =>
  /[pP]olic(?:y|ies)$/.test(property) && !/^(?:filter|redrive)Policy$/.test(property);

/** The same policy in the one form that all policies of this meaning share. */
export function canonicalPolicy(policy: Fields): Fields {
  const statements = list(policy['Statement'] ?? []).map((each) => (isFields(each) ? statement(each) : each));
  return { ...policy, Statement: ordered(statements) };
}

const statement = (fields: Fields): Fields =>
  mapped(fields, (value, element) => {
    if (lists.has(element)) return ordered(list(value));
    if (element === 'Principal' || element === 'NotPrincipal') return principal(value);
    return element === 'Condition' ? condition(value) : value;
  });

/** `"*"` and `{"AWS": "*"}` are everybody; an account number is that account's root. */
const principal = (value: Value): Value =>
  isFields(value)
    ? mapped(value, (who, kind) => ordered(kind === 'AWS' ? list(who).map(accountRoot) : list(who)))
    : { AWS: ordered(list(value).map(accountRoot)) };

const accountRoot = (who: Value): Value =>
  typeof who === 'string' && /^(?:\d{12}|\$\{[\w.]*account\})$/.test(who) ? `arn:aws:iam::${who}:root` : who;

/** Values of a condition are lists of texts: `true`, `"true"` and `["true"]` are one. */
const condition = (value: Value): Value =>
  isFields(value)
    ? mapped(value, (keys) => (isFields(keys) ? mapped(keys, (values) => ordered(list(values).map(asText))) : keys))
    : value;

const asText = (value: Value): Value =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;

const list = (value: Value): readonly Value[] => (isList(value) ? value : [value]);

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

function mapped(fields: Fields, change: (value: Value, key: string) => Value): Fields {
  const result: Record<string, Value> = {};
  for (const [key, value] of Object.entries(fields)) result[key] = change(value, key);
  return result;
}

function ordered(values: readonly Value[]): readonly Value[] {
  if (values.length < 2) return values;
  const byText = new Map(values.map((value) => [typeof value === 'string' ? value : JSON.stringify(value), value]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
