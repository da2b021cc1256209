import { lookUp, type Schema } from './description.ts';

/** An answer with everything that GitHub's description requires: what is known, and the plainest value for the rest. */
export function complete(name: string, known: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const schema = lookUp(`#/components/schemas/${name}`) as Schema;
  return { ...(plainest(schema) as Record<string, unknown>), ...known };
}

const epoch = '1970-01-01T00:00:00Z';

function plainest(schema: Schema): unknown {
  if (schema.nullable === true) return null;
  if (schema.$ref !== undefined) return plainest(lookUp(schema.$ref) as Schema);
  if (schema.enum !== undefined) return schema.enum[0];
  const choice = (schema.anyOf ?? schema.oneOf)?.[0];
  if (choice !== undefined) return plainest(choice);
  if (schema.allOf !== undefined) return Object.assign({}, ...schema.allOf.map(plainest)) as unknown;
  const type: string = (typeof schema.type === 'string' ? schema.type : schema.type?.[0]) ?? 'object';
  switch (type) {
    case 'string':
      return plainestText(schema.format);
    case 'integer':
    case 'number':
      return 0;
    case 'boolean':
      return false;
    case 'array':
      return [];
    default:
      return plainestObject(schema);
  }
}

function plainestText(format: string | undefined): string {
  if (format === 'date-time') return epoch;
  return format === 'uri' ? 'https://api.github.invalid/' : '';
}

const plainestObject = ({ properties = {}, required = [] }: Schema): Record<string, unknown> =>
  Object.fromEntries(required.map((key) => [key, plainest(properties[key] ?? {})]));
