/** A clock that can be put forward, so that soak times and freeze windows are kept, and nobody waits for them. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export class SandboxClock {
  readonly #file: string | undefined;
  #aheadMilliseconds: number;

  /** @param file keeps how far it is ahead for other processes; without it the clock is this process's own */
  constructor(file?: string) {
    this.#file = file;
    this.#aheadMilliseconds = file === undefined ? 0 : aheadIn(file);
  }

  readonly now = (): Date => new Date(Date.now() + this.#aheadMilliseconds);

  /** Does nothing for a time that is over. */
  putForwardTo(time: Date): void {
    const further = time.getTime() - this.now().getTime();
    if (further <= 0) return;
    this.#aheadMilliseconds += further;
    if (this.#file !== undefined) writeFileSync(this.#file, String(this.#aheadMilliseconds));
  }
}

export const clockFile = (folder: string): string => join(folder, 'clock');

/** An empty sandbox begins at the real time again. */
export const resetClock = (folder: string): void => rmSync(clockFile(folder), { force: true });

function aheadIn(file: string): number {
  try {
    const milliseconds = Number(readFileSync(file, 'utf8'));
    return milliseconds > 0 ? milliseconds : 0;
  } catch {
    return 0;
  }
}
