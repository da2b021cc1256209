import { readFileSync } from 'node:fs';

/**
 * Whether a process of this machine still runs. A dead one that nobody has reaped yet still answers signals, for seconds where
 * the first process of a container is slow to do it; only Linux tells it apart without a further process.
 */
export function processAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !/^[ZX]/.test(stateOf(processId));
}

function stateOf(processId: number): string {
  try {
    // The command in parentheses may hold anything, so what follows its end is looked at.
    return readFileSync(`/proc/${processId}/stat`, 'utf8').replace(/^.*\) /s, '');
  } catch {
    return '';
  }
}
