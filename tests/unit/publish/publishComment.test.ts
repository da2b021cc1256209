import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { publishComment, type CommentRequest } from '../../../pipeline/publish/publishComment.ts';
import { addComment, addIssue, type StoredIssue } from '../../../sandbox/github/world.ts';
import { openSetting, type Setting } from './setting.ts';

let setting: Setting;
let pull: StoredIssue;

beforeEach(async () => {
  setting = await openSetting();
  const head = { headRepository: 'acme/payments', headBranch: 'change', headSha: 'abc' };
  pull = addIssue(setting.standIn.world, { author: 'alice', title: 'A change', body: '', pull: head });
});

afterEach(async () => {
  expect(setting.standIn.violations).toEqual([]);
  await setting.standIn.close();
});

const request = (text: string): CommentRequest => ({
  pullRequest: pull.number,
  kind: 'preview',
  key: {},
  render: () => text,
  github: setting.github,
  clock: setting.clock,
  author: 'github-actions[bot]',
});

const mark = '<!-- payments-gitops:preview {} -->';

test('R20: a pull request gets one comment, which is updated in place', async () => {
  expect(await publishComment(request('first'))).toMatchObject({ action: 'created' });
  expect(await publishComment(request('second'))).toMatchObject({ action: 'updated' });
  expect(pull.comments).toEqual([{ id: 1000, author: 'github-actions[bot]', body: `${mark}\n\nsecond` }]);
});

test('R20: the same text again changes nothing and costs only the pages that are read', async () => {
  await publishComment(request('same'));
  setting.standIn.calls.length = 0;
  expect(await publishComment(request('same'))).toMatchObject({ action: 'unchanged' });
  expect(setting.standIn.calls).toEqual([
    { method: 'GET', path: '/repos/acme/payments/issues/1/comments', status: 200 },
  ]);
});

test('R20: the comment is found behind hundreds of others, and those of others are never touched', async () => {
  const { world } = setting.standIn;
  addComment(world, pull, 'mallory', `${mark}\n\nnot ours`);
  for (let index = 0; index < 230; index++) addComment(world, pull, world.login, `other ${index}`);
  const own = addComment(world, pull, world.login, `${mark}\n\nold`);
  const others = structuredClone(pull.comments.slice(0, -1));

  expect(await publishComment(request('new'))).toMatchObject({ action: 'updated' });
  expect(own.body).toBe(`${mark}\n\nnew`);
  expect(pull.comments.slice(0, -1)).toEqual(others);
  expect(setting.standIn.calls.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'PATCH']);
});

test('R20: of two comments that two runs made at once, one stays', async () => {
  const { world } = setting.standIn;
  addComment(world, pull, world.login, `${mark}\n\nfirst`);
  addComment(world, pull, world.login, `${mark}\n\nsecond`);
  await publishComment(request('now'));
  expect(pull.comments.map(({ body }) => body)).toEqual([`${mark}\n\nnow`]);
});
