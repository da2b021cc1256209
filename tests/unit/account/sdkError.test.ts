import { describe, expect, test } from '@jest/globals';
import { errorCode, readFailure, reasonOf } from '../../../pipeline/account/sdkError.ts';
import type { ReadFailure } from '../../../pipeline/account/sdkError.ts';

const named = (name: string, message = 'text'): Error => Object.assign(new Error(message), { name });

describe('what a failed read means', () => {
  test.each<[string, ReadFailure]>([
    ['NoSuchEntityException', 'absent'],
    ['NoSuchEntity', 'absent'],
    ['ResourceNotFoundException', 'absent'],
    ['PolicyNotFoundException', 'absent'],
    ['InvalidVpcID.NotFound', 'absent'],
    ['QueueDoesNotExist', 'absent'],
    ['AccessDenied', 'denied'],
    ['AccessDeniedException', 'denied'],
    ['UnauthorizedOperation', 'denied'],
    ['AuthorizationErrorException', 'denied'],
    ['InvalidAction', 'unsupported'],
    ['UnknownOperationException', 'unsupported'],
    ['ThrottlingException', 'failed'],
    ['TimeoutError', 'failed'],
    ['TypeError', 'failed'],
    ['NotFoundButDeniedException', 'failed'],
  ])('R33: %s is %s', (name, expected) => {
    expect(readFailure(named(name))).toBe(expected);
  });

  test('R33: what is no error at all is a failure, not an absence', () => {
    for (const thrown of [undefined, null, 'NotFound', 404, {}]) expect(readFailure(thrown)).toBe('failed');
  });
});

test('R33: the reason is one line that holds the code', () => {
  expect(reasonOf(named('AccessDenied', 'not\n  you'))).toBe('AccessDenied: not you');
  expect(reasonOf(named('AccessDenied', 'AccessDenied: not you'))).toBe('AccessDenied: not you');
  expect(reasonOf(new Error('plain'))).toBe('plain');
  expect(reasonOf('text')).toBe('text');
  expect(errorCode('text')).toBe('');
});
