import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { publishComment } from '../../../pipeline/publish/publishComment.ts';
import { publishIssue } from '../../../pipeline/publish/publishIssue.ts';
import { faults, inOrder, type Fault } from '../../../sandbox/github/faults.ts';
import { addComment, addIssue } from '../../../sandbox/github/world.ts';
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
const publish = (about = drifted, run = 1) => publishIssue(issueRequest(setting, about, run));
const issues = () => setting.standIn.world.issues;

test('R22: a secondary rate limit is waited for as long as GitHub says', async () => {
  setting.standIn.faults = inOrder(faults.secondaryLimit(37));
  expect(await publish()).toMatchObject({ action: 'created' });
  expect(setting.clock.slept).toEqual([37_000]);
  expect(setting.lines).toEqual(['GitHub answered 403: rate limit; next attempt in 37 s']);
});

test('R22: an exhausted rate limit is waited for until it is reset', async () => {
  const reset = setting.clock.now() / 1000 + 120;
  setting.standIn.faults = inOrder(null, faults.primaryLimit(reset));
  expect(await publish()).toMatchObject({ action: 'created' });
  expect(setting.clock.slept).toEqual([120_000]);
  expect(issues()).toHaveLength(1);
});

test('R22: a limit that lasts longer than the job may wait is a clear error', async () => {
  setting.standIn.faults = inOrder(faults.secondaryLimit(3600));
  await expect(publish()).rejects.toMatchObject({
    name: 'PublishError',
    message: 'GET /repos/{owner}/{repo}/issues: GitHub answered 403: rate limit, given up after 1 attempts',
  });
  expect(setting.clock.slept).toEqual([]);
});

test('R22: server errors are retried with growing pauses, five attempts in all', async () => {
  setting.standIn.faults = () => faults.serverError;
  await expect(publish()).rejects.toMatchObject({
    name: 'PublishError',
    message: 'GET /repos/{owner}/{repo}/issues: GitHub answered 502, given up after 5 attempts',
    advice: 'Run the job again later; nothing that was posted is posted twice.',
  });
  expect(setting.clock.slept).toEqual([1000, 2000, 4000, 8000]);
  expect(setting.standIn.calls).toHaveLength(5);
});

const lost: readonly (readonly [string, Fault, number])[] = [
  ['no answer came, though it worked', faults.lostAnswer, 1],
  ['an error came, though it worked', faults.workedButFailed, 1],
  ['no answer came, and nothing happened', faults.silence, 2],
  ['an error came, and nothing happened', faults.serverError, 2],
];

test.each(lost)('R22: after a POST where %s, one issue exists', async (_, fault, posts) => {
  setting.standIn.faults = inOrder(null, fault);
  await publish();
  expect(issues()).toHaveLength(1);
  expect(setting.standIn.calls.filter(({ method }) => method === 'POST')).toHaveLength(posts);
});

test.each(lost)('R22: after a comment where %s, one last word is said', async (_, fault, posts) => {
  await publish();
  setting.standIn.calls.length = 0;
  setting.standIn.faults = inOrder(null, null, fault);
  expect(await publish(report('in-sync'), 2)).toMatchObject({ action: 'closed' });
  expect(issues()[0]?.comments).toHaveLength(1);
  expect(setting.standIn.calls.filter(({ method }) => method === 'POST')).toHaveLength(posts);
});

test('R22: a run that failed after its last word does not make the next run say it again', async () => {
  await publish();
  setting.standIn.faults = ({ method }) => (method === 'PATCH' ? faults.serverError : null);
  await expect(publish(report('in-sync'), 2)).rejects.toMatchObject({ name: 'PublishError' });
  setting.standIn.faults = () => null;
  expect(await publish(report('in-sync'), 3)).toMatchObject({ action: 'closed' });
  expect(issues()[0]?.comments).toHaveLength(1);
});

test('R22: issues that are disabled are named, with both ways on', async () => {
  setting.standIn.world.issuesEnabled = false;
  await expect(publish()).rejects.toMatchObject({
    name: 'PublishError',
    message: expect.stringContaining('issues are disabled in this repository (410: Issues are disabled for this repo)'),
    advice: 'Enable issues in the settings of the repository, or set `publish: none` and read the job summary.',
  });
});

test('R22: a locked issue is named', async () => {
  await publish();
  const [issue] = issues();
  if (issue === undefined) throw new Error('no issue');
  issue.locked = true;
  await expect(publish(report('in-sync'), 2)).rejects.toMatchObject({
    name: 'PublishError',
    message:
      'could not comment on #1: the conversation is locked (403: Unable to create comment because issue is locked.)',
  });
  expect(issue.state).toBe('open');
});

test('R22: a missing permission is named as GitHub names it', async () => {
  setting.standIn.world.permissions = { issues: 'read', 'pull-requests': 'read', actions: 'none' };
  await expect(publish()).rejects.toMatchObject({
    name: 'PublishError',
    message: 'could not open an issue: the token lacks a permission (403: Resource not accessible by integration)',
    advice: 'Give the job `issues=write` under `permissions`.',
  });
});

test('R22: an archived repository is named', async () => {
  setting.standIn.world.archived = true;
  await expect(publish()).rejects.toMatchObject({
    message: 'could not open an issue: the repository is archived (403: Repository was archived so is read-only.)',
  });
});

test('R22: an assignee who cannot be assigned is named', async () => {
  const request = issueRequest(setting, drifted, 1, { assignees: ['stranger'] });
  await expect(publishIssue(request)).rejects.toMatchObject({
    message: 'could not open an issue: GitHub found it invalid (422: Validation Failed; Issue assignees invalid)',
    advice: 'Check labels, assignees and the length of the text.',
  });
});

test('R22: an issue that is deleted meanwhile is named, and the next run opens a new one', async () => {
  await publish();
  setting.standIn.faults = ({ method }) => {
    if (method === 'PATCH') setting.standIn.world.issues = [];
    return null;
  };
  await expect(publish(drifted, 2)).rejects.toMatchObject({
    message: 'could not update issue #1: it was deleted (410: This issue was deleted)',
  });
  setting.standIn.faults = () => null;
  expect(await publish(drifted, 3)).toMatchObject({ action: 'created' });
});

test('R20: a comment that is deleted meanwhile is named', async () => {
  const { world } = setting.standIn;
  const head = { headRepository: 'acme/payments', headBranch: 'b', headSha: 's' };
  const pull = addIssue(world, { author: 'alice', title: 't', body: '', pull: head });
  addComment(world, pull, world.login, '<!-- payments-gitops:preview {} -->\n\nold');
  setting.standIn.faults = ({ method }) => {
    if (method === 'PATCH') pull.comments = [];
    return null;
  };
  const { github, clock } = setting;
  const request = { pullRequest: 1, kind: 'preview', key: {}, render: () => 'new', github, clock, author: world.login };
  await expect(publishComment(request)).rejects.toMatchObject({
    name: 'PublishError',
    message:
      'could not update comment 1000: it does not exist, was deleted meanwhile, or the token cannot see it (404: Not Found)',
  });
});

test("R22: an answer that is not GitHub's is not taken for one", async () => {
  const proxy: Fault = { worked: false, answer: { status: 200, body: '<html>sign in</html>' } };
  setting.standIn.faults = inOrder(proxy);
  await expect(publish()).rejects.toMatchObject({
    message: 'could not read page 1 of /repos/{owner}/{repo}/issues: the answer is not what GitHub documents',
  });
});
