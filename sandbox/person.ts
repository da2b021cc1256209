/**
 * A person at a laptop. IAM Identity Center does not exist here: a role of the name and path that it would make stands in, opened by
 * root where AWS has somebody sign in. From there on it is the way of a laptop: that session becomes an entry role by its trust policy.
 */
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { hubOf, type Landscape } from '../infra/bootstrap/landscape.ts';
import { permissionSets, type PersonPurpose } from '../infra/bootstrap/people.ts';
import { bootstrapNames } from '../infra/names.ts';
import { sessionOf, type Session } from './identity.ts';
import { rootClient } from './rootClient.ts';

/** Becomes an entry role of people. Fails with `EngineError` when STS refuses. */
export async function assumePersonRole(
  endpoint: string,
  landscape: Landscape,
  purpose: PersonPurpose,
): Promise<Session> {
  const { account, region } = hubOf(landscape);
  const RoleArn = `arn:aws:iam::${account}:role/${bootstrapNames.entryRole(purpose)}`;
  const signedIn = await signIn(endpoint, { account, region }, permissionSets[purpose], RoleArn);
  return become(new STSClient({ endpoint, region, credentials: signedIn }), RoleArn);
}

async function signIn(
  endpoint: string,
  hub: { readonly account: string; readonly region: string },
  permissionSet: string,
  target: string,
): Promise<Session> {
  const iam = rootClient(IAMClient, endpoint, { ...hub, region: 'us-east-1' });
  const RoleName = `AWSReservedSSO_${permissionSet}_0123456789abcdef`;
  const Path = `/aws-reserved/sso.amazonaws.com/${hub.region}/`;
  const statement = (more: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...more }] });
  const AssumeRolePolicyDocument = statement({ Principal: { AWS: `arn:aws:iam::${hub.account}:root` } });
  try {
    await iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument }));
  } catch (error) {
    if ((error as Error).name !== 'EntityAlreadyExistsException') throw error;
  }
  await iam.send(
    new PutRolePolicyCommand({ RoleName, PolicyName: 'enter', PolicyDocument: statement({ Resource: target }) }),
  );
  iam.destroy();
  return become(rootClient(STSClient, endpoint, hub), `arn:aws:iam::${hub.account}:role${Path}${RoleName}`);
}

const become = (sts: STSClient, RoleArn: string): Promise<Session> =>
  sessionOf(
    RoleArn,
    async () => (await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ada' }))).Credentials,
  ).finally(() => sts.destroy());
