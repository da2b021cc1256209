import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { gained, opensToAll, policyAccess } from '../../../pipeline/comparison/access.ts';
import type { Properties, Value } from '../../../pipeline/snapshot/observation.ts';

const policy = (...statements: readonly Properties[]): Value => ({ Version: '2012-10-17', Statement: statements });
const send: Properties = { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: ['q'] };
const both: Properties = { ...send, Action: ['sqs:DeleteQueue', 'sqs:SendMessage'] };
const deny: Properties = { Effect: 'Deny', Action: ['sqs:*'], Resource: ['q'] };
const limited: Properties = { ...send, Condition: { Bool: { 'aws:SecureTransport': ['true'] } } };

test.each<readonly [string, Value, Value, string]>([
  ['an action more', policy(send), policy(both), 'wider'],
  ['an action less', policy(both), policy(send), 'narrower'],
  ['a denial removed', policy(send, deny), policy(send), 'wider'],
  ['a denial added', policy(send), policy(send, deny), 'narrower'],
  ['a condition removed', policy(limited), policy(send), 'wider'],
  ['another resource', policy(send), policy({ ...send, Resource: ['r'] }), 'wider'],
  ['everybody instead of nobody named', policy(send), policy({ ...send, Principal: { AWS: ['*'] } }), 'wider'],
  [
    'all but one action',
    policy(send),
    policy({ Effect: 'Allow', NotAction: ['sqs:DeleteQueue'], Resource: ['q'] }),
    'wider',
  ],
  ['a policy where there was none', null, policy(send), 'wider'],
  ['a policy gone', policy(send), null, 'narrower'],
  ['a denying policy gone', policy(deny), null, 'wider'],
  ['the same split in two statements', policy(both), policy(send, { ...send, Action: ['sqs:DeleteQueue'] }), 'none'],
  ['another name for the statement', policy(send), policy({ ...send, Sid: 'X' }), 'none'],
])('R40: whether a policy lets somebody do more is seen: %s', (_, before, after, expected) => {
  expect(policyAccess(before, after)).toBe(expected);
  expect((gained(before, after) ?? []).length > 0).toBe(expected === 'wider');
});

test('R40: what was gained is named: who, what, on what, and under which limits', () => {
  const principals: Properties = {
    ...both,
    Principal: { AWS: ['arn:aws:iam::1:root'], Service: ['sns.amazonaws.com'] },
  };
  expect(gained(policy({ ...principals, Action: ['sqs:SendMessage'] }), policy(principals))).toEqual([
    {
      effect: 'Allow',
      who: 'AWS:arn:aws:iam::1:root',
      action: 'sqs:DeleteQueue',
      resource: 'q',
      limits: expect.any(String) as unknown,
    },
    {
      effect: 'Allow',
      who: 'Service:sns.amazonaws.com',
      action: 'sqs:DeleteQueue',
      resource: 'q',
      limits: expect.any(String) as unknown,
    },
  ]);
  expect(gained(policy(deny), policy())?.map(({ effect, action }) => [effect, action])).toEqual([['Deny', 'sqs:*']]);
});

test('R40: a policy that is too large to be one counts as the worst', () => {
  const huge = policy({ ...send, Action: ['x'.repeat(100_001)] });
  expect(policyAccess(huge, policy())).toBe('wider');
  expect(policyAccess(policy(), huge)).toBe('wider');
  expect(gained(policy(), huge)).toBeUndefined();
});

test.each<readonly [Value, boolean]>([
  [policy({ ...send, Principal: { AWS: ['*'] } }), true],
  [policy({ ...send, Principal: { AWS: ['arn:aws:iam::1:root'] } }), false],
  [policy({ ...send, Action: ['*'] }), true],
  ['0.0.0.0/0', true],
  [['10.0.0.0/8', '::/0'], true],
  ['10.0.0.0/8', false],
])('R40: what opens to everybody is recognised: %j is %s', (value, expected) => {
  expect(opensToAll(value)).toBe(expected);
});

const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', '*'), { minLength: 1 });
const statements = fc.array(
  fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: names,
    Resource: names,
    Principal: fc.record({ AWS: names }),
  }),
  { maxLength: 4 },
);

test('R40: what is wider in one direction is never nothing in the other, and a policy gains nothing over itself', () => {
  fc.assert(
    fc.property(statements, statements, (left, right) => {
      const [a, b] = [policy(...left), policy(...right)];
      expect(policyAccess(a, a)).toBe('none');
      expect(gained(a, a)).toEqual([]);
      expect(policyAccess(a, b) === 'none').toBe(policyAccess(b, a) === 'none');
    }),
  );
});

test('R40: a statement more is always seen, as wider when it allows and as narrower when it denies', () => {
  fc.assert(
    fc.property(statements, fc.constantFrom('Allow', 'Deny'), (before, effect) => {
      const more = { Effect: effect, Action: ['new:Action'], Resource: ['*'] };
      expect(policyAccess(policy(...before), policy(...before, more))).toBe(effect === 'Allow' ? 'wider' : 'narrower');
      expect(policyAccess(policy(...before, more), policy(...before))).toBe(effect === 'Allow' ? 'narrower' : 'wider');
    }),
  );
});
