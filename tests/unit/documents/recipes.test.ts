import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { root } from './documents.ts';
import { copyWithRecipes, recipes } from './recipes.ts';

const run = promisify(execFile);

interface Stack {
  readonly environment: string;
  readonly resources: readonly { readonly type: string; readonly name: string; readonly props: Props }[];
  readonly violations: readonly unknown[];
}
type Props = Readonly<Record<string, unknown>>;

let folder = '';
let stacks: readonly Stack[] = [];

beforeAll(async () => {
  folder = await copyWithRecipes();
  const printed = await run(process.execPath, ['--stack-trace-limit=0', 'tests/components/printRecordings.ts'], {
    ...{ cwd: folder, maxBuffer: 2 ** 26 },
  });
  stacks = (JSON.parse(printed.stdout) as { stacks: readonly Stack[] }).stacks;
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const jobsIn = (checkout: string) =>
  (
    parse(readFileSync(join(checkout, '.github/workflows/promote.yml'), 'utf8')) as {
      jobs: Record<string, { needs?: string | readonly string[] }>;
    }
  ).jobs;

/** What each environment has, from the lowest to the highest. */
const everywhere = (type: string, name: string, property: string) =>
  stacks.map(({ environment, resources }) => {
    const found = resources.find((each) => each.type === type && each.name === name);
    return [environment, found?.props[property]];
  });

describe('the recipes of docs/change.md, applied to a copy of the repository', () => {
  test('R24: are a setting, a resource, an alarm and an environment', () => {
    expect([...recipes.keys()]).toEqual([
      'Add a setting',
      'Add a resource',
      'Add an alarm',
      'Add a fourth environment',
    ]);
  });

  test('R2: the fourth environment is one of the chain', () => {
    expect(stacks.map(({ environment }) => environment)).toEqual(['dev', 'staging', 'preprod', 'prod']);
  });

  test('R2: what is generated gives it a job of its own in the promotion, and the night compares prod with it', async () => {
    const jobs = Object.entries(jobsIn(folder)).map(([name, { needs = [] }]) => [name, [needs].flat().at(-1)]);
    expect(jobs.slice(1)).toEqual([
      ['to-dev', 'release'],
      ['to-staging', 'to-dev'],
      ['to-preprod', 'to-staging'],
      ['to-prod', 'to-preprod'],
    ]);
    expect(Object.keys(jobsIn(root))).not.toContain('to-preprod');
    const drift = readFileSync(join(folder, '.github/workflows/drift.yml'), 'utf8');
    expect(drift.match(/inputs\.baseline \|\| '\w+'/g)).toEqual(Array(3).fill("inputs.baseline || 'preprod'"));
    expect(drift.match(/options: .*/g)).toEqual(Array(2).fill('options: [dev, staging, preprod, prod]'));
  });

  test('R24: the tests of the workflow files hold with all of them applied', async () => {
    const jest = ['--experimental-vm-modules', join(root, 'node_modules/jest/bin/jest.js'), '-i', '--ci'];
    const tests = ['shape', 'permissions', 'page'].map((name) => `tests/workflows/${name}.test.ts`);
    const { stderr } = await run(process.execPath, [...jest, ...tests], { cwd: folder });
    expect(stderr).toMatch(/^Test Suites: 3 passed, 3 total$/m);
  }, 60_000);

  test('R14: the setting reaches its resource, with its default where no file names it', () => {
    expect(everywhere('aws:sqs/queue:Queue', 'payments-ingest', 'messageRetentionSeconds')).toEqual([
      ...[
        ['dev', 604_800],
        ['staging', 345_600],
      ],
      ...[
        ['preprod', 345_600],
        ['prod', 345_600],
      ],
    ]);
  });

  test('R1: the resource is in every environment, by its name', () => {
    expect(everywhere('aws:sns/topic:Topic', 'payments-disputes', 'name')).toEqual(
      ['dev', 'staging', 'preprod', 'prod'].map((name) => [name, `payments-${name}-disputes`]),
    );
  });

  test('R9: the alarm is in every environment, on the dashboard and in the runbook', () => {
    const type = 'aws:cloudwatch/metricAlarm:MetricAlarm';
    for (const [, threshold] of everywhere(type, 'payments-ingest-backlog', 'threshold'))
      expect(threshold).toBe(10_000);
    const bodies = everywhere('aws:cloudwatch/dashboard:Dashboard', 'payments-dashboard', 'dashboardBody');
    for (const [, body] of bodies) expect(body).toContain('"title":"ingest-backlog"');
    expect(readFileSync(join(folder, 'docs/operations.md'), 'utf8')).toContain('\n### ingest-backlog\n');
  });

  test('R18: every guardrail holds, and the rules of parity load, with all of them applied', () => {
    expect(stacks.map(({ violations }) => violations)).toEqual([[], [], [], []]);
  });

  test('R16: the types of the program hold with all of them applied', async () => {
    const configuration = { extends: './tsconfig.json', include: ['infra', 'pipeline/configuration'] };
    writeFileSync(join(folder, 'tsconfig.recipes.json'), JSON.stringify(configuration));
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { stdout } = await run(process.execPath, [compiler, '-p', 'tsconfig.recipes.json'], { cwd: folder }).catch(
      (error: unknown) => error as { stdout: string },
    );
    expect(stdout).toBe('');
  }, 120_000);
});
