import { expect, test } from '@jest/globals';
import { carryOut } from './execution/carryOut.ts';
import { events } from './execution/events.ts';

test('R20 R31: a pull request is previewed in every environment by the preview role, in one comment', async () => {
  const { results, issues, violations } = await carryOut('preview.yml', 'pull_request', events.pullRequest);
  expect(results).toEqual({
    'Preview/Configuration': 'success',
    'Preview/Plan dev-1': 'success',
    'Preview/Plan staging-2': 'success',
    'Preview/Plan prod-3': 'success',
    'Preview/Comment': 'success',
    'Preview/Preview passed': 'success',
  });
  expect(issues.map(({ comments }) => comments.length)).toEqual([1]);
  const comment = issues[0]?.comments[0] ?? '';
  for (const name of ['dev', 'staging', 'prod'])
    expect(comment).toMatch(new RegExp(`^\\| ${name} \\| .*to create`, 'm'));
  expect(comment).toContain('prod: Parity with staging');
  expect(violations).toEqual([]);
}, 180_000);
