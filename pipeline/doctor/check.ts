import { ConfigurationError } from '../errors.ts';

/** `unknown`: it could not be looked at, which is never the same as being right. */
export type State = 'ok' | 'problem' | 'unknown' | 'not-applicable';

export interface Outcome {
  readonly state: State;
  /** What was found, or why nothing could be. */
  readonly reason: string;
  /** What to do about it; absent when nothing is to be done. */
  readonly fix?: string;
}

export interface Check {
  /** Stable, for programs: `account.prod.read-role`. */
  readonly id: string;
  readonly title: string;
  look(): Promise<Outcome>;
}

export interface Result extends Outcome {
  readonly id: string;
  readonly title: string;
  readonly milliseconds: number;
}

export const ok = (reason: string): Outcome => ({ state: 'ok', reason });
export const problem = (reason: string, fix: string): Outcome => ({ state: 'problem', reason, fix });
export const unknown = (reason: string, fix?: string): Outcome => ({
  state: 'unknown',
  reason,
  ...(fix === undefined ? {} : { fix }),
});
export const notApplicable = (reason: string): Outcome => ({ state: 'not-applicable', reason });

/** For what can only be asked with an AWS identity: why there is none stands at the check of the identity itself. */
export const noIdentity = unknown('no usable AWS identity', 'See the check of the identity.');

/** Looks at everything at once, in the order given; no check waits for another one or makes the whole fail. */
export async function examine(
  checks: readonly Check[],
  { limitMilliseconds }: { readonly limitMilliseconds: number },
): Promise<readonly Result[]> {
  return Promise.all(checks.map((check) => examineOne(check, limitMilliseconds)));
}

async function examineOne({ id, title, look }: Check, limitMilliseconds: number): Promise<Result> {
  const startedAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Outcome>((resolve) => {
    const late = unknown(`no answer within ${limitMilliseconds / 1000} s`, 'Look at the network, and try again.');
    timer = setTimeout(() => resolve(late), limitMilliseconds);
  });
  try {
    const outcome = await Promise.race([look(), limit]);
    return { id, title, ...outcome, milliseconds: Math.round(performance.now() - startedAt) };
  } catch (error) {
    return { id, title, ...outcomeOf(error), milliseconds: Math.round(performance.now() - startedAt) };
  } finally {
    clearTimeout(timer);
  }
}

/** A `ConfigurationError` says what its reader got wrong; anything else says only that nothing could be seen. */
export function outcomeOf(error: unknown): Outcome {
  const message = error instanceof Error ? error.message : String(error);
  const { advice } = (error ?? {}) as { advice?: string };
  if (error instanceof ConfigurationError) return problem(message, advice ?? 'Correct it and run the command again.');
  return unknown(message, advice);
}

/** Exit codes as everywhere: 0 all right, 1 a problem, 3 something could not be seen, 64 the configuration is wrong. */
export function exitCodeOf(results: readonly Result[]): 0 | 1 | 3 | 64 {
  const problems = results.filter(({ state }) => state === 'problem');
  if (problems.some(({ id }) => id.startsWith('configuration.'))) return 64;
  if (problems.length > 0) return 1;
  return results.some(({ state }) => state === 'unknown') ? 3 : 0;
}
