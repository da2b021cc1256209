/** A clock that can be put forward, so that soak times and freeze windows are kept, and nobody waits for them. */
export class SandboxClock {
  #aheadMilliseconds = 0;

  readonly now = (): Date => new Date(Date.now() + this.#aheadMilliseconds);

  /** Does nothing for a time that is over. */
  putForwardTo(time: Date): void {
    this.#aheadMilliseconds += Math.max(0, time.getTime() - this.now().getTime());
  }
}
