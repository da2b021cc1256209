/** A state bucket that fails while a release is deployed, and what must hold during and after. */
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readPromotion } from '../../../pipeline/release/promotionRecord.ts';
import { deployRelease } from '../../../pipeline/release/deploy.ts';
import { readLease } from '../../../pipeline/release/lease.ts';
import { recover } from '../../../pipeline/release/recover.ts';
import type { BuiltRelease } from '../../../pipeline/release/build.ts';
import type { Surroundings } from '../../../pipeline/engine/surroundings.ts';
import { leftBehind } from './concurrentPromotions.ts';
import type { Place } from './place.ts';

/**
 * `error`: 503 and nothing done · `lost`: done, and 500 said · `slow`: two seconds late · `cut`: half an answer, then silence ·
 * `gone`: the connection ends without an answer · `expired`: the session has ended · `skewed`: the clock of whoever asks is wrong.
 */
export const faultKinds = ['error', 'lost', 'slow', 'cut', 'gone', 'expired', 'skewed'] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface BackendFault {
  readonly kind: FaultKind;
  /** From which request to the bucket on, and for how many. */
  readonly from: number;
  readonly count: number;
}

export interface FaultyBackend {
  readonly surroundings: Surroundings;
  /** How many requests the fault has hit. */
  readonly hits: () => number;
  close(): Promise<void>;
}

async function faultyBackend({ sandbox }: Place, fault: BackendFault): Promise<FaultyBackend> {
  let [seen, hits] = [0, 0];
  const server = createServer((incoming, outgoing) => {
    const at = ++seen;
    const hit = at >= fault.from && at < fault.from + fault.count;
    if (hit) hits++;
    answer(sandbox.endpoint, hit ? fault.kind : null, incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const backend = new URL(sandbox.surroundings.stateBackend);
  backend.searchParams.set('endpoint', endpoint);
  return {
    surroundings: { ...sandbox.surroundings, stateBackend: backend.href },
    hits: () => hits,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(emulator: string, kind: FaultKind | null, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const refusal = kind === null ? undefined : refusals[kind];
  if (refusal !== undefined) return refuse(incoming, outgoing, refusal);
  if (kind === 'gone') return void incoming.socket.destroy();
  const { method, headers, url = '/' } = incoming;
  const options = { ...(method === undefined ? {} : { method }), headers };
  const onward = forward(new URL(url, emulator), options, (reply) => {
    const body: Buffer[] = [];
    reply.on('data', (chunk: Buffer) => body.push(chunk));
    reply.once('end', () => pass(kind, reply, Buffer.concat(body), outgoing));
  });
  onward.once('error', () => outgoing.destroy());
  incoming.pipe(onward);
}

type Refusal = readonly [status: number, code: string, message: string];

const refusals: Partial<Readonly<Record<FaultKind, Refusal>>> = {
  error: [503, 'ServiceUnavailable', 'Please reduce your request rate.'],
  expired: [400, 'ExpiredToken', 'The provided token has expired.'],
  skewed: [403, 'RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.'],
};

function refuse(incoming: IncomingMessage, outgoing: ServerResponse, [status, code, message]: Refusal): void {
  incoming.resume();
  outgoing.writeHead(status, { 'content-type': 'application/xml' });
  outgoing.end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}

function pass(kind: FaultKind | null, reply: IncomingMessage, body: Buffer, outgoing: ServerResponse): void {
  const send = () => outgoing.writeHead(reply.statusCode ?? 502, reply.headers).end(body);
  if (kind === 'lost') {
    outgoing.writeHead(500, { 'content-type': 'application/xml' });
    outgoing.end('<Error><Code>InternalError</Code><Message>We encountered an internal error.</Message></Error>');
  } else if (kind === 'slow') {
    setTimeout(send, 2_000);
  } else if (kind === 'cut' && body.length > 1) {
    outgoing.writeHead(reply.statusCode ?? 502, { ...reply.headers, 'content-length': String(body.length) });
    outgoing.write(body.subarray(0, body.length >> 1), () => outgoing.destroy());
  } else {
    send();
  }
}

export interface FaultOutcome {
  /** How the deployment ended that met the fault. */
  readonly ended: string;
  readonly hits: number;
  /** What does not hold; empty when all is well. */
  readonly problems: readonly string[];
}

/** Deploys through the faulty bucket; then, with the bucket well again, goes on as the error says. */
export async function deployThroughFault(
  place: Place,
  built: BuiltRelease,
  fault: BackendFault,
): Promise<FaultOutcome> {
  const backend = await faultyBackend(place, fault);
  const error = await failureOf(() => deployRelease(place.context(backend.surroundings), place.request(built)));
  const hits = backend.hits();
  await backend.close();
  const problems = [...(await judgedVerdict(place, built, error)), ...(await goOn(place, built))];
  return { ended: error === null ? 'done' : error.message, hits, problems };
}

async function failureOf(action: () => Promise<unknown>): Promise<Error | null> {
  try {
    await action();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** What was said to be done is done; what failed says why, in the project's own words. */
async function judgedVerdict(place: Place, built: BuiltRelease, error: Error | null): Promise<readonly string[]> {
  if (error === null) return leftBehind(place, built.release.id);
  const own = ['EngineError', 'ConfigurationError'].includes(error.name);
  return own && error.message !== '' ? [] : [`the failure is not explained: ${error.name}: ${error.message}`];
}

async function goOn(place: Place, built: BuiltRelease): Promise<readonly string[]> {
  const { store, dev } = place;
  if ((await readLease(store, 'dev')) !== null || (await leftBehind(place, built.release.id)).some(isHalf)) {
    const failure = await failureOf(() =>
      recover(place.context(), { settings: dev, holderIsDead: true, fallback: async () => built.source }),
    );
    if (failure !== null) return [`recovery failed: ${failure.message}`];
  }
  const { paused } = await readPromotion(store, 'dev');
  const failure = await failureOf(() => deployRelease(place.context(), place.request(built)));
  if (failure !== null) return [`there is no way on: ${failure.message}`];
  return [...(paused === null ? [] : ['it paused without a reason']), ...(await leftBehind(place, built.release.id))];
}

const isHalf = (what: string): boolean => /lock|pending|nobody said/.test(what);
