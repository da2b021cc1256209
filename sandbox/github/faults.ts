/** What goes wrong at GitHub, on order. */
export interface Fault {
  /** Whether the request takes effect all the same: the answer was lost, not the work. */
  readonly worked: boolean;
  /** Null when no answer comes at all. */
  readonly answer: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  } | null;
}

/** Asked before each request; null lets it pass. */
export type FaultPlan = (request: {
  readonly method: string;
  readonly path: string;
  readonly count: number;
}) => Fault | null;

export const faults = {
  serverError: { worked: false, answer: { status: 502, body: { message: 'Server Error' } } },
  lostAnswer: { worked: true, answer: null },
  workedButFailed: { worked: true, answer: { status: 502, body: { message: 'Server Error' } } },
  silence: { worked: false, answer: null },
  secondaryLimit: (retryAfterSeconds: number): Fault => ({
    worked: false,
    answer: {
      status: 403,
      headers: { 'retry-after': String(retryAfterSeconds) },
      body: { message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.' },
    },
  }),
  primaryLimit: (resetEpochSeconds: number): Fault => ({
    worked: false,
    answer: {
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(resetEpochSeconds) },
      body: { message: 'API rate limit exceeded for installation.' },
    },
  }),
} satisfies Record<string, Fault | ((argument: number) => Fault)>;

/** These faults for the next requests, in this order, then none. */
export function inOrder(...planned: readonly (Fault | null)[]): FaultPlan {
  const left = [...planned];
  return () => left.shift() ?? null;
}
