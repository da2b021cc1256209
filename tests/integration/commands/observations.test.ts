/** Observation files as somebody may hand them to `compare` and `drift`: a clear error or a right report, and never in sync. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Report } from '../../../pipeline/comparison/finding.ts';
import { commentBudget } from '../../../pipeline/report/markdown.ts';
import type { Observation } from '../../../pipeline/snapshot/observation.ts';
import { writeObservation } from '../../../pipeline/snapshot/observationFile.ts';
import { observedProgram } from '../../unit/comparison/programObserved.ts';
import { command, type Ended } from './run.ts';

let folder: string;
let files: { readonly staging: string; readonly prod: string };
const [staging, prod] = [observedProgram('staging'), observedProgram('prod')];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payments-observations-'));
  files = { staging: join(folder, 'staging.json'), prod: join(folder, 'prod.json') };
  await writeObservation(files.staging, staging);
  await writeObservation(files.prod, prod);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A file beside the others, sealed as `observe` does. */
async function observed(name: string, observation: Observation): Promise<string> {
  const file = join(folder, `${name}.json`);
  await writeObservation(file, observation);
  return file;
}

const out = (): string => join(folder, 'reports');
const compared = (left: string, right: string): Promise<Ended> => command({}, 'compare', left, right, '--out', out());
const reported = async (): Promise<Report> => JSON.parse(await readFile(join(out(), 'report.json'), 'utf8')) as Report;

test('R7: two observations of the same release are in sync, and the three files say so', async () => {
  const { code, told } = await compared(files.staging, files.prod);
  expect([code, told]).toEqual([0, '']);
  expect((await reported()).verdict).toBe('in-sync');
  for (const name of ['report.md', 'report.html'])
    expect(await readFile(join(out(), name), 'utf8')).toContain('prod is the same as staging');
});

test('R33: a file that is truncated, was changed, or comes from a newer pipeline is refused by what it is', async () => {
  const text = await readFile(files.prod, 'utf8');
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['short', text.slice(0, text.length / 2), /^error: the observation .*short\.json is truncated or no JSON\n/],
    ['edited', text.replace('"memorySize": 2048', '"memorySize": 1024'), /edited\.json was changed after it was/],
    ['newer', text.replace('"schemaVersion": 1', '"schemaVersion": 2'), /newer\.json has schema version 2; this/],
  ];
  await Promise.all(
    cases.map(async ([name, content, told]) => {
      const bad = join(folder, `${name}.json`);
      await writeFile(bad, content);
      expect(await compared(files.staging, bad)).toEqual({ code: 64, results: '', told: expect.stringMatching(told) });
    }),
  );
});

test('R33: an observation of an environment that is not asked for, or of a foreign account, is refused', async () => {
  const dev = await observed('dev', observedProgram('dev'));
  const drift = await command({}, 'drift', '--observations', dev, files.prod, '--out', out());
  expect(drift).toMatchObject({ code: 64, told: expect.stringContaining('an observation of dev, which is not asked') });
  const foreign = await observed('foreign', { ...prod, account: '999999999999' });
  const told = 'the observation of prod is of account 999999999999 in eu-west-1, configured is 333333333333';
  expect(await compared(files.staging, foreign)).toMatchObject({ code: 64, told: expect.stringContaining(told) });
});

test('R33: state of a foreign program is refused, and an environment without anything is unknown', async () => {
  const resources = prod.resources.map((each) => ({ ...each, urn: each.urn.replace('::payments::', '::shop::') }));
  const foreign = await observed('foreign', { ...prod, resources });
  const told = 'the observations are of different projects: payments, shop';
  expect(await compared(files.staging, foreign)).toMatchObject({ code: 64, told: expect.stringContaining(told) });
  const empty = await observed('empty', { ...prod, resources: [] });
  expect((await compared(files.staging, empty)).code).toBe(3);
  expect((await reported()).verdict).toBe('unknown');
});

const [table, ...others] = [
  ...prod.resources.filter(({ type }) => type === 'aws:dynamodb/table:Table'),
  ...prod.resources.filter(({ type }) => type !== 'aws:dynamodb/table:Table'),
];

test('R10: a hundred thousand findings and names in any script are all told, in files that can still be opened', async () => {
  if (table === undefined) throw new Error('the program has no table');
  const names = ['платежи', '支払い', 'مدفوعات', '💳', '__proto__', '<img src=x>', '| `@org/team` |'];
  const tags = (value: string) => Object.fromEntries([...Array(100).keys()].map((key) => [`tag ${key}`, value]));
  const copies = [...Array(1_000).keys()].map((index) => {
    const name = `${names[index % names.length] ?? ''} ${index}`;
    const state = { ...table.state, tags: tags('before') };
    const live = { status: 'present' as const, properties: { ...state, tags: tags('after') } };
    return { ...table, key: `copy::${name}`, name, urn: `${table.urn}-${index}`, program: state, state, live };
  });
  const many = await observed('many', { ...prod, resources: [table, ...others, ...copies] });
  expect((await compared(files.staging, many)).code).toBe(2);
  const { summary, verdict, findings } = await reported();
  // Each tag of each copy, and each copy itself, which staging does not have.
  expect([verdict, summary.unexpected]).toEqual(['drifted', 101_000]);
  for (const name of names) expect(findings.some(({ resource }) => resource.name.startsWith(name))).toBe(true);
  expect((await stat(join(out(), 'report.md'))).size).toBeLessThanOrEqual(commentBudget);
  expect((await stat(join(out(), 'report.html'))).size).toBeLessThan(4_000_000);
  const page = await readFile(join(out(), 'report.html'), 'utf8');
  expect(page).toContain('98800 more, none worse than these, in report.json');
}, 60_000);

test('R10: a policy of five megabytes is compared by its meaning, and told at the statement that differs', async () => {
  const role = prod.resources.find(({ type }) => type === 'aws:iam/rolePolicy:RolePolicy');
  if (role?.state === undefined || role.state === null) throw new Error('the program has no policy');
  const statement = (index: number, effect: string) => ({
    ...{
      Sid: `s${index}`,
      Effect: effect,
      Action: ['sqs:SendMessage'],
      Resource: [`arn:aws:sqs:::${'x'.repeat(400)}`],
    },
  });
  const policy = (last: string) => ({
    Version: '2012-10-17',
    Statement: [...Array(10_000).keys()].map((index) => statement(index, index === 9_999 ? last : 'Allow')),
  });
  const with5MB = (observation: Observation, live: string) => ({
    ...observation,
    resources: observation.resources.map((each) => {
      if (each.type !== role.type || each.state === null) return each;
      const state = { ...each.state, policy: policy('Allow') };
      return {
        ...{ ...each, program: state, state },
        live: { status: 'present' as const, properties: { ...state, policy: policy(live) } },
      };
    }),
  });
  const left = await observed('left', with5MB(staging, 'Allow'));
  const right = await observed('right', with5MB(prod, 'Deny'));
  expect((await stat(right)).size).toBeGreaterThan(10_000_000);
  expect((await compared(left, right)).code).toBe(2);
  const open = (await reported()).findings.filter(({ classification }) => classification === 'unexpected');
  expect(open.every(({ path }) => path.startsWith('policy.Statement['))).toBe(true);
  expect(open.length).toBeGreaterThanOrEqual(1);
  expect(open.length).toBeLessThanOrEqual(2);
}, 60_000);
