import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { loadConfiguration } from '../../pipeline/configuration/index.ts';
import { awsSurroundings } from '../../pipeline/engine/aws.ts';
import { childEnvironment } from '../../pipeline/engine/workspace.ts';
import { clientConfiguration } from '../../pipeline/account/clientConfiguration.ts';
import { assumeRole, callerIdentity, requireAccount } from '../../pipeline/account/identity.ts';
import { ConfigurationError, EngineError } from '../../pipeline/errors.ts';
import { startEmulator } from '../../sandbox/emulator.ts';
import type { Emulator } from '../../sandbox/emulator.ts';

jest.setTimeout(30_000);

let folder: string;
let emulator: Emulator;
let root: Record<string, string>;
let profiles: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payments-identity-'));
  emulator = await startEmulator({ folder, detached: false });
  const place = { AWS_ENDPOINT_URL: emulator.endpoint, AWS_REGION: 'us-east-1' };
  root = { ...place, AWS_ACCESS_KEY_ID: '111111111111', AWS_SECRET_ACCESS_KEY: 'secret' };
  const credentials = join(folder, 'credentials');
  await writeFile(credentials, '[dev]\naws_access_key_id = 111111111111\naws_secret_access_key = secret\n');
  await writeFile(join(folder, 'config'), '[profile other]\nregion = us-east-1\n');
  profiles = { ...place, AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_CONFIG_FILE: join(folder, 'config') };
});

afterAll(async () => {
  await emulator.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What a refusal says and advises. */
async function refusal(attempt: Promise<unknown>): Promise<ConfigurationError | EngineError> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ConfigurationError || error instanceof EngineError) return error;
  throw new Error(`neither refused nor clear: ${String(error)}`);
}

describe('who we are', () => {
  test('R15: keys and a profile of a file give an identity, and process.env has no part in it', async () => {
    const before = { ...process.env };
    expect(await callerIdentity(root)).toMatchObject({ account: '111111111111' });
    expect(await callerIdentity({ ...profiles, AWS_PROFILE: 'dev' })).toMatchObject({ account: '111111111111' });
    expect({ ...process.env }).toEqual(before);
  });

  test('R15: a profile that gives no credentials is named with the command that logs in', async () => {
    const error = await refusal(callerIdentity({ ...profiles, AWS_PROFILE: 'other' }, '222222222222'));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toMatch(
      /^the AWS profile other gives no usable AWS identity \(account 222222222222 is expected\): /u,
    );
    expect(error.advice).toContain('aws sso login --profile other');
  });

  test('R11: the wrong account is refused, naming profile, expected and found', async () => {
    expect(await requireAccount(root, '111111111111')).toMatchObject({ account: '111111111111' });
    const error = await refusal(requireAccount({ ...profiles, AWS_PROFILE: 'dev' }, '222222222222'));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toMatch(/^the AWS profile dev: expected account 222222222222, found 111111111111 \(arn:/u);
  });

  test('R15: an endpoint that does not answer is no fault of the credentials', async () => {
    const error = await refusal(callerIdentity({ ...root, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }));
    expect(error).toBeInstanceOf(EngineError);
    expect(error.message).toContain('ECONNREFUSED');
  });
});

describe('becoming a role', () => {
  const roleArn = 'arn:aws:iam::222222222222:role/payments-spoke-read';

  test('R11: the variables are the role in its account, without the profile that led there', async () => {
    const other = { ...root, AWS_ACCESS_KEY_ID: '222222222222' };
    const iam = new IAMClient(clientConfiguration(other));
    const trust = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Action: 'sts:AssumeRole' };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
    await iam.send(new CreateRoleCommand({ RoleName: 'payments-spoke-read', AssumeRolePolicyDocument }));
    iam.destroy();
    const role = await assumeRole({ ...profiles, AWS_PROFILE: 'dev' }, roleArn, 'observe dev: 7');
    expect(role).not.toHaveProperty('AWS_PROFILE');
    expect(role).toMatchObject({ AWS_ENDPOINT_URL: emulator.endpoint, AWS_REGION: 'us-east-1' });
    const identity = await callerIdentity(role);
    expect(identity.account).toBe('222222222222');
    expect(identity.arn).toBe('arn:aws:sts::222222222222:assumed-role/payments-spoke-read/observe-dev--7');
  });

  test('R11: a role that does not trust the caller is an error that says what it takes', async () => {
    const stranger = { ...root, AWS_ACCESS_KEY_ID: '333333333333' };
    const error = await refusal(assumeRole(stranger, roleArn, 'observe'));
    expect(error).toBeInstanceOf(EngineError);
    expect(error.message).toMatch(
      /^arn:aws:iam::222222222222:role\/payments-spoke-read could not be assumed by AWS_ACCESS_KEY_ID: /u,
    );
    expect(error.advice).toContain('trust policy');
  });
});

describe('a profile that becomes a role', () => {
  const own = { ...process.env };
  afterEach(() => {
    process.env = { ...own };
  });

  /** What a shell of a laptop holds; the SDK itself looks up the endpoint of its hop there. */
  async function shell() {
    const other = { ...root, AWS_ACCESS_KEY_ID: '333333333333' };
    const iam = new IAMClient(clientConfiguration(other));
    const trust = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::333333333333:root' }, Action: 'sts:AssumeRole' };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
    await iam.send(new CreateRoleCommand({ RoleName: 'payments-entry-person', AssumeRolePolicyDocument }));
    iam.destroy();
    const config = [
      '[profile payments-sso]',
      'aws_access_key_id = 333333333333',
      'aws_secret_access_key = secret',
      '[profile payments]',
      'role_arn = arn:aws:iam::333333333333:role/payments-entry-person',
      'source_profile = payments-sso',
      'region = eu-west-1',
    ];
    const file = join(folder, 'hub-config');
    await writeFile(file, `${config.join('\n')}\n`);
    return { ...profiles, AWS_CONFIG_FILE: file, AWS_PROFILE: 'payments', AWS_DEFAULT_PROFILE: 'payments' };
  }

  test('R15: is that role already in what the engine gets, and no profile reaches the engine, which would hop in another region', async () => {
    const environment = await shell();
    const withoutAws = Object.entries(own).filter(([name]) => !name.startsWith('AWS_'));
    process.env = { ...Object.fromEntries(withoutAws), ...environment };
    const { environments } = loadConfiguration('config');
    const surroundings = awsSurroundings(process.env, environments);
    const credentials = await surroundings.credentials('deploy-dev');
    const engine = childEnvironment({ environment: credentials, surroundings });
    expect(Object.keys(engine).filter((name) => /^AWS_.*PROFILE$/.test(name))).toEqual([]);
    expect(await surroundings.credentials('deploy-dev')).toBe(credentials);
    const identity = await callerIdentity(engine);
    expect(identity.arn).toMatch(/^arn:aws:sts::333333333333:assumed-role\/payments-entry-person\//u);
    // Whoever reads an error still learns which profile it was.
    const error = await refusal(requireAccount(credentials, '222222222222'));
    expect(error.message).toMatch(/^the AWS profile payments: expected account 222222222222, found 333333333333/u);
  });

  test('R15: that does not exist is told with the account of the hub and the command that logs in', async () => {
    const { environments } = loadConfiguration('config');
    const surroundings = awsSurroundings({ ...profiles, AWS_PROFILE: 'nobody' }, environments);
    const error = await refusal(surroundings.credentials('observe'));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toMatch(/^the AWS profile nobody gives no usable .*account 333333333333 is expected/u);
    expect(error.advice).toContain('aws sso login --profile nobody');
  });
});
