/** Two `start`s at once on one folder: the second waits for the first, so that never two emulators share the data. */
import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { processAlive } from '../pipeline/engine/processAlive.ts';
import { EngineError } from '../pipeline/errors.ts';

const patienceMilliseconds = 60_000;

export async function withStartLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'starting');
  const deadline = Date.now() + patienceMilliseconds;
  while (!(await take(file))) {
    if (Date.now() > deadline) {
      throw new EngineError('another start of the sandbox does not end', {
        advice: `if none is running, remove ${file}`,
      });
    }
    await sleep(100);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    // Whoever was killed while starting holds nothing any more.
    if (!ownerLives(file)) await rm(file, { force: true });
    return false;
  }
}

function ownerLives(file: string): boolean {
  try {
    return processAlive(Number(readFileSync(file, 'utf8')) || 1);
  } catch {
    return false;
  }
}
