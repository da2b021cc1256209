/** Stands between a command and the sandbox, knows every step that changes something, and kills the command at one of them. */
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { boundaryOf } from './boundary.ts';

export type When = 'before' | 'after';

/** Asked for every step that changes something: when to die, if at this one. */
export type Choice = (step: string) => When | null;

export interface KillingProxy {
  readonly port: number;
  /** From now on `kill` is called at the step that `choose` chooses, once. */
  arm(choose: Choice, kill: () => void): void;
  disarm(): void;
  /** Resolves when the sandbox has answered everything that was sent to it. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export async function startKillingProxy(sandbox: string): Promise<KillingProxy> {
  let armed: { readonly choose: Choice; readonly kill: () => void } | null = null;
  const inFlight = new Set<Promise<void>>();
  const server = createServer((incoming, outgoing) => {
    const work = serve(incoming, outgoing).catch(() => void outgoing.destroy());
    inFlight.add(work);
    void work.finally(() => inFlight.delete(work));
  });

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await bodyOf(incoming);
    const { method = 'GET', url = '/', headers } = incoming;
    const step = boundaryOf({ method, url, headers, body });
    const when = step === null ? null : (armed?.choose(step) ?? null);
    if (when === 'before') return die(outgoing);
    const answer = await ask(sandbox, { method, url, headers, body });
    if (when === 'after') return die(outgoing);
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  }

  function die(outgoing: ServerResponse): void {
    const kill = armed?.kill;
    armed = null;
    kill?.();
    outgoing.destroy();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    arm: (choose, kill) => (armed = { choose, kill }),
    disarm: () => (armed = null),
    idle: async () => {
      while (inFlight.size > 0) await Promise.all(inFlight);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

function ask(
  sandbox: string,
  asked: { method: string; url: string; headers: IncomingMessage['headers']; body: Buffer },
): Promise<Answer> {
  const { method, url, headers, body } = asked;
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const onward = forward(new URL(url, sandbox), { method, headers }, (reply) => {
    bodyOf(reply).then(
      (read) => resolve({ status: reply.statusCode ?? 502, headers: reply.headers, body: read }),
      reject,
    );
  });
  onward.once('error', reject);
  onward.end(body);
  return promise;
}
