/**
 * When two JSON texts mean the same. For policies this follows hashicorp/awspolicyequivalence, which the real provider
 * uses: one text and a list of it, the order of lists and statements, an account and its root principal.
 */
import { isObject } from './inputValues.ts';

export function sameJson(left: unknown, right: unknown): boolean {
  const [one, other] = [parsed(left), parsed(right)];
  return one !== undefined && other !== undefined && canonicalText(one) === canonicalText(other);
}

export function samePolicy(left: unknown, right: unknown): boolean {
  const [one, other] = [parsed(left), parsed(right)];
  return one !== undefined && other !== undefined && canonicalText(policy(one)) === canonicalText(policy(other));
}

export function isJson(value: unknown): boolean {
  return parsed(value) !== undefined;
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function policy(document: unknown): unknown {
  if (!isObject(document)) return document;
  const statements = asList(document['Statement']).map(statement).sort(byText);
  return { ...document, Statement: statements };
}

function statement(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, content]) => !(name === 'Sid' && content === ''))
      .map(([name, content]) => [name, part(name, content)]),
  );
}

function part(name: string, content: unknown): unknown {
  if (/^(Not)?Action$/.test(name))
    return texts(content)
      .map((text) => text.toLowerCase())
      .sort();
  if (/^(Not)?Resource$/.test(name)) return texts(content).sort();
  if (/^(Not)?Principal$/.test(name)) return principals(content);
  if (name !== 'Condition' || !isObject(content)) return content;
  return mapValues(content, (tests) => (isObject(tests) ? mapValues(tests, (values) => texts(values).sort()) : tests));
}

function principals(content: unknown): unknown {
  if (!isObject(content)) return content === '*' ? { AWS: ['*'] } : content;
  return mapValues(content, (names, kind) =>
    texts(names)
      .map((name) => (kind === 'AWS' ? account(name) : name))
      .sort(),
  );
}

const account = (principal: string): string => /^arn:[^:]+:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;

function mapValues(value: Readonly<Record<string, unknown>>, change: (item: unknown, key: string) => unknown): unknown {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item, key)]));
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? [...(value as unknown[])] : [value]);
const texts = (value: unknown): string[] => asList(value).map(String);
const byText = (left: unknown, right: unknown): number => (canonicalText(left) < canonicalText(right) ? -1 : 1);

function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalText(value[key])}`);
  return `{${members.join(',')}}`;
}
