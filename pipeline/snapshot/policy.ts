import type { Value } from './observation.ts';

type Fields = Readonly<Record<string, Value>>;

/** Elements whose value may be one string or a list, where order and repetition mean nothing (IAM JSON policy grammar). */
const lists = new Set(['Action', 'NotAction', 'Resource', 'NotResource']);

export const isFields = (value: Value | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isPolicy = (value: Value | undefined): value is Fields => isFields(value) && 'Statement' in value;

/** The same policy in the one form that all policies of this meaning share. */
export function canonicalPolicy(policy: Fields): Fields {
  const statements = list(policy['Statement'] ?? []).map((each) => (isFields(each) ? statement(each) : each));
  return { ...policy, Statement: ordered(statements) };
}

function statement(fields: Fields): Fields {
  const entries = Object.entries(fields).map(([element, value]): [string, Value] => {
    if (lists.has(element)) return [element, ordered(list(value))];
    if (element === 'Principal' || element === 'NotPrincipal') return [element, principal(value)];
    return [element, element === 'Condition' ? condition(value) : value];
  });
  return Object.fromEntries(entries);
}

/** `"*"` and `{"AWS": "*"}` are everybody; an account number is that account's root. */
function principal(value: Value): Value {
  if (!isFields(value)) return { AWS: ordered(list(value).map(accountRoot)) };
  return Object.fromEntries(
    Object.entries(value).map(([kind, who]) => [
      kind,
      ordered(list(who).map(kind === 'AWS' ? accountRoot : (each) => each)),
    ]),
  );
}

const accountRoot = (who: Value): Value =>
  typeof who === 'string' && /^(?:\d{12}|\$\{[\w.]*account\})$/.test(who) ? `arn:aws:iam::${who}:root` : who;

/** Values of a condition are lists of texts: `true`, `"true"` and `["true"]` are one. */
function condition(value: Value): Value {
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([operator, keys]) => [
      operator,
      isFields(keys)
        ? Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, ordered(list(values).map(asText))]))
        : keys,
    ]),
  );
}

const asText = (value: Value): Value =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;

const list = (value: Value): readonly Value[] => (isList(value) ? value : [value]);

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

function ordered(values: readonly Value[]): readonly Value[] {
  const byText = new Map(values.map((value) => [typeof value === 'string' ? value : JSON.stringify(value), value]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
