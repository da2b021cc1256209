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

/** Commits of main, one by each, oldest first; `null` for an address that belongs to no account. */
function history(...logins: readonly (string | null)[]): readonly string[] {
  const { world } = setting.standIn;
  const start = world.commits.length;
  world.commits.push(
    ...logins.map((login, index) => ({
      ...{ sha: (start + index + 1).toString(16).padStart(40, 'a'), login },
      mail: `${login ?? 'nobody'}@example.com`,
    })),
  );
  return world.commits.slice(start).map((commit) => commit.sha);
}
const person = (login: string) => `${login} <${login}@example.com>`;

test('R41: who wrote a change are the opener of its pull request and the authors of each commit in it, on all pages', async () => {
  const { world } = setting.standIn;
  const [merge = ''] = history('ada');
  const pull = { headRepository: 'acme/payments', headBranch: 'topic', headSha: sha };
  const { number } = addIssue(world, { author: 'opener', title: 'Change', body: '', pull });
  world.mergedBy.set(merge, [number]);
  world.wroteIn.set(number, [...Array.from({ length: 120 }, () => 'bob'), 'eve']);
  expect(await facts().writersSince(merge, [])).toEqual([person('ada'), person('bob'), person('eve'), 'opener']);
});

test('R41: everybody wrote it who has a commit since the one that was verified last, on all pages, not the last author alone', async () => {
  const { world } = setting.standIn;
  const commits = history('before', 'base', 'superseded', ...Array.from({ length: 150 }, () => 'bob'), 'last');
  const pull = { headRepository: 'acme/payments', headBranch: 'topic', headSha: sha };
  const { number } = addIssue(world, { author: 'opener', title: 'Change', body: '', pull });
  world.mergedBy.set(commits[2] ?? '', [number]);
  const found = await facts().writersSince(commits.at(-1) ?? '', [commits[1] ?? '', commits[0] ?? '']);
  expect(found).toEqual([person('bob'), person('last'), 'opener', person('superseded')]);
});

test('R41: a commit that was there before, and the first of all, are by their own authors', async () => {
  const [older = '', newer = ''] = history('ada', 'bob');
  expect(await facts().writersSince(older, [newer])).toEqual([person('ada')]);
  expect(await facts().writersSince(newer, [])).toEqual([person('bob')]);
});

test('R41: where GitHub does not have the commit that was verified last, the one before is compared with', async () => {
  const [first = '', , last = ''] = history('ada', 'bob', 'eve');
  expect(await facts().writersSince(last, ['uncommitted', 'f'.repeat(40), first])).toEqual([
    person('bob'),
    person('eve'),
  ]);
});

test('R41 R43: not being able to tell who wrote it is an error, not nobody', async () => {
  const [first = ''] = history('ada');
  await expect(facts().writersSince(first, ['f'.repeat(40)])).rejects.toMatchObject({ name: 'PublishError' });
  await expect(facts().writersSince(sha, [first])).rejects.toMatchObject({ name: 'PublishError' });
});

test('R41: of a commit whose address belongs to no account, the address is told', async () => {
  const [only = ''] = history(null);
  expect(await facts().writersSince(only, [])).toEqual(['nobody@example.com']);
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
