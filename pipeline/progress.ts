/** How long work tells what it is doing. Commands show it; tests and the action collect it. */
export interface Progress {
  /**
   * One line about one environment (or about the whole, when `environment` is null). One that begins with a verb in -ing
   * ("planning") names what is waited for from now on, until the environment's next such line or its `ended` one.
   *
   * @param kind `detail`: one of many small steps, worth a glance while it happens; `ended`: nothing is waited for any more
   */
  (environment: string | null, line: string, kind?: 'detail' | 'ended'): void;
}
