import { beforeAll, expect, test } from '@jest/globals';
import { carryOut, type CarriedOut } from './execution/carryOut.ts';

let story: CarriedOut;

beforeAll(async () => {
  story = await carryOut('pullRequests');
}, 300_000);

test('R20 R31: a pull request is previewed in every environment by the preview role, in one comment', () => {
  const [preview] = story.ran;
  expect(preview?.results).toEqual({
    'Preview/Configuration': 'success',
    'Preview/Plan dev-1': 'success',
    'Preview/Plan staging-2': 'success',
    'Preview/Plan prod-3': 'success',
    'Preview/Comment': 'success',
    'Preview/Preview passed': 'success',
  });
  const comments = preview?.issues.map((issue) => issue.comments) ?? [];
  expect(comments.map(({ length }) => length)).toEqual([1]);
  const comment = comments[0]?.[0] ?? '';
  for (const name of ['dev', 'staging', 'prod'])
    expect(comment).toMatch(new RegExp(`^\\| ${name} \\| .*to create`, 'm'));
  // Nothing is deployed yet, so there is no parity that the change could end.
  expect(comment).not.toContain('prod: Parity with staging');
  expect(comment).not.toContain('$PATH');
});

test('R23: a preview that a person starts records the reason and plans the one environment', () => {
  const [, byHand] = story.ran;
  expect(byHand?.results).toEqual({
    'Deploy by hand/Check the request': 'success',
    'Deploy by hand/Preview dev': 'success',
  });
  expect(byHand?.summaries[0]).toContain('asked for by hand');
});

test('R20: what the code of a fork handed over is posted as text, on its own pull request, by main', () => {
  const posted = story.ran[2];
  expect(posted?.results).toEqual({ 'Offline preview comment/Comment': 'success' });
  const [own, outside] = posted?.issues ?? [];
  expect(own?.comments).toHaveLength(1);
  expect(outside?.comments).toHaveLength(1);
  const comment = outside?.comments[0] ?? '';
  expect(comment).toContain('| dev | 1 to create |');
  expect(comment).toContain('more.json: not what a preview writes');
  // Four backticks hold the three of the name.
  expect(comment).toMatch(/^`{4}diff\n\+ aws:sns\/topic:Topic ```\n<\/details><img [^\n]*\n`{4}$/m);
  expect(comment).not.toContain('https://example.com');
});

test("R22: no call departs from GitHub's description of its API", () => {
  expect(story.ran).toHaveLength(3);
  expect(story.violations).toEqual([]);
});
