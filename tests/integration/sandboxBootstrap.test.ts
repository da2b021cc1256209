import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

type Counts = readonly (readonly [environment: string, changes: number, taken: number])[];

interface Report {
  readonly taken: string;
  readonly died: string;
  readonly told: readonly string[];
  readonly plans: Readonly<Record<'first' | 'second' | 'drifted', Counts>>;
  readonly applied: { readonly stacks: readonly unknown[]; readonly roles: readonly string[] };
  readonly repaired: readonly unknown[];
  readonly occupiedName: string;
  readonly alarmed: readonly boolean[];
  readonly restored: Looked & { readonly versions: number; readonly without: string };
  readonly looked: Looked;
  readonly recorded: readonly unknown[];
  readonly identities: readonly string[];
  readonly states: readonly string[];
  readonly secrets: number;
  readonly audiences: readonly (readonly string[])[];
  readonly boundaryLeft: unknown;
  readonly departed: readonly string[];
  readonly remembered: unknown;
  readonly occupied: string;
  readonly doomed: readonly unknown[];
  readonly stayed: string;
  readonly rolesLeft: readonly string[];
  readonly bucketsLeft: readonly string[];
  readonly statesLeft: readonly string[];
  readonly again: readonly unknown[];
}

interface Looked {
  readonly seen: readonly unknown[];
  readonly findings: readonly string[];
}

/** One of each kind that somebody put beside, as the nightly check tells it. */
const beside = [
  'bootstrap-dev payments-spoke-more unexpected critical ',
  'bootstrap-prod deploys-too unexpected critical ',
  'bootstrap-prod AdministratorAccess unexpected critical ',
  'bootstrap-prod state unexpected critical ',
  'bootstrap-prod trail unexpected critical enableLogging',
  'bootstrap-prod tokens.example.com unexpected high ',
  'bootstrap-prod payments-break-glass-alarm/elsewhere unexpected high ',
  // The bucket tells its reader over the web, and what happens in it to its copy; the copy tells EventBridge.
  'bootstrap-prod state unexpected high ',
  'bootstrap-prod state unexpected high ',
  'bootstrap-prod state-replica unexpected high ',
  // It is shown on the web, and the trail's bucket is copied.
  'bootstrap-prod state-replica unexpected high ',
  'bootstrap-prod trail unexpected high ',
];

let folder = '';
let report: Report;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bootstrap-'));
  const { stdout, stderr, status } = spawnSync(process.execPath, ['tests/integration/sandboxBootstrapRun.ts', folder], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  report = JSON.parse(stdout) as Report;
}, 300_000);

afterAll(() => rm(folder, { recursive: true, maxRetries: 5 }));

describe('bootstrap of three accounts', () => {
  test('R11: says when the name of the state bucket is taken by another account, whatever it was told to take over', () => {
    expect(report.occupiedName).toBe(
      'ConfigurationError: payments-state-333333333333 exists and belongs to another AWS account, or to another region',
    );
  });

  test('R11: names every role and provider that is in its way before it changes anything', () => {
    expect(report.taken).toBe(
      'ConfigurationError: bootstrap did not make these, and would have to:\n' +
        '  prod: role payments-spoke-read, with the managed policy arn:aws:iam::aws:policy/AdministratorAccess' +
        ' and the permissions boundary arn:aws:iam::aws:policy/AdministratorAccess\n' +
        '  prod: arn:aws:iam::333333333333:oidc-provider/token.actions.githubusercontent.com',
    );
  });

  test('R11: takes over what it was told to, and creates the rest', () => {
    expect(report.plans.first).toEqual([
      ['prod', 62, 2],
      ['dev', 13, 1],
      ['staging', 14, 0],
    ]);
  });

  test('R21: a role is not as written while a managed policy hangs on it, and one taken over loses its boundary', () => {
    expect(report.departed).toEqual(['the managed policy arn:aws:iam::aws:policy/AdministratorAccess']);
    expect(report.boundaryLeft).toBeNull();
  });

  test("R11: GitHub's provider, which others use too, keeps their audiences and outlives bootstrap", () => {
    const both = ['other', 'sts.amazonaws.com'];
    expect(report.audiences.map((ids) => [...ids].sort())).toEqual([both, both]);
    expect(report.stayed).toMatch(/^the OIDC provider that was there before, /);
  });

  test('R21: the state in the bucket says for which repository the roles were made', () => {
    expect(report.remembered).toEqual({ name: expect.stringMatching(/^[\w-]+\/[\w-]+$/), ids: '' });
  });

  test('R36: goes on where an earlier one died: what that made is taken over, what it finished stays', () => {
    expect(report.died).toContain('NoSuchBucket');
    expect(report.told).toContain('dev: a bootstrap that died here is continued');
    expect(report.plans.second).toEqual([
      ['prod', 0, 0],
      ['dev', 12, 2],
      ['staging', 14, 0],
    ]);
  });

  test('R11: every role is as written and can be entered, and the stacks exist', () => {
    // Six roles for GitHub and two for people, one that S3 takes on, five spokes in each account.
    expect(report.applied.roles).toEqual([
      ...Array.from({ length: 8 }, () => 'entered'),
      'as written',
      ...Array.from({ length: 15 }, () => 'entered'),
    ]);
    expect(report.identities).toHaveLength(11);
    expect(report.applied.stacks).toEqual(['dev', 'staging', 'prod'].map((stack) => ({ stack, outcome: 'created' })));
  });

  test('R40: sees what was changed behind its back, changes that alone, and nothing is a change otherwise', () => {
    expect(report.plans.drifted).toEqual([
      ['prod', 1, 0],
      ['dev', 0, 0],
      ['staging', 0, 0],
    ]);
    expect(report.repaired).toEqual([{ environment: 'prod', changes: 1 }]);
  });

  test('R15: of the roles in the hub, the alarm hears of break-glass alone', () => {
    expect(report.alarmed).toEqual([true, false, false]);
  });

  test('R15: management events of the hub are recorded, without which no rule would hear of anything', () => {
    expect(report.recorded).toEqual(['payments-trail-333333333333', true, true, true]);
  });

  test('R36 R7: state that was lost with every version comes back from the copy in the second region, and all is in sync with it', () => {
    const { versions, without, ...seen } = report.restored;
    expect(versions).toBeGreaterThan(0);
    expect(without).toMatch(/^NotFound/);
    expect(seen).toEqual({
      seen: ['dev', 'staging', 'prod'].map((name) => [`bootstrap-${name}`, 'complete', 0]),
      findings: [],
    });
  });

  test('R40 R33: the nightly check finds a widened trust policy and an added permission, and what it may not read is unknown', () => {
    expect(report.looked.seen).toEqual([
      ['bootstrap-dev', 'partial', 1],
      ['bootstrap-prod', 'complete', 0],
    ]);
    expect(report.looked.findings.filter((line) => !beside.includes(line))).toEqual([
      'bootstrap-dev hides unexpected critical ',
      'bootstrap-prod payments-entry-deploy-prod unexpected critical assumeRolePolicy.Statement[0]',
      'bootstrap-prod more unexpected critical ',
      // The role that could not be read, and the stack that was not seen completely.
      'bootstrap-dev payments-spoke-deploy unknown medium ',
      'bootstrap-dev payments-bootstrap-dev unknown medium ',
    ]);
  });

  test('R40: the nightly check finds what somebody put beside what bootstrap made, in every account and region', () => {
    expect(report.looked.findings.filter((line) => beside.includes(line)).sort()).toEqual([...beside].sort());
  });

  test('R11: keeps its own state in the bucket, without a secret in it', () => {
    expect(report.states).toEqual(
      expect.arrayContaining(['dev', 'prod', 'staging'].map((it) => `.pulumi/stacks/payments/bootstrap-${it}.json`)),
    );
    expect(report.secrets).toBe(0);
  });

  test('R11: is not taken away while a stack has resources', () => {
    expect(report.occupied).toBe('ConfigurationError: stacks still exist: dev (1 resources)');
  });

  test('R41: is taken away but for the bucket that holds evidence, its copy, and the keys that open them', () => {
    expect(report.doomed).toEqual([
      ['staging', 14],
      ['dev', 14],
      ['prod', 40],
    ]);
    expect(report.rolesLeft).toEqual([]);
    const names = ['payments-state-333333333333', 'payments-state-333333333333-replica', 'payments-trail-333333333333'];
    expect(report.bucketsLeft).toEqual(names);
    expect(report.statesLeft).toEqual([]);
    expect(report.stayed).toContain(
      'payments-state-333333333333, its copy, payments-trail-333333333333, and their keys',
    );
    expect(report.again).toEqual([
      ['arn:aws:iam::333333333333:oidc-provider/token.actions.githubusercontent.com', true],
      ...names.flatMap((name) => [
        [`bucket ${name}`, true],
        [`the key of alias/${name}`, true],
        [`alias/${name}`, true],
      ]),
    ]);
  });
});
