/** What `aws-actions/configure-aws-credentials` does with an identity token, against the address of AWS_ENDPOINT_URL. */
import { appendFile } from 'node:fs/promises';
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

const required = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new Error(`${name} is not set: the job may not ask for an identity token`);
  return value;
};

async function identityToken(): Promise<string> {
  const url = new URL(required('ACTIONS_ID_TOKEN_REQUEST_URL'));
  url.searchParams.set('audience', 'sts.amazonaws.com');
  const headers = { authorization: `bearer ${required('ACTIONS_ID_TOKEN_REQUEST_TOKEN')}` };
  const answer = await fetch(url, { headers });
  if (!answer.ok) throw new Error(`no identity token: ${answer.status}`);
  return ((await answer.json()) as { value: string }).value;
}

const connection = { endpoint: required('AWS_ENDPOINT_URL'), region: required('REGION') };
// The call itself is not signed.
const anonymous = new STSClient({ ...connection, credentials: { accessKeyId: '', secretAccessKey: '' } });
const { Credentials } = await anonymous.send(
  new AssumeRoleWithWebIdentityCommand({
    RoleArn: required('ROLE'),
    RoleSessionName: required('SESSION_NAME'),
    WebIdentityToken: await identityToken(),
    DurationSeconds: Number(required('DURATION')),
  }),
);
const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
const session = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
const { Account } = await new STSClient({ ...connection, credentials: session }).send(new GetCallerIdentityCommand({}));
if (Account !== required('ALLOWED_ACCOUNT')) throw new Error(`the session is in account ${Account}`);
const exported = {
  AWS_ACCESS_KEY_ID: AccessKeyId,
  AWS_SECRET_ACCESS_KEY: SecretAccessKey,
  AWS_SESSION_TOKEN: SessionToken,
  AWS_REGION: connection.region,
};
const lines = Object.entries(exported).map(([name, value]) => `${name}=${value}\n`);
await appendFile(required('GITHUB_ENV'), lines.join(''));
process.stdout.write(`became ${required('ROLE')}\n`);
