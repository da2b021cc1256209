import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { administrators } from '../../../pipeline/bootstrap/administrators.ts';
import { landscape } from './landscape.ts';

let folder = '';
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'profiles-'))));
afterEach(() => rm(folder, { recursive: true }));

/** The AWS CLI's own files, and nothing of the machine that runs the test. */
async function filesOf(config: string) {
  await writeFile(join(folder, 'config'), config);
  await writeFile(join(folder, 'credentials'), '');
  return {
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

describe("an administrator's profile", () => {
  test('R15: a missing one is told with its name, the account it is for, and the command that logs in', async () => {
    const open = administrators(landscape.environments, {}, await filesOf(''));
    await expect(open('staging')).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: expect.stringMatching(/payments-staging-admin.*222222222222/),
      advice: expect.stringMatching(/aws sso login --profile payments-staging-admin.*npm run bootstrap -- --profiles/),
    });
  });

  test('R15: an SSO session that has ended is told with the command that logs in', async () => {
    const config = [
      '[sso-session acme]',
      'sso_start_url = https://acme.example.com/start',
      'sso_region = eu-west-1',
      '[profile ops]',
      'sso_session = acme',
      'sso_account_id = 333333333333',
      'sso_role_name = Admin',
    ];
    const open = administrators(landscape.environments, { prod: 'ops' }, await filesOf(config.join('\n')));
    await expect(open('prod')).rejects.toMatchObject({
      name: 'ConfigurationError',
      advice: expect.stringContaining('aws sso login --profile ops'),
    });
  });

  test('R15: keys of the shell do not stand in for a profile', async () => {
    const keys = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'x', AWS_SESSION_TOKEN: 'y' };
    const open = administrators(landscape.environments, {}, { ...(await filesOf('')), ...keys });
    await expect(open('dev')).rejects.toThrow('the AWS profile payments-dev-admin');
  });

  test('R14: a profile for an environment that does not exist is refused', () => {
    expect(() => administrators(landscape.environments, { qa: 'x' }, {})).toThrow('there is no environment "qa"');
  });
});
