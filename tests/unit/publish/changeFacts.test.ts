import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { changeFacts } from '../../../pipeline/publish/changeFacts.ts';
import { addIssue, type StoredRun } from '../../../sandbox/github/world.ts';
import { openSetting, type Setting } from './setting.ts';

let setting: Setting;

beforeEach(async () => {
  setting = await openSetting();
});

afterEach(async () => {
  expect(setting.standIn.violations).toEqual([]);
  await setting.standIn.close();
});

const sha = 'c0ffee'.padEnd(40, '0');
const facts = () => changeFacts(setting.send, setting.repository);
const run = (approvals: StoredRun['approvals']): StoredRun => ({
  ...{ id: 7, number: 3, workflow: 'promote.yml', headSha: sha, status: 'in_progress', conclusion: null, waitsFor: [] },
  approvals: approvals ?? [],
});

test('R41: who approved is told for the environment that is deployed, not for another one of the same run', async () => {
  const { world } = setting.standIn;
  world.runs.push(
    run([
      { login: 'ada', environment: 'prod' },
      { login: 'bob', environment: 'staging' },
    ]),
  );
  expect(await facts().approversOf(7, 'prod')).toEqual(['ada']);
  expect(await facts().approversOf(7, 'dev')).toEqual([]);
});

test('R41: who wrote a change are the authors of its pull request and of each commit in it, on all pages', async () => {
  const { world } = setting.standIn;
  const pull = { headRepository: 'acme/payments', headBranch: 'topic', headSha: sha };
  const { number } = addIssue(world, { author: 'ada', title: 'Change', body: '', pull });
  world.mergedBy.set(sha, [number]);
  world.wroteIn.set(number, [...Array.from({ length: 120 }, () => 'bob'), 'eve']);
  expect(await facts().authorsOf(sha)).toEqual(['ada', 'bob', 'eve']);
});

test('R41: a commit that no pull request brought has no author that GitHub vouches for', async () => {
  expect(await facts().authorsOf(sha)).toEqual([]);
});

test('R41: checks are told with their conclusion, or with where they stand', async () => {
  setting.standIn.world.checks.push(
    { name: 'test', headSha: sha, conclusion: 'success' },
    { name: 'lint', headSha: sha, conclusion: null },
    { name: 'other', headSha: 'f'.repeat(40), conclusion: 'failure' },
  );
  expect((await facts().checksOf(sha)).map(({ name, conclusion }) => [name, conclusion])).toEqual([
    ['test', 'success'],
    ['lint', 'in_progress'],
  ]);
});

test('R43: not being told who approved is an error, not nobody', async () => {
  await expect(facts().approversOf(7, 'prod')).rejects.toMatchObject({ name: 'PublishError' });
});
