/** What the state bucket is asked for, as its requests stand on the wire. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { openStore } from '../../../pipeline/store/open.ts';
import { BucketStore } from '../../../pipeline/store/bucket.ts';
import { evidenceKeptDays } from '../../../pipeline/store/retention.ts';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

const asked: Asked[] = [];
let answer = { status: 200, body: '' };
let server: Server;
let endpoint = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      asked.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers });
      response.writeHead(answer.status, { etag: '"1"' }).end(answer.body);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((done) => server.close(done)));

beforeEach(() => {
  asked.length = 0;
  answer = { status: 200, body: '' };
});

const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
const now = new Date('2026-11-24T12:00:00Z');
const body = new TextEncoder().encode('{}');

async function withStore(
  action: (store: BucketStore) => Promise<unknown>,
  bucket = 'bucket',
): Promise<readonly Asked[]> {
  const client = new S3Client({ endpoint, region: 'eu-west-1', forcePathStyle: true, credentials, maxAttempts: 1 });
  try {
    await action(new BucketStore(client, bucket, undefined, () => now));
  } finally {
    client.destroy();
  }
  return asked;
}

describe('evidence', () => {
  test('R41: is written once, under object lock, for the twelve months that PCI DSS asks for', async () => {
    const [put] = await withStore((store) => store.create('evidence/prod/1.start.json', body));
    expect(put?.headers).toMatchObject({
      'if-none-match': '*',
      'x-amz-object-lock-mode': 'GOVERNANCE',
      'x-amz-object-lock-retain-until-date': '2027-11-25T12:00:00Z',
      // S3 takes no retention without one.
      'x-amz-sdk-checksum-algorithm': 'CRC32',
    });
    expect(evidenceKeptDays).toBeGreaterThanOrEqual(366);
  });

  test.each([
    '.pulumi/stacks/payments/prod.json',
    'leases/prod.json',
    'promotions/prod.json',
    'releases/a/release.json',
  ])('R41: %s has no retention, because it is replaced and removed', async (key) => {
    const requests = await withStore(async (store) => {
      await store.create(key, body);
      await store.replace(key, body, '"1"');
    });
    const locks = requests.flatMap(({ headers }) =>
      Object.keys(headers).filter((name) => name.includes('object-lock')),
    );
    expect([requests.length, locks]).toEqual([2, []]);
  });

  test('R41: a bucket without object lock takes none, and the error says how to turn it on', async () => {
    const message = 'Bucket is missing Object Lock Configuration';
    answer = { status: 400, body: `<Error><Code>InvalidRequest</Code><Message>${message}</Message></Error>` };
    await expect(withStore((store) => store.create('evidence/prod/1.start.json', body))).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: expect.stringContaining('"bucket" has no object lock'),
      advice: expect.stringContaining('put-object-lock-configuration --bucket bucket'),
    });
  });
});

describe('whose bucket it is', () => {
  const variables = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
  const open = (bucket: string) => openStore(`s3://${bucket}?region=eu-west-1&endpoint=${endpoint}`, variables);
  const owners = () => asked.map(({ method, headers }) => [method, headers['x-amz-expected-bucket-owner']]);

  test('R43: each request to the bucket of bootstrap names the account that its name names', async () => {
    answer.body = '<ListBucketResult></ListBucketResult>';
    const store = open('payments-state-333333333333');
    await store.read('a');
    await store.create('a', body);
    await store.remove('a', '"1"');
    await store.list('a');
    expect(owners()).toEqual(['GET', 'PUT', 'GET', 'DELETE', 'GET'].map((method) => [method, '333333333333']));
  });

  test.each(['state-of-somebody', 'payments-state-333333333333-replica'])(
    'R43: of %s nobody knows it, and none is named',
    async (bucket) => {
      await open(bucket).read('a');
      expect(owners()).toEqual([['GET', undefined]]);
    },
  );
});
