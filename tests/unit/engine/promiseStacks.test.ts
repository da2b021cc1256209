import { expect, test } from '@jest/globals';
import debuggable from '@pulumi/pulumi/runtime/debuggable.js';
import '../../../pipeline/engine/promiseStacks.ts';

const { debuggablePromise } = debuggable as unknown as {
  debuggablePromise: (promise: Promise<unknown>) => Promise<unknown>;
};

test('R18: a promise of the program carries no stack trace, and an error still does', async () => {
  const promise = Promise.resolve('done');
  expect(await debuggablePromise(promise)).toBe('done');
  expect(Object.getOwnPropertyDescriptor(promise, '_debugStackTrace')?.value).toMatch(/^Error(: )?$/);
  expect(new Error('why').stack).toMatch(/\n +at /);
});
