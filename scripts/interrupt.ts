/** Ctrl-C and the runner's cancellation, as one AbortSignal for everything that a command started. */

/** A terminal sends the signal to the whole group and npm passes it on as well: the echo within this time is the same one. */
const echoMilliseconds = 500;

/**
 * The first SIGINT or SIGTERM asks for a graceful end; a second one, later than an echo, ends the process at once.
 *
 * @param onFirst says what is being waited for
 */
export function interruptSignal(onFirst: () => void): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  const handle = (signal: NodeJS.Signals) => {
    if (!controller.signal.aborted) {
      first = performance.now();
      onFirst();
      controller.abort(signal);
    } else if (performance.now() - first > echoMilliseconds) {
      process.exit(signal === 'SIGINT' ? 130 : 143);
    }
  };
  process.on('SIGINT', handle).on('SIGTERM', handle);
  return controller.signal;
}
