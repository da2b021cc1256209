import { expect, test } from '@jest/globals';
import { wayIn } from '../../../pipeline/bootstrap/verify.ts';
import { prod, role } from './landscape.ts';

test.each([
  ['payments-entry-preview', 'a token of GitHub'],
  ['payments-entry-deploy-prod', 'a token of GitHub'],
  ['payments-entry-person', 'a session of Identity Center'],
  ['payments-entry-break-glass', 'a session of Identity Center'],
  ['payments-spoke-read', 'an entry role'],
  ['payments-spoke-deploy', 'an entry role'],
  ['payments-state-replication', 's3.amazonaws.com'],
  ['payments-break-glass-alarm', 'events.amazonaws.com'],
])('R15: of %s bootstrap says that it opens with %s only', (name, way) => {
  expect(wayIn(role(name, prod.account))).toBe(way);
});
