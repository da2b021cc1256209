import { expect, test } from '@jest/globals';
import type { Value } from '../../../pipeline/snapshot/observation.ts';
import { canonicalValue } from '../../../pipeline/snapshot/values.ts';

const context = {
  normalise: (text: string) => text,
  fingerprint: () => '[secret]',
  hidden: () => {},
  policies: new Map(),
};
const canonical = (policy: unknown, property = 'policy') => canonicalValue(policy, property, context);
const one = (statement: Readonly<Record<string, unknown>>) => ({ Version: '2012-10-17', Statement: [statement] });
const allow = { Sid: 'A', Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:ReceiveMessage'], Resource: ['b', 'a'] };
const deny = { Sid: 'B', Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: 'a' };

test.each([
  ['the order of statements', { Statement: [allow, deny] }, { Statement: [deny, allow] }],
  [
    'the order of actions and resources',
    one(allow),
    one({ ...allow, Action: [...allow.Action].reverse(), Resource: ['a', 'b'] }),
  ],
  ['a repeated action', one(allow), one({ ...allow, Action: [...allow.Action, 'sqs:SendMessage'] })],
  ['one text or a list of one', one({ ...allow, Action: 'sqs:*' }), one({ ...allow, Action: ['sqs:*'] })],
  ['one statement or a list of one', { Statement: allow }, { Statement: [allow] }],
  ['JSON text or object', one(allow), JSON.stringify(one(allow), null, 3)],
  [
    'the order of keys',
    { Statement: [allow], Version: '2012-10-17' },
    JSON.stringify({ Version: '2012-10-17', Statement: [allow] }),
  ],
  ['everybody in two spellings', one({ ...allow, Principal: '*' }), one({ ...allow, Principal: { AWS: '*' } })],
  [
    'the order of principals',
    one({ ...allow, Principal: { Service: ['a.amazonaws.com', 'b.amazonaws.com'] } }),
    one({ ...allow, Principal: { Service: ['b.amazonaws.com', 'a.amazonaws.com'] } }),
  ],
  [
    'an account and its root',
    one({ ...allow, Principal: { AWS: '111111111111' } }),
    one({ ...allow, Principal: { AWS: 'arn:aws:iam::111111111111:root' } }),
  ],
  [
    'true, "true" and ["true"] in a condition',
    one({ ...allow, Condition: { Bool: { 'aws:SecureTransport': true } } }),
    one({ ...allow, Condition: { Bool: { 'aws:SecureTransport': ['true'] } } }),
  ],
])('R30: a policy is compared by meaning: %s does not matter', (_, left, right) => {
  expect(canonical(left)).toEqual(canonical(right));
  expect(canonical(JSON.stringify(left), 'assumeRolePolicy')).toEqual(canonical(right, 'assumeRolePolicy'));
});

test.each<readonly [string, unknown]>([
  ['an action more', one({ ...allow, Action: [...allow.Action, 'sqs:DeleteQueue'] })],
  ['an action less', one({ ...allow, Action: ['sqs:SendMessage'] })],
  ['another effect', one({ ...allow, Effect: 'Deny' })],
  ['another resource', one({ ...allow, Resource: ['a'] })],
  [
    'NotAction instead of Action',
    one({ Sid: 'A', Effect: 'Allow', NotAction: allow.Action, Resource: allow.Resource }),
  ],
  ['a principal', one({ ...allow, Principal: '*' })],
  ['a condition', one({ ...allow, Condition: { Bool: { 'aws:SecureTransport': true } } })],
  ['a statement more', { Version: '2012-10-17', Statement: [allow, deny] }],
  ['another version of the language', { Version: '2008-10-17', Statement: [allow] }],
  ['another case of a resource', one({ ...allow, Resource: ['A', 'b'] })],
])('R30: no difference of meaning is lost in the canonical form of a policy: %s', (_, changed) => {
  expect(canonical(changed)).not.toEqual(canonical(one(allow)));
});

test('R30: the order of values in any other document is kept', () => {
  const body = (widgets: readonly string[]): Value | undefined =>
    canonical(JSON.stringify({ widgets, empty: '' }), 'dashboardBody');
  expect(body(['b', 'a'])).toEqual({ empty: '', widgets: ['b', 'a'] });
  expect(body(['b', 'a'])).not.toEqual(body(['a', 'b']));
});

test('R30: a text that only looks like a document, or stands where none does, is a text', () => {
  expect(canonical('{"Statement":', 'policy')).toBe('{"Statement":');
  expect(canonical('{"a":1}', 'description')).toBe('{"a":1}');
  expect(canonical('plain', 'policy')).toBe('plain');
});
