import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stateKeys } from './matrix.ts';

interface Report {
  readonly exits: Readonly<Record<string, number>>;
  readonly leaks: readonly string[];
  readonly searched: readonly string[];
  readonly masked: boolean;
  readonly encrypted: boolean;
  readonly lost: { readonly without: number; readonly restored: string; readonly findings: readonly unknown[] };
  readonly used: readonly string[];
  readonly unexplained: readonly unknown[];
  readonly state: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly writes: Readonly<Record<string, readonly string[]>>;
  readonly climbs: { readonly tried: number; readonly reached: readonly string[] };
}

let folder = '';
let report: Report;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'identity-'));
  const run = join(import.meta.dirname, 'run.ts');
  const { stdout, stderr, status } = spawnSync(process.execPath, [run, folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  report = JSON.parse(stdout) as Report;
}, 400_000);

afterAll(() => rm(folder, { recursive: true, maxRetries: 5 }));

describe('secrets', () => {
  test('R15: no canary is in anything that a command said or wrote', () => {
    expect(report.exits).toEqual({
      start: 0,
      'secret configuration': 64,
      preview: 0,
      deploy: 0,
      drift: 2,
      nonsense: 64,
    });
    expect(report.searched).toEqual(
      expect.arrayContaining(['plan.json', 'reports/report.json', 'reports/report.md', 'reports/report.html']),
    );
    expect(report.searched).toEqual(expect.arrayContaining(['deploy dev --sandbox --yes (0)']));
    expect(report.leaks).toEqual([]);
  });

  test('R15: the canaries were really there: as ciphertext in state, and masked in the plan', () => {
    expect([report.encrypted, report.masked]).toEqual([true, true]);
  });
});

describe('state', () => {
  test('R36: a state that was lost is put back from a copy and is in sync with the account', () => {
    expect(report.lost).toEqual({ without: 1, restored: 'complete', findings: [] });
  });

  /** Written by hand: what each deployment may do, on its own keys and on those of the stack below. */
  const own = (name: string, below?: string) => ({
    [`.pulumi/stacks/payments/${name}.json`]: 'rwd',
    [`.pulumi/locks/organization/payments/${name}/x.json`]: 'rwd',
    [`promotions/${name}.json`]: 'rw',
    [`leases/${name}.json`]: 'rwd',
    [`evidence/${name}/1.json`]: 'rw',
    'releases/x/release.json': 'r',
    ...(below === undefined
      ? {}
      : { [`.pulumi/stacks/payments/${below}.json`]: 'r', [`promotions/${below}.json`]: 'r' }),
  });

  test('R6: each entry role reaches exactly its own state keys', () => {
    const everything = Object.fromEntries(stateKeys.filter((key) => key !== 'elsewhere').map((key) => [key, 'r']));
    expect(report.state).toEqual({
      preview: everything,
      observe: everything,
      release: { 'releases/x/release.json': 'rw' },
      'deploy-dev': own('dev'),
      'deploy-staging': own('staging', 'dev'),
      'deploy-prod': own('prod', 'staging'),
    });
  });
});

describe('permissions', () => {
  test('R21: each role writes to exactly the services that it is for', () => {
    const nothing: readonly string[] = [];
    expect(report.writes).toEqual({
      ...{ preview: nothing, observe: nothing, release: nothing },
      ...{ 'deploy-dev': nothing, 'deploy-staging': nothing, 'deploy-prod': nothing },
      ...Object.fromEntries(
        ['dev', 'staging', 'prod'].flatMap((environment) => [
          // Neither a payment record, nor the role that it is.
          [
            `${environment} spoke-deploy`,
            ['dynamodb', 'lambda', 'sqs', 'sns', 'iam', 'kms', 'logs', 'cloudwatch', 'ec2'],
          ],
          [`${environment} spoke-read`, nothing],
          [`${environment} spoke-smoke`, nothing],
          [`${environment} spoke-operate`, nothing],
        ]),
      ),
    });
  });

  test('R11: no spoke role becomes any other role, in its own account or above', () => {
    expect(report.climbs).toEqual({ tried: 4 * 60, reached: [] });
  });

  test('R21: a deployment uses what its role is given, and nothing is given that nobody needs', () => {
    expect(report.used).toEqual(
      expect.arrayContaining(['lambda:CreateFunction', 'iam:CreateRole', 'kms:CreateKey', 'ec2:CreateVpc']),
    );
    expect(new Set(report.used).size).toBeGreaterThan(60);
    expect(report.unexplained).toEqual([]);
  });
});
