import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Below the title of every generated page. */
export const generatedBy =
  'Made from the code by `npm run generate`; a test keeps it fresh. Change the code, not this page.';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

export const code = (value: unknown): string =>
  value === undefined ? '' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

/** The part of JSON Schema that zod writes and these pages show. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
}

/** What a value may be, in a few words. */
export function kindOf(schema: Schema): string {
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(code).join(', ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(kindOf).join(' or ');
  if (schema.items !== undefined) return `list of ${kindOf(schema.items)}`;
  if (typeof schema.additionalProperties === 'object') return 'mapping by environment';
  const { minimum, maximum } = schema;
  const limit = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? '' : ` ${minimum} to ${maximum}`;
  return `${[schema.type ?? 'any value'].flat().join(' or ')}${limit}${schema.format === undefined ? '' : ` (${schema.format})`}`;
}

/** A row for each property, nested ones by their path. */
export function rowsOf(
  schema: Schema,
  prefix = '',
): readonly (readonly [path: string, schema: Schema, required: boolean])[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = `${prefix}${name}`;
    const required = schema.required?.includes(name) === true;
    return [[path, property, required] as const, ...nested(property, path)];
  });
}

function nested(schema: Schema, path: string): ReturnType<typeof rowsOf> {
  if (schema.properties !== undefined) return rowsOf(schema, `${path}.`);
  if (schema.items?.properties !== undefined) return rowsOf(schema.items, `${path}[].`);
  const each = schema.additionalProperties;
  return typeof each === 'object' && each.properties !== undefined ? rowsOf(each, `${path}.ENVIRONMENT.`) : [];
}
