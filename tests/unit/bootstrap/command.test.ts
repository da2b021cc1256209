import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

const home = mkdtempSync(join(tmpdir(), 'bootstrap-command-'));
afterAll(() => rmSync(home, { recursive: true }));

/** By somebody who has no profile, no key and no token. */
function bootstrap(...options: readonly string[]) {
  const env = { PATH: process.env['PATH'], HOME: home, AWS_EC2_METADATA_DISABLED: 'true' };
  return spawnSync(process.execPath, ['scripts/bootstrap.ts', ...options], { encoding: 'utf8', env });
}

test('R15: the profiles that the first run needs are printed without any', () => {
  const { status, stdout } = bootstrap('--profiles');
  expect(status).toBe(0);
  expect(stdout).toContain('[profile payments-dev-admin]\nsso_session = payments\nsso_account_id = 111111111111\n');
});

test('R43: approvals that nobody could give are refused before a token, an account or GitHub is needed', () => {
  const { status, stderr } = bootstrap('--github', '--repository', 'acme/payments', '--yes');
  expect([status, stderr.split('\n')[0]]).toEqual([
    64,
    'error: an environment asks for approval, and nobody is named who may give it',
  ]);
});
