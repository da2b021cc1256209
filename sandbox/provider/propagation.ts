/** Trying again and waiting, as the real provider does while AWS is not yet of one mind; ends when the engine cancels. */
import { setTimeout as sleep } from 'node:timers/promises';

import { errorCode } from './absence.ts';
import { messageOf } from './awsError.ts';

export interface Waiting {
  readonly signal: AbortSignal | undefined;
  readonly timeoutSeconds: number;
  readonly pauseMilliseconds?: number;
}

/** An error code, and a text that the message must contain for another try to make sense. */
export type Passing = readonly [code: string, text: string];

export async function whileSettling<T>(
  passing: readonly Passing[],
  call: () => Promise<T>,
  waiting: Waiting,
): Promise<T> {
  const deadline = Date.now() + waiting.timeoutSeconds * 1000;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const passes = passing.some(([code, text]) => errorCode(error) === code && messageOf(error).includes(text));
      if (!passes || Date.now() >= deadline || waiting.signal?.aborted === true) throw error;
      await pause(waiting);
    }
  }
}

/** Asks until the answer is one that is waited for. Throws when time is over or the engine cancels. */
export async function until<T>(
  ask: () => Promise<T>,
  done: (answer: T) => boolean,
  what: string,
  waiting: Waiting,
): Promise<T> {
  const deadline = Date.now() + waiting.timeoutSeconds * 1000;
  for (;;) {
    const answer = await ask();
    if (done(answer)) return answer;
    if (waiting.signal?.aborted === true) throw new Error(`waiting for ${what} was canceled`);
    if (Date.now() >= deadline) throw new Error(`timeout while waiting for ${what} (${waiting.timeoutSeconds} s)`);
    await pause(waiting);
  }
}

async function pause({ signal, pauseMilliseconds = 100 }: Waiting): Promise<void> {
  await sleep(pauseMilliseconds, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}
