import { expect, test } from '@jest/globals';
import { settledDepartures, wayIn } from '../../../pipeline/bootstrap/verify.ts';
import { prod, role } from './landscape.ts';

test.each([
  ['payments-entry-preview', 'a token of GitHub'],
  ['payments-entry-deploy-prod', 'a token of GitHub'],
  ['payments-entry-person', 'a session of Identity Center'],
  ['payments-entry-break-glass', 'a session of Identity Center'],
  ['payments-spoke-read', 'an entry role'],
  ['payments-spoke-deploy', 'an entry role'],
  ['payments-state-replication', 's3.amazonaws.com'],
])('R15: of %s bootstrap says that it opens with %s only', (name, way) => {
  expect(wayIn(role(name, prod.account))).toBe(way);
});

test('R11: a role that IAM shows as written only some looks later is not called wrong', async () => {
  const looks = [['it does not exist'], ['policy entry is missing'], []];
  expect(await settledDepartures(() => Promise.resolve(looks.shift() ?? ['once too often']), [0, 0, 0])).toEqual([]);
  expect(looks).toEqual([]);
});

test('R11: one that stays otherwise is, after a bounded number of looks', async () => {
  let looks = 0;
  const look = () => Promise.resolve([`its trust policy, look ${++looks}`]);
  expect(await settledDepartures(look, [0, 0])).toEqual(['its trust policy, look 3']);
});
