/** What a long proof exports as `proof`. It runs in chunks, so that it can be stopped, and goes on in the next run. */
export interface SoakRequest {
  readonly seed: number;
  /** How many cases this chunk shall run; `deadline` ends it earlier. */
  readonly cases: number;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

export interface SoakResult {
  /** Cases that were run. */
  readonly cases: number;
  /** How the first wrong case went, and what replays it; null when none went wrong. */
  readonly failure: string | null;
}

export interface Proof {
  /** One sentence: what never happens. */
  readonly claim: string;
  /** Cases of the whole proof. */
  readonly cases: number;
  /** Cases of one chunk, some seconds to a minute of work. */
  readonly chunk: number;
  run(request: SoakRequest): Promise<SoakResult>;
}
