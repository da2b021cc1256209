/** GitHub's own description of its API, as validators: what the stand-in is asked and what it answers must fit it. */
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import type { Operation } from './openapi/operations.ts';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

interface Described {
  readonly parameters: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody: (Content & { readonly required?: boolean }) | null;
  readonly responses: Readonly<Record<string, Content | { readonly $ref: string }>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, Schema | Content | Parameter>>>>;
}

const description = JSON.parse(readFileSync(new URL('openapi/github.json', import.meta.url), 'utf8')) as Description;

/** What a JSON pointer of the description, such as `#/components/schemas/issue`, leads to. */
export function lookUp(reference: string): unknown {
  const [, , kind = '', name = ''] = reference.split('/');
  const found = description.components[kind]?.[name];
  if (found === undefined) throw new Error(`${reference} is not in the description`);
  return found;
}

const follow = <T>(value: T | { readonly $ref: string }): T =>
  typeof value === 'object' && value !== null && '$ref' in value ? (lookUp(value.$ref) as T) : value;

export function describedOperation({ method, path }: Operation) {
  const found = description.paths[path]?.[method];
  if (found === undefined) throw new Error(`${method} ${path} is not in the description`);
  return {
    parameters: found.parameters.map((parameter) => follow<Parameter>(parameter)),
    body: found.requestBody === null ? null : (schemaOf(found.requestBody) ?? null),
    /** Undefined when the description knows no answer of this status; null when such an answer has no body. */
    answer(status: number): Schema | null | undefined {
      const response = found.responses[String(status)];
      return response === undefined ? undefined : (schemaOf(follow<Content>(response)) ?? null);
    },
  };
}

const schemaOf = ({ content }: Content): Schema | undefined => content?.['application/json']?.schema;

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, coerceTypes: false });
ajv.addSchema({ $id: 'github', components: convert(description.components) as object });
const coercing = new Ajv({ strict: false, allErrors: true, validateFormats: false, coerceTypes: true });
const compiled = new WeakMap<Schema, ValidateFunction>();

/** What is wrong with a JSON value, one line a problem. */
export function problems(schema: Schema, value: unknown): string[] {
  const validate = compiled.get(schema) ?? ajv.compile(convert(schema) as object);
  compiled.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message ?? ''}`);
}

/** The same for the text of a path or query parameter. */
export function parameterProblems({ name, schema }: Parameter, text: string): string[] {
  const validate = coercing.compile({ type: 'object', properties: { [name]: convert(schema) } });
  return validate({ [name]: text }) ? [] : (validate.errors ?? []).map(({ message }) => `${name} ${message ?? ''}`);
}

/** OpenAPI 3.0 says `nullable` where JSON Schema has a type `null`, and its references have no base. */
function convert(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(convert);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value as Record<string, unknown>;
  const inner = Object.fromEntries(
    Object.entries(rest).map(([key, each]) => [key, key === '$ref' ? `github${String(each)}` : convert(each)]),
  );
  return nullable === true ? { anyOf: [{ type: 'null' }, inner] } : inner;
}
