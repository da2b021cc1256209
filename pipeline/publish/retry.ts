/**
 * Patience as GitHub asks for it: `retry-after`, else `x-ratelimit-reset`, else a growing pause of at least a minute for
 * secondary limits (docs.github.com: "Rate limits for the REST API" and "Best practices for using the REST API").
 */
import { PublishError } from '../errors.ts';
import type { Answer, Clock, Parameters, Send } from './transport.ts';

/** GitHub may or may not have done what was asked: look before asking again. */
export class UnclearOutcome extends Error {
  override readonly name = 'UnclearOutcome';
}

export interface Patience {
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Attempts per request, the first one included. */
  readonly attempts?: number;
  /** The longest that all pauses of one request may take together. */
  readonly waitAtMostSeconds?: number;
}

/** A `Send` that repeats what failed for a passing reason. A POST whose outcome is unclear is never repeated blindly. */
export function patient(send: Send, { clock, log, attempts = 5, waitAtMostSeconds = 900 }: Patience): Send {
  return async (route, parameters) => {
    const giveUpAt = clock.now() + waitAtMostSeconds * 1000;
    for (let attempt = 1; ; attempt++) {
      const { answer, trouble } = await attemptOnce(send, route, parameters, clock, attempt);
      if (answer !== null) return answer;
      if (trouble.unclear && route.startsWith('POST '))
        throw new UnclearOutcome(trouble.what, { cause: trouble.cause });
      if (attempt >= attempts || clock.now() + trouble.waitMilliseconds > giveUpAt)
        throw exhausted(route, trouble, attempt);
      log(`${trouble.what}; next attempt in ${Math.ceil(trouble.waitMilliseconds / 1000)} s`);
      await clock.sleep(trouble.waitMilliseconds);
    }
  };
}

interface Trouble {
  readonly what: string;
  readonly waitMilliseconds: number;
  /** True when the request may have taken effect all the same. */
  readonly unclear: boolean;
  readonly cause?: unknown;
}

type Attempt =
  { readonly answer: Answer; readonly trouble: null } | { readonly answer: null; readonly trouble: Trouble };

async function attemptOnce(
  send: Send,
  route: string,
  parameters: Parameters,
  clock: Clock,
  attempt: number,
): Promise<Attempt> {
  const backOff = 1000 * 2 ** (attempt - 1) * (1 + clock.random());
  try {
    const answer = await send(route, parameters);
    const trouble = troubleOf(answer, clock, attempt, backOff);
    return trouble === null ? { answer, trouble } : { answer: null, trouble };
  } catch (cause) {
    const what = `GitHub did not answer (${cause instanceof Error ? cause.message : String(cause)})`;
    return { answer: null, trouble: { what, waitMilliseconds: backOff, unclear: true, cause } };
  }
}

function troubleOf(answer: Answer, clock: Clock, attempt: number, backOff: number): Trouble | null {
  const what = `GitHub answered ${answer.status}`;
  if (answer.status >= 500) return { what, waitMilliseconds: retryAfter(answer) ?? backOff, unclear: true };
  if (!isRateLimit(answer)) return null;
  const untilReset = answer.headers['x-ratelimit-remaining']?.toString() === '0' ? resetIn(answer, clock) : null;
  const waitMilliseconds = retryAfter(answer) ?? untilReset ?? 60_000 * 2 ** (attempt - 1);
  return { what: `${what}: rate limit`, waitMilliseconds, unclear: false };
}

function isRateLimit({ status, headers, data }: Answer): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  if (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining']?.toString() === '0') return true;
  const { message } = (data ?? {}) as { message?: unknown };
  return typeof message === 'string' && /secondary rate limit|abuse detection/i.test(message);
}

function retryAfter({ headers }: Answer): number | null {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

function resetIn({ headers }: Answer, clock: Clock): number | null {
  const epochSeconds = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  return Number.isFinite(epochSeconds) ? Math.max(1000, epochSeconds * 1000 - clock.now()) : null;
}

function exhausted(route: string, trouble: Trouble, attempts: number): PublishError {
  return new PublishError(`${route}: ${trouble.what}, given up after ${attempts} attempts`, {
    advice: 'Run the job again later; nothing that was posted is posted twice.',
    cause: trouble.cause,
  });
}
