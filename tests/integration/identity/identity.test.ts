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
  readonly secretOutput: { readonly told: boolean; readonly made: number };
  readonly encrypted: boolean;
  readonly lost: { readonly without: number; readonly restored: string; readonly findings: readonly unknown[] };
  readonly used: readonly string[];
  readonly unexplained: readonly unknown[];
  readonly without: Readonly<Record<'observation' | 'deployment', { readonly exit: number; readonly said: string }>>;
  readonly state: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly writes: Readonly<Record<string, readonly string[]>>;
  readonly climbs: { readonly tried: number; readonly reached: Readonly<Record<string, readonly string[]>> };
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
      ...{ 'preview of a secret output': 1, 'secret output': 1 },
      // Nobody approved this by-hand promotion of uncommitted code, which an auditor is told.
      ...{ preview: 0, promote: 0, evidence: 3 },
      drift: 2,
      nonsense: 64,
    });
    expect(report.searched).toEqual(
      expect.arrayContaining(['previews/dev.json', 'reports/report.json', 'reports/report.md', 'reports/report.html']),
    );
    expect(report.searched).toEqual(
      expect.arrayContaining(['promote --to dev --sandbox --yes (0)', 'comment.md', 'evidence.json']),
    );
    expect(report.leaks).toEqual([]);
  });

  test('R15: an output that is a secret, or holds one, is refused by name before anything is made', () => {
    expect(report.secretOutput).toEqual({ told: true, made: 0 });
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

  const writtenIn = (cells: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== 'r'));

  test('R6: each entry role reaches exactly its own state keys', () => {
    const everything = Object.fromEntries(stateKeys.filter((key) => key !== 'elsewhere').map((key) => [key, 'r']));
    expect(report.state).toEqual({
      preview: everything,
      observe: everything,
      release: { 'releases/x/release.json': 'rw' },
      'deploy-dev': own('dev'),
      'deploy-staging': own('staging', 'dev'),
      'deploy-prod': own('prod', 'staging'),
      // From a laptop: everything is read, and nothing is written but by whoever may deploy there.
      person: { ...everything, ...own('dev'), 'releases/x/release.json': 'rw' },
      'break-glass': {
        ...everything,
        ...writtenIn(own('staging', 'dev')),
        ...writtenIn(own('prod', 'staging')),
        'releases/x/release.json': 'rw',
      },
    });
  });
});

describe('permissions', () => {
  test('R21: each role writes to exactly the services that it is for', () => {
    const nothing: readonly string[] = [];
    expect(report.writes).toEqual({
      ...{ preview: nothing, observe: nothing, release: nothing },
      ...{ 'deploy-dev': nothing, 'deploy-staging': nothing, 'deploy-prod': nothing },
      ...{ person: nothing, 'break-glass': nothing },
      ...Object.fromEntries(
        ['dev', 'staging', 'prod'].flatMap((environment) => [
          // Neither a payment record, nor the role that it is.
          [
            `${environment} spoke-deploy`,
            ['dynamodb', 'lambda', 'sqs', 'sns', 'iam', 'kms', 'logs', 'cloudwatch', 'ec2'],
          ],
          [`${environment} spoke-read`, nothing],
          [`${environment} spoke-inspect`, nothing],
          [`${environment} spoke-smoke`, nothing],
          [`${environment} spoke-operate`, nothing],
        ]),
      ),
    });
  });

  /** Written by hand: which roles each entry role becomes, in the account of each environment. */
  const accounts = { dev: '111111111111', staging: '222222222222', prod: '333333333333' } as const;
  const reads = Object.values(accounts).map((account) => `${account}/payments-spoke-read`);
  // What bootstrap made is not for code of a pull request.
  const inspects = Object.values(accounts).map((account) => `${account}/payments-spoke-inspect`);
  const looks = [...reads, ...inspects].sort();
  const deploys = (environment: keyof typeof accounts) =>
    ['deploy', 'smoke'].map((role) => `${accounts[environment]}/payments-spoke-${role}`);
  // People alone read dead letters and call the function.
  const operates = (environment: keyof typeof accounts) => `${accounts[environment]}/payments-spoke-operate`;
  const reading = (...environments: readonly (keyof typeof accounts)[]) =>
    environments.map((environment) => `${accounts[environment]}/payments-spoke-read`);

  test('R11: each role becomes exactly the roles that it is for, and a spoke none, in its own account or above', () => {
    const { tried, reached } = report.climbs;
    const sorted = Object.entries(reached).map(([from, to]) => [from, [...to].sort()] as const);
    const spokes = Object.keys(accounts).flatMap((environment) =>
      ['deploy', 'read', 'inspect', 'smoke', 'operate'].map((role) => [`${environment} spoke-${role}`, []] as const),
    );
    expect(Object.fromEntries(sorted)).toEqual({
      ...{ preview: reads, observe: looks, release: [] },
      'deploy-dev': [...deploys('dev'), ...reading('dev')].sort(),
      'deploy-staging': [...deploys('staging'), ...reading('dev', 'staging')].sort(),
      'deploy-prod': [...deploys('prod'), ...reading('staging', 'prod')].sort(),
      person: [...deploys('dev'), operates('dev'), ...looks].sort(),
      'break-glass': [
        ...[...deploys('staging'), ...deploys('prod')],
        ...[operates('staging'), operates('prod'), ...looks],
      ].sort(),
      ...Object.fromEntries(spokes),
    });
    expect(tried).toBe((8 + 15) * 24);
  });

  test('R21: a deployment uses what its role is given, and nothing is given that nobody needs', () => {
    expect(report.used).toEqual(
      expect.arrayContaining(['lambda:CreateFunction', 'iam:CreateRole', 'kms:CreateKey', 'ec2:CreateVpc']),
    );
    expect(new Set(report.used).size).toBeGreaterThan(60);
    expect(report.unexplained).toEqual([]);
  });

  test('R21: without one permission of its role an observation is not complete and a deployment fails, and both name it', () => {
    const { observation, deployment } = report.without;
    expect([observation.exit, deployment.exit]).toEqual([3, 1]);
    expect(observation.said).toContain('sqs:GetQueueAttributes');
    expect(deployment.said).toContain('kms:CreateKey');
  });
});
