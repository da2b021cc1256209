/**
 * A stand-in of GitHub's REST API on loopback: it remembers, cuts lists into pages, refuses what the token may not do, fails on
 * order, and checks every request and every answer against GitHub's own description.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FaultPlan } from './faults.ts';
import { handle } from './handlers.ts';
import { answerOidc } from './oidc.ts';
import { List, type Reply, type Request } from './replies.ts';
import { answerProblems, requestProblems, routeOf } from './route.ts';
import type { World } from './world.ts';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
}

export interface GitHubStandIn {
  /** `http://127.0.0.1:PORT`, what `GITHUB_API_URL` is set to. */
  readonly url: string;
  readonly world: World;
  /** Every request so far. */
  readonly calls: Call[];
  /** Departures from GitHub's description, by us or by the stand-in; a test asserts that there are none. */
  readonly violations: string[];
  faults: FaultPlan;
  close(): Promise<void>;
}

export async function startGitHub(world: World): Promise<GitHubStandIn> {
  const server = createServer((request, response) => {
    void answer(standIn, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const standIn: GitHubStandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    world,
    calls: [],
    violations: [],
    faults: () => null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return standIn;
}

async function answer(standIn: GitHubStandIn, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? '/', standIn.url);
  if (url.pathname === '/_oidc/token') return send(response, answerOidc(url, incoming.headers.authorization));
  const stored = /^\/_artifacts\/(\d+)$/.exec(url.pathname)?.[1];
  if (stored !== undefined) return sendArtifact(standIn.world, Number(stored), response);
  const text = await bodyOf(incoming);
  const method = incoming.method ?? 'GET';
  const path = url.pathname;
  const fault = standIn.faults({ method, path, count: standIn.calls.length });
  const reply = fault === null || fault.worked ? work(standIn, method, url, text) : null;
  const told: Reply | null = fault === null ? reply : fault.answer;
  standIn.calls.push({ method, path, status: told?.status ?? null });
  if (told === null) response.destroy();
  else send(response, told);
}

function work(standIn: GitHubStandIn, method: string, url: URL, text: string): Reply {
  const found = routeOf(method, url.pathname);
  if (found === null) {
    standIn.violations.push(`${method} ${url.pathname}: not an operation that this repository calls`);
    return { status: 404, body: { message: 'Not Found' } };
  }
  const { route, path } = found;
  const body = text === '' ? {} : (JSON.parse(text) as Request['body']);
  const request: Request = { path, query: Object.fromEntries(url.searchParams), body };
  const operation = `${route.operation.method} ${route.operation.path}`;
  const note = (problem: string) => standIn.violations.push(`${operation}: ${problem}`);
  requestProblems(route, request, text !== '').forEach(note);
  const reply = paged(handle(standIn.world, operation, request), url);
  answerProblems(route, reply.status, reply.body).forEach(note);
  return reply;
}

/** Cuts a list as GitHub does: thirty a page unless told, a hundred at most, with a `Link` to the next one. */
function paged(reply: Reply, url: URL): Reply {
  if (!(reply.body instanceof List)) return reply;
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? '30'));
  const page = Number(url.searchParams.get('page') ?? '1');
  const { items, wrap } = reply.body;
  const body = wrap(items.slice((page - 1) * size, page * size));
  if (page * size >= items.length) return { ...reply, body };
  const next = new URL(url);
  next.searchParams.set('page', String(page + 1));
  return { ...reply, body, headers: { link: `<${next.href}>; rel="next"` } };
}

function send(response: ServerResponse, { status, body, headers }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

/** Where GitHub sends a client for the bytes: a store of its own, outside of the described API. */
function sendArtifact({ artifacts }: World, wanted: number, response: ServerResponse): void {
  const found = artifacts.find(({ id }) => id === wanted);
  response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/zip' });
  response.end(found?.content);
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
