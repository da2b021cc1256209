import { expect, test } from '@jest/globals';

import { subjectContext, unsignedToken } from '../../../sandbox/identity.ts';
import { stateBackend } from '../../../sandbox/surroundings.ts';
import { landscape } from '../bootstrap/landscape.ts';

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

test('R37: a token says what GitHub would say, for AWS and for five minutes', () => {
  const claims = claimsOf(unsignedToken({ sub: 'repo:acme/payments:pull_request' }));
  expect(claims).toMatchObject({
    iss: 'https://token.actions.githubusercontent.com',
    aud: 'sts.amazonaws.com',
    sub: 'repo:acme/payments:pull_request',
  });
  expect(Number(claims.exp) - Number(claims.iat)).toBe(300);
});

test.each([
  ['preview', 'pull_request'],
  ['observe', 'ref:refs/heads/main'],
  ['release', 'ref:refs/heads/main'],
  ['deploy-staging', 'environment:staging'],
] as const)('R37: %s comes from a job whose subject ends in %s', (purpose, context) => {
  expect(subjectContext(purpose)).toBe(context);
});

test("R37: the state backend is the hub's bucket on the emulator, in the hub's region", () => {
  const url = new URL(stateBackend('http://127.0.0.1:4566', landscape));
  expect([url.protocol, url.host]).toEqual(['s3:', 'payments-state-333333333333']);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    region: 'eu-west-1',
    endpoint: 'http://127.0.0.1:4566',
    s3ForcePathStyle: 'true',
    disableSSL: 'true',
  });
});
