import type { World } from './world.ts';

export interface Request {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (world: World, request: Request) => Reply;

/** A list, which the server cuts into pages. */
export class List {
  readonly items: readonly unknown[];
  readonly wrap: (items: readonly unknown[]) => unknown;
  constructor(items: readonly unknown[], wrap: (items: readonly unknown[]) => unknown = (each) => each) {
    this.items = items;
    this.wrap = wrap;
  }
}

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const problem = (status: number, message: string, more: object = {}): Reply => ({
  status,
  body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status), ...more },
});
export const invalid = (field: string, code: string): Reply =>
  problem(422, 'Validation Failed', { errors: [{ resource: 'Issue', field, code }] });

/** GitHub's limit for the body of an issue or comment. */
export const bodyLimit = 65_536;

export const notFound = (): Reply => problem(404, 'Not Found');
