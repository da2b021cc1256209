/** Stands between the function and the emulator, and makes one AWS service fail as real ones do. */
import { createServer, request as forward } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Behaviour = 'pass' | 'refuse' | 'hang';

export interface AwsProxy {
  readonly endpoint: string;
  behaviour: Behaviour;
  /** How many requests were refused since the behaviour was set. */
  readonly refused: number;
  /** Requests that are waiting for an answer they will not get. */
  readonly hanging: number;
  close(): Promise<void>;
}

/** @param refusal what the service says when it refuses */
export async function startProxy(
  emulator: string,
  refusal: { readonly status: number; readonly body: string },
): Promise<AwsProxy> {
  const waiting = new Set<ServerResponse>();
  const state = { behaviour: 'pass' as Behaviour, refused: 0 };
  const server = createServer((incoming, outgoing) => {
    if (state.behaviour === 'pass') return pass(emulator, incoming, outgoing);
    if (state.behaviour === 'hang') {
      outgoing.once('close', () => waiting.delete(outgoing));
      return waiting.add(outgoing);
    }
    incoming.resume();
    state.refused++;
    return outgoing.writeHead(refusal.status, { 'content-type': 'application/x-amz-json-1.0' }).end(refusal.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get behaviour() {
      return state.behaviour;
    },
    set behaviour(value: Behaviour) {
      state.behaviour = value;
      state.refused = 0;
    },
    get refused() {
      return state.refused;
    },
    get hanging() {
      return waiting.size;
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
