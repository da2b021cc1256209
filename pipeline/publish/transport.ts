import * as http from 'node:http';

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

/** A request that GitHub has not answered by then counts as lost. */
const answerWithinMilliseconds = 30_000;

/** A connection to GitHub's API. The client is loaded here, so that whoever publishes nothing does not wait for it. */
export async function connect({ token, baseUrl }: { readonly token: string; readonly baseUrl: string }): Promise<Send> {
  const { Octokit } = await import('@octokit/core');
  // Proxies of self-hosted runners. Node before 24.14 lacks the function and reads NODE_USE_ENV_PROXY when it starts.
  (http as { setGlobalProxyFromEnv?: () => unknown }).setGlobalProxyFromEnv?.();
  const octokit = new Octokit({ auth: token, baseUrl, log: silent });
  return (route, parameters) => answerOf((signal) => octokit.request(route, { ...parameters, request: { signal } }));
}

/** Octokit throws for 4xx and 5xx; here an answer is an answer, and only silence is an exception. */
async function answerOf(request: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
  try {
    return await request(AbortSignal.timeout(answerWithinMilliseconds));
  } catch (error) {
    const { response } = error as { response?: Answer };
    if (response !== undefined) return response;
    throw error;
  }
}

/** Failures are told once, by whoever catches them. */
const nothing = () => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
