// Work in progress lives beside its target under a name of its own, and is renamed into place when it is complete.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const inProgress = new Set();

/** An empty folder for work in progress. */
export function stage(folder, name) {
  const staged = join(folder, `${name}-${process.pid}`);
  rmSync(staged, { recursive: true, force: true });
  mkdirSync(staged, { recursive: true });
  inProgress.add(staged);
  return staged;
}

/** Puts a complete folder in its place; what was there before is moved aside first, never edited. */
export function settle(staged, target) {
  mkdirSync(dirname(target), { recursive: true });
  const old = `${staged}-old`;
  if (existsSync(target)) renameSync(target, old);
  renameSync(staged, target);
  inProgress.delete(staged);
  rmSync(old, { recursive: true, force: true });
}

/** Removes what was only needed on the way. */
export function discard(staged) {
  rmSync(staged, { recursive: true, force: true });
  inProgress.delete(staged);
}

/** Removes what this process has not finished. */
export function abandon() {
  for (const staged of inProgress) rmSync(staged, { recursive: true, force: true });
  inProgress.clear();
}

/** Removes what killed set-ups left; only while the lock is held, so nothing of a living one is there. */
export function sweep(folder, prefix) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (name.startsWith(prefix)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
