/** Output that nobody reads any more: a pipe whose other end was closed, a terminal that went away. */
const gone = new Set(['EPIPE', 'EIO']);

/**
 * What runs goes on to its end: half a promotion helps nobody, and what it did stands in the store. Without this a write that
 * fails is an uncaught exception, which the engine's own handler answers with another write, for ever.
 *
 * @returns why output that should have been kept (in a file on a full disk) was not, when everything is done
 */
export function outliveReaders(): () => Error | undefined {
  let lost: Error | undefined;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!gone.has(error.code ?? '')) lost ??= error;
    });
  }
  return () => lost;
}
