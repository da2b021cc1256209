/** Tokens as GitHub would issue them (without a signature, which the emulator does not check), and the roles they open. */
import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, STSClient, type Credentials } from '@aws-sdk/client-sts';

import { hubOf, type Landscape } from '../infra/bootstrap/landscape.ts';
import type { PersonPurpose } from '../infra/bootstrap/people.ts';
import { audience, issuer } from '../infra/bootstrap/trust.ts';
import { bootstrapNames } from '../infra/names.ts';
import { EngineError } from '../pipeline/errors.ts';
import type { Purpose } from '../pipeline/engine/surroundings.ts';

export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAt: number;
}

/** The claims of GitHub's token that anybody's trust policy reads. */
export interface Claims {
  readonly sub: string;
  readonly aud?: string;
  readonly iss?: string;
}

/** An OIDC token with these claims. Its signature is not one: the emulator judges audience and subject only. */
export function unsignedToken({ sub, aud = audience, iss = `https://${issuer}` }: Claims): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return [
    part({ alg: 'RS256', typ: 'JWT', kid: 'sandbox' }),
    part({ iss, aud, sub, iat: now, exp: now + 300 }),
    part('none'),
  ].join('.');
}

/** The `context` part of the subject that opens an entry role. */
export function subjectContext(purpose: Exclude<Purpose, PersonPurpose | `smoke-${string}`>): string {
  if (purpose === 'preview') return 'pull_request';
  if (purpose === 'observe' || purpose === 'release') return 'ref:refs/heads/main';
  return `environment:${purpose.slice('deploy-'.length)}`;
}

/** Becomes an entry role of the hub with a token. Fails with `EngineError` when STS refuses. */
export async function assumeEntryRole(
  endpoint: string,
  landscape: Landscape,
  roleName: string,
  token: string,
): Promise<Session> {
  const { account, region } = hubOf(landscape);
  // The web-identity call itself must be unsigned, so no credentials are given to the client.
  const sts = new STSClient({ endpoint, region, credentials: { accessKeyId: '', secretAccessKey: '' } });
  const RoleArn = `arn:aws:iam::${account}:role/${roleName}`;
  const command = new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: roleName, WebIdentityToken: token });
  return sessionOf(RoleArn, async () => (await sts.send(command)).Credentials).finally(() => sts.destroy());
}

/** Becomes the smoke role of an environment's account, by way of the session of its deploy entry role. */
export async function assumeSmokeRole(
  endpoint: string,
  entry: Session,
  place: { account: string; region: string },
): Promise<Session> {
  const sts = new STSClient({ endpoint, region: place.region, credentials: entry });
  const RoleArn = `arn:aws:iam::${place.account}:role/${bootstrapNames.smokeSpoke}`;
  const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: bootstrapNames.smokeSpoke });
  return sessionOf(RoleArn, async () => (await sts.send(command)).Credentials).finally(() => sts.destroy());
}

/** Fails with `EngineError` when STS refuses the role. */
export async function sessionOf(role: string, call: () => Promise<Credentials | undefined>): Promise<Session> {
  try {
    const given = await call();
    if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken || !given.Expiration) {
      throw new Error('STS answered without credentials');
    }
    return {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      sessionToken: given.SessionToken,
      expiresAt: given.Expiration.getTime(),
    };
  } catch (cause) {
    throw new EngineError(`${role} was refused`, {
      cause,
      advice: 'the trust document of the role names who may assume it (infra/bootstrap/trust.ts)',
    });
  }
}
