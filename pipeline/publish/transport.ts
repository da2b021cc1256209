/** How publishing reaches GitHub: one function that the entry point passes in, so that a test can pass another. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data: unknown;
}

export type Parameters = Readonly<Record<string, unknown>>;

/** Sends `GET /repos/{owner}/{repo}/issues` and the like. Resolves for every HTTP status, rejects when no answer came. */
export type Send = (route: string, parameters: Parameters) => Promise<Answer>;

export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 to 1, spreads retries of many runs. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: () => Math.random(),
};

/** The one method of Octokit that is used here; `getOctokit(token)` of `@actions/github` has it. */
export interface Octokit {
  request(route: string, parameters: Record<string, unknown>): Promise<unknown>;
}

/** A request that GitHub has not answered by then counts as lost. */
const answerWithinMilliseconds = 30_000;

/** Octokit throws for 4xx and 5xx; here an answer is an answer, and only silence is an exception. */
export function sendWith(octokit: Octokit): Send {
  return async (route, parameters) => {
    const signal = AbortSignal.timeout(answerWithinMilliseconds);
    try {
      return (await octokit.request(route, { ...parameters, request: { signal } })) as Answer;
    } catch (error) {
      const { response } = error as { response?: Answer };
      if (response !== undefined && typeof response.status === 'number') return response;
      throw error;
    }
  };
}
