/** The committed picture of an environment: `expected/ENVIRONMENT.json`. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Recording } from './recording.ts';

export const expectationPath = (environment: string): string =>
  fileURLToPath(new URL(`expected/${environment}.json`, import.meta.url));

export const readExpectation = (environment: string): unknown =>
  JSON.parse(readFileSync(expectationPath(environment), 'utf8'));

/** A recording in the form in which it is committed: policies and other JSON inside of texts are opened. */
export function expectationOf({ resources, outputs }: Recording): unknown {
  const named = resources.map(({ type, name, inputs, options }): [string, unknown] => [
    `${type} ${name}`,
    { inputs: opened(inputs), ...(Object.keys(options).length === 0 ? {} : { options }) },
  ]);
  return { resources: Object.fromEntries(named), outputs };
}

function opened(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('{')) return { json: JSON.parse(value) as unknown };
  if (Array.isArray(value)) return value.map(opened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, opened(item)]));
}
