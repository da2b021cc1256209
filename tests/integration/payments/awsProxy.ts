/** Stands between the function and the emulator, and makes one AWS service fail as real ones do. */
import { createServer, request as forward } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a service says when it refuses. */
export interface Refusal {
  readonly status: number;
  readonly body: string;
}

export interface AwsProxy {
  readonly endpoint: string;
  /** Requests pass, wait for an answer that does not come, or are refused. */
  behaviour: 'pass' | 'hang' | Refusal;
  /** How many requests were refused since the behaviour was set. */
  readonly refused: number;
  /** Requests that wait. */
  readonly hanging: number;
  /** Lets everything pass, what waits first. */
  release(): void;
  close(): Promise<void>;
}

export async function startProxy(emulator: string): Promise<AwsProxy> {
  const waiting = new Map<ServerResponse, IncomingMessage>();
  let behaviour: AwsProxy['behaviour'] = 'pass';
  let refused = 0;
  const server = createServer((incoming, outgoing) => {
    if (behaviour === 'pass') return pass(emulator, incoming, outgoing);
    if (behaviour === 'hang') {
      outgoing.once('close', () => waiting.delete(outgoing));
      return waiting.set(outgoing, incoming);
    }
    incoming.resume();
    refused++;
    return outgoing.writeHead(behaviour.status, { 'content-type': 'application/x-amz-json-1.0' }).end(behaviour.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get behaviour() {
      return behaviour;
    },
    set behaviour(value) {
      behaviour = value;
      refused = 0;
    },
    get refused() {
      return refused;
    },
    get hanging() {
      return waiting.size;
    },
    release: () => {
      behaviour = 'pass';
      for (const [outgoing, incoming] of waiting) pass(emulator, incoming, outgoing);
      waiting.clear();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pass(emulator: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, headers, url = '/' } = incoming;
  const options = { ...(method === undefined ? {} : { method }), headers };
  const onward = forward(new URL(url, emulator), options, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.once('error', () => outgoing.writeHead(502).end());
  incoming.pipe(onward);
}
