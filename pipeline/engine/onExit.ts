/** What must not outlive this process, whichever way it ends short of a SIGKILL: processes and folders of work in progress. */
const cleanUps = new Set<() => void>();
let listening = false;

/**
 * Runs `cleanUp` when this process ends. Only what is synchronous counts then.
 *
 * @returns forgets it again: the work has ended in order
 */
export function onExit(cleanUp: () => void): () => void {
  if (!listening) process.once('exit', runAll);
  listening = true;
  cleanUps.add(cleanUp);
  return () => cleanUps.delete(cleanUp);
}

/** One that fails must not keep the others from running. */
function runAll(): void {
  for (const cleanUp of cleanUps) {
    try {
      cleanUp();
    } catch {
      // The process ends; there is nobody left to tell.
    }
  }
}
