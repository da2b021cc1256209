import { unknownSentinel } from '../engine/rawObservation.ts';
import type { Value } from './observation.ts';
import type { Normalise } from './placeholders.ts';
import { canonicalPolicy, isPolicy } from './policy.ts';
import { isMap, isOrderedList } from './propertyRules.ts';
import { secretText, signedValue, type Fingerprint } from './signatures.ts';

export interface ValueContext {
  readonly normalise: Normalise;
  readonly fingerprint: Fingerprint;
  /** Told of every secret that nobody can compare. */
  readonly hidden: () => void;
  /** Policies in canonical form by their text: state, account and many resources have the same one. */
  readonly policies: Map<string, Value | undefined>;
}

/** What stands for a value that is not known before an update. */
export const unknownValue = '${unknown}';

/**
 * One property in canonical form; undefined when it says nothing (absent, null, an empty text, list or block), because
 * providers and AWS return those for what was never set.
 *
 * @param property nearest property name: it decides on order, and on whether a text is a document
 */
export function canonicalValue(value: unknown, property: string, context: ValueContext): Value | undefined {
  if (typeof value === 'string') return text(value, property, context);
  if (typeof value !== 'object' || value === null) return value as number | boolean | undefined;
  if (Array.isArray(value)) return listOf(value, property, context);
  const signed = signedValue(value as Record<string, unknown>, context.fingerprint);
  if (signed === secretText) context.hidden();
  return signed === undefined ? block(value as Record<string, unknown>, property, context) : signed;
}

function text(value: string, property: string, context: ValueContext): Value | undefined {
  if (value === '') return undefined;
  if (value === secretText) context.hidden();
  if (value.includes(unknownSentinel)) return unknownValue;
  return documentOf(value, property, context) ?? context.normalise(value);
}

function listOf(values: readonly unknown[], property: string, context: ValueContext): Value | undefined {
  if (values.length === 0) return undefined;
  const items = values.map((each) => canonicalValue(each, property, context) ?? (each === '' ? '' : null));
  return isOrderedList(property) ? items : items.sort(byText);
}

function block(fields: Record<string, unknown>, property: string, context: ValueContext): Value | undefined {
  const result: Record<string, Value> = {};
  let empty = true;
  for (const key of Object.keys(fields).sort()) {
    if (isNote(key, fields[key], property)) continue;
    const value = canonicalValue(fields[key], key, context) ?? (isMap(property) && fields[key] === '' ? '' : undefined);
    if (value === undefined) continue;
    // Written as it stands, this key would set the prototype and be lost.
    result[key === '__proto__' ? '$__proto__' : context.normalise(key)] = value;
    empty = false;
  }
  if (empty) return undefined;
  return isPolicy(result) ? canonicalPolicy(result) : result;
}

/** What the provider notes for itself; a tag may have such a name and is a text. */
const isNote = (key: string, value: unknown, property: string): boolean =>
  (key === '__defaults' && Array.isArray(value)) || (key === '__meta' && !isMap(property));

/** Properties that hold a JSON document as text. In policies lists are sets; in all others their order is kept. */
const policyProperties = /policy(?:document)?$|policies$/i;
const documentProperties = /(?:body|definition|pattern|template|document)$/i;

function documentOf(value: string, property: string, context: ValueContext): Value | undefined {
  const isPolicyText = policyProperties.test(property);
  if (!isPolicyText && !documentProperties.test(property)) return undefined;
  if (!/^\s*[{[]/.test(value)) return undefined;
  if (!isPolicyText) return faithful(parsed(value), context);
  // A secret must be told of each time that it is met.
  if (value.includes(secretText)) return canonicalValue(parsed(value), property, context);
  if (!context.policies.has(value)) context.policies.set(value, canonicalValue(parsed(value), property, context));
  return context.policies.get(value);
}

/** Undefined for what only looks like JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function faithful(value: unknown, context: ValueContext): Value {
  if (typeof value === 'string') return context.normalise(value);
  if (Array.isArray(value)) return value.map((each) => faithful(each, context));
  if (typeof value !== 'object' || value === null) return value as Value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, faithful(each, context)]));
}

function byText(left: Value, right: Value): number {
  const [a, b] = [sortKey(left), sortKey(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

const sortKey = (value: Value): string => (typeof value === 'string' ? value : JSON.stringify(value));
