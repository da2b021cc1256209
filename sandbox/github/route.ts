import { describedOperation, parameterProblems, problems } from './description.ts';
import { operations, type Operation } from './openapi/operations.ts';
import type { Request } from './replies.ts';

export interface Route {
  readonly operation: Operation;
  readonly described: ReturnType<typeof describedOperation>;
  readonly pattern: RegExp;
}

const routes: readonly Route[] = operations.map((operation) => ({
  operation,
  described: describedOperation(operation),
  pattern: new RegExp(`^${operation.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

/** The operation of a request and its path parameters; null when this repository never calls it. */
export function routeOf(
  method: string,
  path: string,
): { readonly route: Route; readonly path: Record<string, string> } | null {
  for (const route of routes) {
    const match = route.operation.method === method.toLowerCase() ? route.pattern.exec(path) : null;
    if (match !== null) {
      const parts = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
      return { route, path: Object.fromEntries(parts) as Record<string, string> };
    }
  }
  return null;
}

/** Where a request departs from GitHub's description, one line a problem. */
export function requestProblems({ described }: Route, { path, query, body }: Request, hasBody: boolean): string[] {
  const known = new Map(described.parameters.map((parameter) => [parameter.name, parameter]));
  const unknown = Object.keys(query).filter((name) => known.get(name)?.in !== 'query');
  const given = Object.entries({ ...path, ...query }).flatMap(([name, text]) => {
    const parameter = known.get(name);
    return parameter === undefined ? [] : parameterProblems(parameter, text);
  });
  return [
    ...unknown.map((name) => `unknown query parameter ${name}`),
    ...given,
    ...(described.body === null ? (hasBody ? ['a body where none is expected'] : []) : problems(described.body, body)),
    ...(described.body === null ? [] : unknownFields(described.body, body)),
  ];
}

/** GitHub ignores unknown fields without a word, which hides a misspelt one. */
function unknownFields({ properties }: { readonly properties?: object }, body: object): string[] {
  if (properties === undefined) return [];
  return Object.keys(body)
    .filter((name) => !(name in properties))
    .map((name) => `unknown field ${name}`);
}

/** Where an answer of the stand-in departs from GitHub's description. */
export function answerProblems({ described, operation }: Route, status: number, body: unknown): string[] {
  const schema = described.answer(status);
  if (schema === undefined) {
    return unlisted.includes(status) ? [] : [`${operation.method} ${operation.path} never answers ${status}`];
  }
  return schema === null ? [] : problems(schema, body);
}

/** Any operation may answer these, and the description seldom lists them. */
const unlisted = [401, 403, 404, 410, 429, 500, 502, 503];
