import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { attributions } from '../../../pipeline/account/attributions.ts';

/** CloudTrail as a service: pages of two events, one history a region. */
const histories = new Map<string, readonly object[]>();
const asked: string[] = [];
let server: Server;
let environment: Record<string, string>;
let refusal: { readonly status: number; readonly body: string } | undefined;

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { NextToken = '0' } = (await json(request)) as { NextToken?: string };
  const region = /\/\d{8}\/([\w-]+)\/cloudtrail\//u.exec(request.headers.authorization ?? '')?.[1] ?? '';
  asked.push(`${region} ${NextToken}`);
  const start = Number(NextToken);
  const events = (histories.get(region) ?? []).map((event) => ({ CloudTrailEvent: JSON.stringify(event) }));
  const more = start + 2 < events.length ? { NextToken: String(start + 2) } : {};
  const page = JSON.stringify({ Events: events.slice(start, start + 2), ...more });
  const { status, body } = refusal ?? { status: 200, body: page };
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(body);
}

beforeEach(async () => {
  server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  environment = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
});

afterEach(async () => {
  refusal = undefined;
  asked.length = 0;
  histories.clear();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const write = (eventName: string, mentioned: string, eventTime: string) => ({
  eventName,
  eventTime,
  userIdentity: { arn: 'arn:aws:iam::333333333333:user/alice' },
  requestParameters: { name: mentioned },
});
const resource = (type: string, id: string) => ({ urn: `urn:${id}`, type, id, name: id, outputs: {} });

describe('who changed a resource', () => {
  test('R7: is the newest write that mentions it, on whichever page, and IAM is asked in its own region', async () => {
    histories.set('eu-west-1', [
      write('SetQueueAttributes', 'other', '2026-11-24T12:03:00Z'),
      write('TagQueue', 'other', '2026-11-24T12:02:00Z'),
      write('UpdateTable', 'table', '2026-11-24T12:01:00Z'),
      write('CreateTable', 'table', '2026-11-24T11:00:00Z'),
    ]);
    histories.set('us-east-1', [write('PutRolePolicy', 'role', '2026-11-24T12:00:00Z')]);
    const resources = [resource('aws:dynamodb/table:Table', 'table'), resource('aws:iam/role:Role', 'role')];
    expect(await attributions(environment, 'eu-west-1', resources)).toEqual({
      attributions: [
        {
          urn: 'urn:table',
          actor: 'arn:aws:iam::333333333333:user/alice',
          event: 'UpdateTable',
          at: '2026-11-24T12:01:00Z',
        },
        {
          urn: 'urn:role',
          actor: 'arn:aws:iam::333333333333:user/alice',
          event: 'PutRolePolicy',
          at: '2026-11-24T12:00:00Z',
        },
      ],
      causes: [],
    });
    expect(asked.sort()).toEqual(['eu-west-1 0', 'eu-west-1 2', 'us-east-1 0']);
  });

  test('R7: is nobody from before the pipeline wrote it last, and older pages are not read', async () => {
    histories.set('eu-west-1', [
      write('SetQueueAttributes', 'queue', '2026-11-24T12:03:00Z'),
      write('CreateTable', 'table', '2026-11-24T12:00:05Z'),
      write('UpdateTable', 'table', '2026-11-24T11:00:00Z'),
    ]);
    const written = { ...resource('aws:dynamodb/table:Table', 'table'), modifiedAt: '2026-11-24T12:00:05.7+00:00' };
    expect(await attributions(environment, 'eu-west-1', [written])).toEqual({ attributions: [], causes: [] });
    expect(asked).toEqual(['eu-west-1 0']);
    const before = { ...written, modifiedAt: '2026-11-24T13:00:04.9+01:00' };
    expect((await attributions(environment, 'eu-west-1', [before])).attributions).toMatchObject([
      { event: 'CreateTable' },
    ]);
  });

  test('R7: is not asked for when nothing changed, and unknown when the history does not tell', async () => {
    expect(await attributions(environment, 'eu-west-1', [])).toEqual({ attributions: [], causes: [] });
    expect(asked).toEqual([]);
    const unknown = await attributions(environment, 'eu-west-1', [resource('aws:sqs/queue:Queue', 'queue')]);
    expect(unknown).toEqual({ attributions: [], causes: [] });
  });

  test('R33: is a cause when the history may not be read', async () => {
    refusal = { status: 400, body: JSON.stringify({ __type: 'AccessDeniedException', message: 'not you' }) };
    const { attributions: found, causes } = await attributions(environment, 'eu-west-1', [
      resource('aws:sqs/queue:Queue', 'queue'),
    ]);
    expect(found).toEqual([]);
    expect(causes).toEqual([
      'CloudTrail in eu-west-1: the event history could not be read: AccessDeniedException: not you',
    ]);
  });
});
