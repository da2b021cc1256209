import { Buffer } from 'node:buffer';
import type { Reply } from './replies.ts';

/** What a runner is handed to ask for identity tokens; any value does, as long as it comes back. */
const requestToken = 'token-of-the-job';

/**
 * GitHub's endpoint for identity tokens. The claims that GitHub knows of a job are in the address that the job got, as on a real
 * runner. The token is not signed: the emulator's STS reads `aud` and `sub` only, and so do we.
 */
export function answerOidc(url: URL, authorization: string | undefined): Reply {
  if (authorization?.toLowerCase() !== `bearer ${requestToken}`)
    return { status: 401, body: { message: 'Unauthorized' } };
  const { audience, ...claims } = Object.fromEntries(url.searchParams);
  const now = Math.floor(Date.now() / 1000);
  const value = unsigned({
    iss: 'https://token.actions.githubusercontent.com',
    aud: audience ?? 'https://github.com',
    iat: now,
    exp: now + 300,
    ...claims,
  });
  return { status: 200, body: { value, count: value.length } };
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const unsigned = (claims: Readonly<Record<string, unknown>>): string =>
  `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
