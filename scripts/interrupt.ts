/** Ctrl-C, a closed terminal and the runner's cancellation, for everything that a command started. */
import { constants } from 'node:os';

/** A terminal sends the signal to the whole group and npm passes it on as well: the echo within this time is the same one. */
const echoMilliseconds = 500;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface Graceful {
  readonly controller: AbortController;
  readonly onFirst: () => void;
  readonly onForced: () => void;
}

let graceful: Graceful | undefined;
let firstAt: number | undefined;

/**
 * Ends this process in order when it is told to: what it started is ended with it (`onExit`), which a signal that nobody
 * hears would leave behind. Until `interruptSignal` is asked for, there is nothing to wait for, and it ends at once.
 */
export function endOnSignals(): void {
  for (const signal of signals) process.on(signal, heard);
}

/**
 * From now on the first signal asks for a graceful end; a second one, later than an echo, ends the process at once.
 *
 * @param onFirst says what is being waited for
 * @param onForced says what is left undone and how to recover
 */
export function interruptSignal(onFirst: () => void, onForced: () => void = () => {}): AbortSignal {
  graceful = { controller: new AbortController(), onFirst, onForced };
  return graceful.controller.signal;
}

/** Whether somebody asked this process to end: what fails from now on fails for that reason. */
export const wasInterrupted = (): boolean => firstAt !== undefined;

function heard(signal: NodeJS.Signals): void {
  if (graceful === undefined) {
    process.stderr.write('interrupted\n');
    return end(signal);
  }
  if (firstAt === undefined) {
    firstAt = performance.now();
    graceful.onFirst();
    graceful.controller.abort(signal);
  } else if (performance.now() - firstAt > echoMilliseconds) {
    graceful.onForced();
    end(signal);
  }
}

/** The exit code that shells give a process which a signal ended. */
const end = (signal: NodeJS.Signals): void => process.exit(128 + constants.signals[signal]);
