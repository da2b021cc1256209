/** How a call says that something is not there, or not yet gone. */
import { setTimeout as sleep } from 'node:timers/promises';

/** The AWS error code of a failed call. By shape, because errors may come from another realm. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('name' in error)) return undefined;
  return typeof error.name === 'string' ? error.name : undefined;
}

/** Null when the service answers with one of these codes. */
export async function orNull<T>(codes: readonly string[], call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (codes.includes(errorCode(error) ?? '')) return null;
    throw error;
  }
}

interface Patience {
  readonly timeoutSeconds: number;
  readonly pauseMilliseconds?: number;
  /** Ends the waiting, with an AbortError. */
  readonly signal?: AbortSignal | undefined;
}

/** Tries again while the service says that something still depends on it, as the real provider does. */
export async function whileRefused<T>(
  codes: readonly string[],
  call: () => Promise<T>,
  patience: Patience,
): Promise<T> {
  const deadline = Date.now() + patience.timeoutSeconds * 1000;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!codes.includes(errorCode(error) ?? '') || Date.now() >= deadline) throw error;
      await pause(patience);
    }
  }
}

/** Waits until a read gives null: deletion is done when nobody finds the thing any more. */
export async function untilGone(read: () => Promise<unknown>, what: string, patience: Patience): Promise<void> {
  const deadline = Date.now() + patience.timeoutSeconds * 1000;
  while ((await read()) !== null) {
    if (Date.now() >= deadline) throw refusal('Timeout', `${what} is still there after ${patience.timeoutSeconds} s`);
    await pause(patience);
  }
}

async function pause({ pauseMilliseconds = 200, signal }: Patience): Promise<void> {
  await sleep(pauseMilliseconds, undefined, signal === undefined ? {} : { signal });
}

/** An error as AWS words it, for requests that AWS refuses and the emulator accepts. */
export function refusal(code: string, message: string): Error {
  const error = new Error(message);
  error.name = code;
  return error;
}
