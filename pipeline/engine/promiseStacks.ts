/**
 * Pulumi keeps, for the day on which somebody looks for a promise that never ended, a formatted stack trace of every promise
 * that a program makes. Where the program runs in our own process that is a fifth of all that it computes, several thousand
 * times a preview. Whoever looks for one sets `PULUMI_DEBUG_PROMISE_LEAKS`, as Pulumi says, and gets them all.
 */
import debuggable from '@pulumi/pulumi/runtime/debuggable.js';

/** Left out of Pulumi's types: if another version has it no more, nothing is saved and nothing breaks. */
const internals = debuggable as unknown as {
  readonly debugPromiseLeaks?: boolean;
  debuggablePromise?: (promise: Promise<unknown>, context?: unknown) => Promise<unknown>;
};
const { debuggablePromise, debugPromiseLeaks } = internals;

if (debuggablePromise !== undefined && debugPromiseLeaks !== true) {
  internals.debuggablePromise = (promise, context) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}
