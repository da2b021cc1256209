/** Stands before the emulator and answers in other words: what AWS may say in another way tomorrow, and is no change. */
import { createServer, request as forward, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Surroundings } from '../../../pipeline/engine/surroundings.ts';

export interface Answers {
  /** Rewrites the text of every answer; null passes all of them on as they are. */
  rewrite: ((text: string, type: 'json' | 'xml') => string) | null;
  /** These surroundings, with an account that answers so. State is read as it is. */
  in(surroundings: Surroundings): Surroundings;
  close(): Promise<void>;
}

export async function startAnswers(emulator: string): Promise<Answers> {
  const answers: Pick<Answers, 'rewrite'> = { rewrite: null };
  const server = createServer((incoming, outgoing) => {
    reply(emulator, incoming, answers.rewrite).then(
      ({ status, headers, body }) => outgoing.writeHead(status, headers).end(body),
      () => outgoing.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(answers, {
    in: (surroundings: Surroundings): Surroundings => ({
      ...surroundings,
      credentials: async (purpose) => ({ ...(await surroundings.credentials(purpose)), AWS_ENDPOINT_URL: endpoint }),
    }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

async function reply(emulator: string, incoming: IncomingMessage, rewrite: Answers['rewrite']) {
  const { method = 'GET', headers, url = '/' } = incoming;
  const sent = await buffer(incoming);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    forward(new URL(url, emulator), { method, headers }, resolve).once('error', reject).end(sent);
  });
  const received = await buffer(answer);
  const type = /json|xml/.exec(answer.headers['content-type'] ?? '')?.[0] as 'json' | 'xml' | undefined;
  const rewritten = rewrite === null || type === undefined ? received : Buffer.from(rewrite(String(received), type));
  const { 'content-length': _, 'transfer-encoding': __, 'x-amz-crc32': ___, ...kept } = answer.headers;
  return { status: answer.statusCode ?? 502, headers: kept, body: rewritten };
}
