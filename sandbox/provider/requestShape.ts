/** Holds one request against one shape of an API model: required, length, range, size, pattern, enum, unknown names. */
import type { ApiModel, Shape, ShapeReference } from './apiModel.ts';

/** AWS names the members of a request in its answers with a small first letter. */
const spelled = (member: string): string => member.charAt(0).toLowerCase() + member.slice(1);

export function violations(model: ApiModel, reference: ShapeReference, value: unknown, path = ''): string[] {
  const shape = model.shapes[reference.shape];
  // A free-form document, or a body that is streamed, has no inner shape.
  if (shape === undefined || shape.document === true || shape.streaming === true) return [];
  const inner = (next: ShapeReference, item: unknown, at: string) =>
    violations(model, next, item, path === '' ? at : `${path}.${at}`);
  const refuse = (constraint: string) => refusal(shape, path, value, constraint);
  if (shape.type === 'structure') return ofStructure(shape, value, refuse, inner);
  const own = ofValue(shape, value, refuse);
  if (own.length > 0) return own;
  if (shape.type === 'list' && Array.isArray(value) && shape.member !== undefined) {
    const { member } = shape;
    return value.flatMap((item, at) => inner(member, item, `${at + 1}.member`));
  }
  if (shape.type === 'map' && isRecord(value)) return ofMap(shape, value, inner);
  return [];
}

type Inner = (next: ShapeReference, item: unknown, at: string) => string[];
type Refuse = (constraint: string) => string;

function ofStructure(shape: Shape, value: unknown, refuse: Refuse, inner: Inner): string[] {
  if (!isRecord(value)) return [refuse('Member must be a structure')];
  const members = shape.members ?? {};
  const missing = (shape.required ?? [])
    .filter((name) => value[name] === undefined || value[name] === null)
    .map((name) => `Value null at '${spelled(name)}' failed to satisfy constraint: Member must not be null`);
  const present = Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
  return [
    ...missing,
    ...present.flatMap(([name, item]) => {
      const member = members[name];
      return member === undefined ? [`Unknown parameter '${spelled(name)}'`] : inner(member, item, spelled(name));
    }),
  ];
}

function ofMap(shape: Shape, value: Readonly<Record<string, unknown>>, inner: Inner): string[] {
  return Object.entries(value).flatMap(([key, item]) => [
    ...(shape.key === undefined ? [] : inner(shape.key, key, `${key}.key`)),
    ...(shape.value === undefined ? [] : inner(shape.value, item, `${key}.member`)),
  ]);
}

function ofValue(shape: Shape, value: unknown, refuse: Refuse): string[] {
  if (!isOfType(shape.type, value)) return [refuse(`Member must be of type ${shape.type}`)];
  const { measure, unit } = measured(value);
  const found: string[] = [];
  if (shape.enum !== undefined && !shape.enum.includes(String(value))) {
    found.push(refuse(`Member must satisfy enum value set: [${shape.enum.join(', ')}]`));
  }
  if (shape.min !== undefined && measure < shape.min) {
    found.push(refuse(`Member must have ${unit} greater than or equal to ${shape.min}`));
  }
  if (shape.max !== undefined && measure > shape.max) {
    found.push(refuse(`Member must have ${unit} less than or equal to ${shape.max}`));
  }
  if (shape.pattern !== undefined && typeof value === 'string' && !matches(shape.pattern, value)) {
    found.push(refuse(`Member must satisfy regular expression pattern: ${shape.pattern}`));
  }
  return found;
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'string':
    case 'character':
      return typeof value === 'string';
    case 'integer':
    case 'long':
      return typeof value === 'bigint' || Number.isInteger(value);
    case 'float':
    case 'double':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'map':
      return isRecord(value);
    default:
      return true;
  }
}

function measured(value: unknown): { measure: number; unit: string } {
  if (typeof value === 'number' || typeof value === 'bigint') return { measure: Number(value), unit: 'value' };
  if (typeof value === 'string') return { measure: [...value].length, unit: 'length' };
  if (value instanceof Uint8Array) return { measure: value.byteLength, unit: 'length' };
  if (Array.isArray(value)) return { measure: value.length, unit: 'length' };
  return { measure: isRecord(value) ? Object.keys(value).length : 0, unit: 'length' };
}

const compiled = new Map<string, RegExp>();

/** AWS matches whole values (Java's `matches`). */
export function matches(pattern: string, value: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = compile(pattern);
    compiled.set(pattern, expression);
  }
  return expression.test(value);
}

/** What Java spells otherwise: POSIX classes, a leading flag, and the characters beyond the first plane. */
function compile(pattern: string): RegExp {
  const dotMatchesAll = pattern.startsWith('(?s)');
  const translated = pattern
    .replace(/^\(\?s\)/, '')
    .replaceAll('\\p{Print}', '[\\x20-\\x7E]')
    .replaceAll('\\p{ASCII}', '[\\x00-\\x7F]')
    .replaceAll('\\uD800\\uDC00-\\uDBFF\\uDFFF', '\\u{10000}-\\u{10FFFF}');
  const needsUnicode = /\\p\{|\\u\{/.test(translated);
  return new RegExp(`^(?:${translated})$`, `${needsUnicode ? 'u' : ''}${dotMatchesAll ? 's' : ''}`);
}

function refusal(shape: Shape, path: string, value: unknown, constraint: string): string {
  const shown = shape.sensitive === true ? '***' : typeof value === 'string' ? value : JSON.stringify(value);
  return `Value '${shown}' at '${path}' failed to satisfy constraint: ${constraint}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
