/** A bucket of our name that somebody else took, let us into, and tagged as bootstrap does. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';

import { looks } from '../../../pipeline/account/administrator/standing.ts';

/** S3 of a world in which each bucket belongs to this account, and is open to everybody. */
async function inWorldOf(owner: string, look: (endpoint: string) => Promise<unknown>): Promise<unknown> {
  const server = createServer((request, response) => {
    const expected = request.headers['x-amz-expected-bucket-owner'];
    const tag = '<Tag><Key>payments:managed-by</Key><Value>bootstrap</Value></Tag>';
    if (expected !== undefined && expected !== owner) response.writeHead(403).end();
    else response.writeHead(200).end(request.method === 'HEAD' ? '' : `<Tagging><TagSet>${tag}</TagSet></Tagging>`);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  try {
    return await look(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
}

const lookAtBucket = (endpoint: string) => {
  const credentials = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_ENDPOINT_URL: endpoint };
  return looks(credentials, 'eu-west-1', '333333333333').bucket('payments-state-333333333333')();
};

test.each([
  ['333333333333', { id: 'payments-state-333333333333', ours: true }],
  ['666666666666', 'foreign'],
])('R43: a bucket of account %s that is open to us and carries our tag is %j', async (owner, expected) => {
  expect(await inWorldOf(owner, lookAtBucket)).toEqual(expected);
});
