import { EngineError } from '../errors.ts';

/**
 * Seconds by which this machine's clock is ahead of AWS's, from the date header of an answer that needs no identity. AWS refuses
 * signatures that are more than five minutes off.
 *
 * @param endpoint of STS, or of the sandbox
 */
export async function clockAheadSeconds(endpoint: string, now: () => number = Date.now): Promise<number> {
  const sentAt = now();
  const date = await dateOf(endpoint);
  const receivedAt = now();
  // Headers have whole seconds: the middle of that second against the middle of the exchange.
  return Math.round((sentAt + receivedAt) / 2 - date - 500) / 1000;
}

async function dateOf(endpoint: string): Promise<number> {
  let answer: Response;
  try {
    answer = await fetch(endpoint, { signal: AbortSignal.timeout(10_000), redirect: 'manual' });
  } catch (cause) {
    throw new EngineError(`${endpoint} did not answer`, { cause, advice: 'Look at the network and its proxy.' });
  }
  await answer.body?.cancel();
  const date = Date.parse(answer.headers.get('date') ?? '');
  if (Number.isNaN(date)) throw new EngineError(`${endpoint} answered without a date`);
  return date;
}
