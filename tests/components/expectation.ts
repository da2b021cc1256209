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

/** A resource as the program asks for it; what AWS makes up stands as `<type::name.property>`. */
export interface DeclaredResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly protect: boolean;
  /** Type and name of what has to be there before. */
  readonly dependsOn: readonly string[];
}

interface Expectation {
  readonly resources: Readonly<
    Record<
      string,
      {
        readonly inputs: Readonly<Record<string, unknown>>;
        readonly options?: { readonly protect?: boolean; readonly dependsOn?: readonly string[] };
      }
    >
  >;
}

/** The committed picture as resources: what the program registers, for as long as the test of the exact inputs passes. */
export function declaredResources(environment: string): readonly DeclaredResource[] {
  const { resources } = readExpectation(environment) as Expectation;
  return Object.entries(resources).map(([identity, { inputs, options }]) => {
    const [type = '', name = ''] = identity.split(' ');
    const closedInputs = closed(inputs) as Record<string, unknown>;
    return {
      ...{ type, name, inputs: closedInputs },
      ...{ protect: options?.protect === true, dependsOn: options?.dependsOn ?? [] },
    };
  });
}

function opened(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('{')) return { json: JSON.parse(value) as unknown };
  if (Array.isArray(value)) return value.map(opened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, opened(item)]));
}

function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  if ('json' in value) return JSON.stringify(value.json);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, closed(item)]));
}
