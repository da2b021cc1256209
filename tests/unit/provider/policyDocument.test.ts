import { describe, expect, test } from '@jest/globals';
import { sameJson, samePolicy } from '../../../sandbox/provider/policyDocument.ts';

const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = {
  Effect: 'Allow',
  Action: ['sqs:SendMessage', 'sqs:GetQueueUrl'],
  Resource: '*',
  Principal: { AWS: '111111111111' },
};

describe('R40: two policies', () => {
  test.each<[string, object]>([
    ['order and case of actions', { ...allow, Action: ['SQS:GetQueueUrl', 'sqs:SendMessage'] }],
    ['a resource alone or in a list', { ...allow, Resource: ['*'] }],
    ['an account and its root', { ...allow, Principal: { AWS: ['arn:aws:iam::111111111111:root'] } }],
    ['an empty statement id', { ...allow, Sid: '' }],
  ])('R40: mean the same whatever %s', (_what, other) => {
    expect(samePolicy(policy(allow), policy(other))).toBe(true);
  });

  test.each<[string, object]>([
    ['another action', { ...allow, Action: ['sqs:*'] }],
    ['another effect', { ...allow, Effect: 'Deny' }],
    ['another principal', { ...allow, Principal: { AWS: '222222222222' } }],
    ['everybody', { ...allow, Principal: '*' }],
    ['another resource', { ...allow, Resource: 'arn:aws:sqs:us-east-1:111111111111:x' }],
    ['a condition', { ...allow, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
  ])('R40: differ by %s', (_what, other) => {
    expect(samePolicy(policy(allow), policy(other))).toBe(false);
  });

  test('R40: the order of statements means nothing, one more statement means something', () => {
    const deny = { ...allow, Effect: 'Deny' };
    expect(samePolicy(policy(allow, deny), policy(deny, allow))).toBe(true);
    expect(samePolicy(policy(allow), policy(allow, deny))).toBe(false);
  });

  test('R40: the order of values of a condition means nothing', () => {
    const within = (...values: string[]) =>
      policy({ ...allow, Condition: { StringEquals: { 'aws:SourceAccount': values } } });
    expect(samePolicy(within('1', '2'), within('2', '1'))).toBe(true);
    expect(samePolicy(within('1', '2'), within('1'))).toBe(false);
  });

  test('R40: a text that is no JSON is never the same as anything', () => {
    expect(samePolicy('{', '{')).toBe(false);
    expect(sameJson('{', '{')).toBe(false);
  });
});

describe('R37: two JSON texts', () => {
  test('R37: are the same whatever their spaces and the order of their members, but not of their lists', () => {
    expect(sameJson('{"a":1,"b":[1,2]}', '{ "b": [1, 2], "a": 1 }')).toBe(true);
    expect(sameJson('[1,2]', '[2,1]')).toBe(false);
  });
});
