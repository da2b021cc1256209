import { isFrozen } from '../../pipeline/release/freezeWindow.ts';
import type { Settings } from '../../infra/settings.ts';

/** A clock that can be put forward, so that soak times and freeze windows are kept, and nobody waits for them. */
export class RehearsalClock {
  #aheadMilliseconds = 0;

  readonly now = (): Date => new Date(Date.now() + this.#aheadMilliseconds);

  /** Puts the clock forward to the first moment at which the gate's soak time is over and no freeze window is open. */
  passGate({ gate }: Settings): void {
    this.#aheadMilliseconds += gate.soakMinutes * 60_000;
    const quarter = 15 * 60_000;
    while (gate.freezeWindows.some((window) => isFrozen(window, this.now()))) this.#aheadMilliseconds += quarter;
  }
}
