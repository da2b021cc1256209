/** How long work tells what it is doing. Commands show it; tests and the action collect it. */
export interface Progress {
  /** One line about one environment (or about the whole, when `environment` is null). */
  (environment: string | null, line: string): void;
}
