import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { publishIssue } from '../../../pipeline/publish/publishIssue.ts';
import { addIssue } from '../../../sandbox/github/world.ts';
import { finding, issueRequest, openSetting, report, type Setting } from './setting.ts';

let setting: Setting;

beforeEach(async () => {
  setting = await openSetting();
});

afterEach(async () => {
  expect(setting.standIn.violations).toEqual([]);
  await setting.standIn.close();
});

const drifted = report('drifted', [finding('f1')]);
const inSync = report('in-sync');
const unknown = report('unknown');
const issues = () => setting.standIn.world.issues;
const calls = () =>
  setting.standIn.calls.splice(0).map(({ method, path }) => `${method} ${path.replace('/repos/acme/payments', '')}`);

const memoryOf = (entry: string, serious: string) =>
  `<!-- payments-gitops:memory {"version":1,"runs":[${entry}],"serious":[${serious}]} -->`;
const entryOf = (run: number, verdict: string, unexpected: number, unknownCount: number) =>
  `{"run":"${run}","url":"https://github.com/acme/payments/actions/runs/${run}","at":"2026-11-24T03:20:00.000Z","verdict":"${verdict}","unexpected":${unexpected},"unknown":${unknownCount}}`;

test('R22: drift opens one issue with the marker, the report, the history and what is remembered', async () => {
  const outcome = await publishIssue(issueRequest(setting, drifted, 1, { assignees: ['oncall'] }));

  expect(outcome).toEqual({ action: 'created', url: 'https://github.invalid/acme/payments/issues/1' });
  expect(issues()).toEqual([
    {
      number: 1,
      author: 'github-actions[bot]',
      title: 'Drift: prod against staging',
      state: 'open',
      stateReason: null,
      labels: ['drift'],
      assignees: ['oncall'],
      locked: false,
      pull: null,
      comments: [],
      body: [
        '<!-- payments-gitops:drift {"baseline":"staging","target":"prod"} -->',
        '',
        '# drifted',
        '',
        'f1',
        '',
        '<details><summary>The last run</summary>',
        '',
        '| UTC | verdict | unexpected | unknown | run |',
        '|---|---|---|---|---|',
        '| 2026-11-24 03:20 | drifted | 1 | 0 | [log](https://github.com/acme/payments/actions/runs/1) |',
        '',
        '</details>',
        '',
        memoryOf(entryOf(1, 'drifted', 1, 0), ''),
      ].join('\n'),
    },
  ]);
  expect(calls()).toEqual(['GET /issues', 'POST /issues']);
});

test('R22: publishing the same report of the same run again changes nothing and costs one call', async () => {
  await publishIssue(issueRequest(setting, drifted, 1));
  const before = structuredClone(issues());
  calls();

  expect(await publishIssue(issueRequest(setting, drifted, 1))).toMatchObject({ action: 'unchanged' });
  expect(issues()).toEqual(before);
  expect(calls()).toEqual(['GET /issues']);
});

test('R22: the same report of the next night updates the history in two calls and notifies nobody', async () => {
  await publishIssue(issueRequest(setting, drifted, 1));
  calls();

  expect(await publishIssue(issueRequest(setting, drifted, 2))).toMatchObject({ action: 'updated' });
  expect(calls()).toEqual(['GET /issues', 'PATCH /issues/1']);
  expect(issues()[0]?.body).toContain(memoryOf(`${entryOf(2, 'drifted', 1, 0)},${entryOf(1, 'drifted', 1, 0)}`, ''));
  expect(issues()[0]?.comments).toEqual([]);
});

test('R22: in sync closes the issue with a last word, and stays quiet from then on', async () => {
  await publishIssue(issueRequest(setting, drifted, 1));
  expect(await publishIssue(issueRequest(setting, inSync, 2))).toMatchObject({ action: 'closed' });

  expect(issues()[0]).toMatchObject({ state: 'closed', stateReason: 'completed' });
  expect(issues()[0]?.comments.map(({ body }) => body)).toEqual([
    '<!-- payments-gitops:last-word {"after":"1"} -->\n`prod` matches `staging` again, as observed 2026-11-24T03:20:00.000Z by ' +
      '[this run](https://github.com/acme/payments/actions/runs/2).',
  ]);
  const before = structuredClone(issues());
  expect(await publishIssue(issueRequest(setting, inSync, 3))).toMatchObject({ action: 'none' });
  expect(issues()).toEqual(before);
});

test('R22: in sync with no issue opens none', async () => {
  expect(await publishIssue(issueRequest(setting, inSync, 1))).toEqual({ action: 'none', url: null });
  expect(issues()).toEqual([]);
});

test('R22: the closed issue is reopened when it drifts again, with its history', async () => {
  await publishIssue(issueRequest(setting, drifted, 1));
  await publishIssue(issueRequest(setting, inSync, 2));

  expect(await publishIssue(issueRequest(setting, drifted, 3))).toMatchObject({ action: 'reopened' });
  expect(issues()).toHaveLength(1);
  expect(issues()[0]).toMatchObject({ state: 'open', stateReason: 'reopened' });
  expect(issues()[0]?.body).toContain('The last 3 runs');
});

test('R33: unknown never closes: it updates the open issue and says so', async () => {
  await publishIssue(issueRequest(setting, drifted, 1));
  expect(await publishIssue(issueRequest(setting, unknown, 2))).toMatchObject({ action: 'updated' });
  expect(issues()[0]).toMatchObject({ state: 'open' });
  expect(issues()[0]?.body).toContain('| unknown | 0 | 1 |');
});

test('R33: unknown is told even when nothing was wrong before', async () => {
  expect(await publishIssue(issueRequest(setting, unknown, 1))).toMatchObject({ action: 'created' });
  expect(issues()[0]?.state).toBe('open');
});

test('R22: the issue is found behind hundreds of others, and by its author', async () => {
  const { world } = setting.standIn;
  const mark = '<!-- payments-gitops:drift {"baseline":"staging","target":"prod"} -->';
  addIssue(world, { author: 'mallory', title: 'mine', body: mark });
  for (let index = 0; index < 250; index++)
    addIssue(world, { author: world.login, title: `other ${index}`, body: 'x' });
  const own = addIssue(world, { author: world.login, title: 'Drift: prod against staging', body: mark });
  const before = structuredClone(world.issues.slice(0, -1));

  expect(await publishIssue(issueRequest(setting, drifted, 1))).toMatchObject({ action: 'updated' });
  expect(own.body).toContain('# drifted');
  expect(world.issues.slice(0, -1)).toEqual(before);
  expect(calls()).toEqual(['GET /issues', 'GET /issues', 'GET /issues', 'PATCH /issues/252']);
});

test('R22: each pair of environments has its own issue', async () => {
  await publishIssue(issueRequest(setting, drifted, 1));
  await publishIssue(issueRequest(setting, report('drifted', [], { baseline: 'dev', target: 'staging' }), 1));
  expect(issues().map(({ title }) => title)).toEqual(['Drift: prod against staging', 'Drift: staging against dev']);
});

test('R22: a second open issue of the same pair is closed in favour of the first', async () => {
  await publishIssue(issueRequest(setting, drifted, 1));
  const { world } = setting.standIn;
  const twin = addIssue(world, { author: world.login, title: 'twin', body: issues()[0]?.body ?? '' });

  await publishIssue(issueRequest(setting, drifted, 2));
  expect(twin).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
  expect(twin.comments.map(({ body }) => body)).toEqual([
    '<!-- payments-gitops:surplus {"kept":"1"} -->\nContinued in #1.',
  ]);
  expect(issues()[0]?.state).toBe('open');
});

test('R22: a new finding of severity critical is announced once, because an edit notifies nobody', async () => {
  await publishIssue(issueRequest(setting, drifted, 1));
  const worse = report('drifted', [finding('f1'), finding('f2', { severity: 'critical' })]);
  await publishIssue(issueRequest(setting, worse, 2));
  await publishIssue(issueRequest(setting, worse, 2));
  await publishIssue(issueRequest(setting, worse, 3));

  expect(issues()[0]?.comments.map(({ body }) => body.split('\n')[1])).toEqual([
    'One new finding of severity critical or high: the report above is up to date. ' +
      '[Run](https://github.com/acme/payments/actions/runs/2).',
  ]);
});

test('R22: what somebody wrote into the memory by hand is not believed', async () => {
  await publishIssue(issueRequest(setting, drifted, 1));
  const issue = issues()[0];
  if (issue === undefined) throw new Error('no issue');
  issue.body = issue.body
    .replace('"runs":[{', '"runs":[{"url":"javascript:alert(1)",')
    .replace('"url":"https', '"urk":"https');
  await publishIssue(issueRequest(setting, drifted, 2));
  expect(issue.body).toContain('The last run<');
  expect(issue.body).not.toContain('javascript');
});

test('R22: the history keeps two weeks', async () => {
  for (let run = 1; run <= 20; run++) await publishIssue(issueRequest(setting, drifted, run));
  const runs = [...(issues()[0]?.body ?? '').matchAll(/\[log\]\(\S+?(\d+)\)/g)].map(([, id]) => Number(id));
  expect(runs).toEqual([20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7]);
});

test('R22: a report that would not fit is never sent', async () => {
  const request = issueRequest(setting, drifted, 1, { render: (budget) => 'x'.repeat(budget + 1) });
  await expect(publishIssue(request)).rejects.toThrow(/takes 65537 characters where GitHub allows 65536/);
  const fitting = issueRequest(setting, drifted, 1, { render: (budget) => 'x'.repeat(budget) });
  await publishIssue(fitting);
  expect(issues()[0]?.body).toHaveLength(65_536);
});

test('R22: a token that posts as somebody else than assumed is undone and named', async () => {
  setting.standIn.world.login = 'our-app[bot]';
  await expect(publishIssue(issueRequest(setting, drifted, 1))).rejects.toMatchObject({
    name: 'PublishError',
    message: 'the token posts as our-app[bot], not as github-actions[bot]',
    advice: 'Set the input `author: our-app[bot]`, so that posts are found again.',
  });
  expect(issues()).toMatchObject([{ state: 'closed' }]);
});
