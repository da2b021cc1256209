import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { accountChecks } from '../../../pipeline/doctor/account.ts';
import type { Surroundings } from '../../../pipeline/engine/surroundings.ts';
import { ConfigurationError } from '../../../pipeline/errors.ts';
import { configuration } from '../release/records.ts';
import { outcomesOf } from './outcomes.ts';

/** AWS as this test sets it: STS answers with the account that a session key is named after, Lambda with a quota. */
interface World {
  caller: string;
  quota: number;
  refused: RegExp;
  leadsElsewhere: RegExp;
  aheadSeconds: number;
  lambda: 'answers' | 'denies';
}
let aws: World;
let server: Server;
let endpoint = '';

beforeEach(async () => {
  aws = {
    caller: '333333333333',
    quota: 1000,
    refused: /^$/,
    leadsElsewhere: /^$/,
    aheadSeconds: 0,
    lambda: 'answers',
  };
  server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = new URLSearchParams(await text(request));
  const key = /Credential=(\w+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
  response.setHeader('date', new Date(Date.now() - aws.aheadSeconds * 1000).toUTCString());
  if (request.url?.includes('account-settings')) return lambdaAnswer(response);
  const action = form.get('Action');
  if (action === 'AssumeRole') return assumeRole(form.get('RoleArn') ?? '', response);
  if (action === 'GetCallerIdentity') return xml(response, identity(key));
  response.end();
}

const xml = (response: ServerResponse, body: string, status = 200): void =>
  void response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
const identity = (key: string): string => {
  const account = /^session(\d+)$/.exec(key)?.[1] ?? aws.caller;
  return `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::${account}:who</Arn><UserId>u</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
};

function assumeRole(role: string, response: ServerResponse): void {
  if (aws.refused.test(role))
    return xml(
      response,
      '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>',
      403,
    );
  const account = aws.leadsElsewhere.test(role) ? '999999999999' : (/::(\d+):/.exec(role)?.[1] ?? '');
  xml(
    response,
    `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>session${account}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  );
}

function lambdaAnswer(response: ServerResponse): void {
  response.setHeader('content-type', 'application/json');
  if (aws.lambda === 'answers')
    return void response.end(JSON.stringify({ AccountLimit: { ConcurrentExecutions: aws.quota } }));
  response.setHeader('x-amzn-errortype', 'AccessDeniedException');
  response.writeHead(403).end(JSON.stringify({ Message: 'no' }));
}

const entry = () => ({ AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'entry', AWS_SECRET_ACCESS_KEY: 'secret' });
const look = (credentials: Surroundings['credentials'] = async () => entry()) =>
  outcomesOf(
    accountChecks({
      configuration,
      deploysTo: ['dev'],
      surroundings: {
        ...{ kind: 'aws', stateBackend: 's3://none', blindSpots: [], credentials },
        secretsProvider: () => 'passphrase',
        attachProvider: () => Promise.reject(new Error('nothing is deployed here')),
      },
    }),
  );

test('R11: an identity of the hub that may take every role it needs is fine; only named environments are to be deployed', async () => {
  const found = await look();
  expect(Object.entries(found).map(([id, { state }]) => `${id} ${state}`)).toEqual([
    ...['account.identity ok', 'account.clock ok'],
    ...['account.dev.read-role ok', 'account.dev.deploy-role ok', 'account.dev.concurrency ok'],
    ...['account.staging.read-role ok', 'account.staging.concurrency ok'],
    ...['account.prod.read-role ok', 'account.prod.concurrency ok'],
  ]);
  expect(found['account.prod.concurrency']?.reason).toBe('1000 in the account, 100 of them reserved here');
});

test('R11: credentials of another account are told with the account they are in and the one that is needed', async () => {
  aws.caller = '111111111111';
  expect((await look())['account.identity']).toMatchObject({
    ...{ state: 'problem', fix: expect.stringContaining('AWS_PROFILE') },
    reason: expect.stringContaining('is in account 111111111111, the hub is 333333333333 (prod)'),
  });
});

test('R15: without any identity the check of it says why, and what depends on it is unknown', async () => {
  const error = new ConfigurationError('the profile hub has ended', { advice: 'aws sso login --profile hub' });
  const found = await look(() => Promise.reject(error));
  expect(found['account.identity']).toEqual({
    ...{ state: 'problem', reason: 'the profile hub has ended', fix: 'aws sso login --profile hub' },
  });
  for (const id of ['read-role', 'deploy-role', 'concurrency'])
    expect(found[`account.dev.${id}`]).toMatchObject({
      state: 'unknown',
      fix: expect.stringContaining('See the check'),
    });
});

test('R11: a role that may not be taken is a problem, and what can only be read with it is unknown', async () => {
  aws.refused = /222222222222/;
  const found = await look();
  expect(found['account.staging.read-role']).toMatchObject({
    ...{ state: 'problem', reason: expect.stringContaining('222222222222') },
    fix: expect.stringMatching(/npm run bootstrap.*trusts this identity/),
  });
  expect(found['account.staging.concurrency']).toMatchObject({ state: 'unknown' });
  expect(found['account.prod.read-role']?.state).toBe('ok');
});

test('R11: a deploy role that leads to another account is a problem', async () => {
  aws.leadsElsewhere = /role\/.*deploy/;
  expect((await look())['account.dev.deploy-role']).toMatchObject({
    ...{ state: 'problem', reason: expect.stringContaining('leads to account 999999999999 instead of 111111111111') },
  });
});

test.each([
  [150, 'prod', 'problem', /the account has 150, 100 reserved ones need 200/, /request-service-quota-increase/],
  [500, 'dev', 'problem', /the account has 500, config\/dev\.yaml counts on 1000/, /accountConcurrency to 500/],
])('R3: a Lambda quota of %i is told for %s', async (quota, environment, state, reason, fix) => {
  aws.quota = quota;
  expect((await look())[`account.${environment}.concurrency`]).toEqual({
    ...{ state, reason: expect.stringMatching(reason), fix: expect.stringMatching(fix) },
  });
});

test('R33: a quota that may not be read is unknown, with the permission it takes', async () => {
  aws.lambda = 'denies';
  expect((await look())['account.dev.concurrency']).toMatchObject({
    ...{ state: 'unknown', fix: expect.stringContaining('lambda:GetAccountSettings') },
  });
});

test.each([
  [300, /ahead of AWS/],
  [-90, /behind AWS/],
])('R21: a clock that is %i s ahead of AWS is a problem', async (ahead, reason) => {
  aws.aheadSeconds = ahead;
  expect((await look())['account.clock']).toMatchObject({
    ...{ state: 'problem', reason: expect.stringMatching(reason), fix: expect.stringContaining('Set the clock') },
  });
});
