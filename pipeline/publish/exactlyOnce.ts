import { PublishError } from '../errors.ts';
import { UnclearOutcome } from './retry.ts';
import type { Clock } from './transport.ts';

interface Creation<T> {
  readonly clock: Clock;
  readonly find: () => Promise<T | null>;
  readonly create: () => Promise<T>;
}

/** Attempts to create, with a look in between whenever the outcome was unclear. */
const attempts = 5;

/** Creates what `find` does not find. After a lost answer it looks before it creates again, so that nothing is posted twice. */
export async function exactlyOnce<T>({ clock, find, create }: Creation<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await create();
    } catch (error) {
      if (!(error instanceof UnclearOutcome)) throw error;
      if (attempt >= attempts) throw givenUp(error);
    }
    await clock.sleep(1000 * 2 ** (attempt - 1) * (1 + clock.random()));
    const found = await find();
    if (found !== null) return found;
  }
}

function givenUp(cause: UnclearOutcome): PublishError {
  return new PublishError(`GitHub did not say whether it posted: ${cause.message}`, {
    advice: 'Run the job again: it looks for the post first and does not post twice.',
    cause,
  });
}
