// One set-up at a time per folder. The lock is a folder that is renamed into place with its owner already inside, and the
// owner keeps touching it: a dead one is noticed by its process id, or, from another machine or container, by its silence.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';

const pollMilliseconds = 200;
const beatMilliseconds = 2_000;
const silenceMilliseconds = 30_000;

/** Holds `path` while `work` runs. `waiting(owner)` is called once when somebody else holds it. */
export async function withLock(path, work, { waiting = () => {}, silence = silenceMilliseconds } = {}) {
  await acquire(path, waiting, silence);
  const beat = setInterval(() => touch(path), beatMilliseconds);
  const release = () => giveBack(path);
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.removeListener('exit', release);
    release();
  }
}

async function acquire(path, waiting, silence) {
  const silent = silenceOf(path, silence);
  for (let told = false; !take(path);) {
    const owner = ownerOf(path);
    if (owner !== null && (isDead(owner) || silent())) {
      takeAway(path, owner);
      continue;
    }
    if (!told && owner !== null) {
      waiting(owner);
      told = true;
    }
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
  }
}

/** Renaming a folder onto one that holds something fails, which makes this atomic. */
function take(path) {
  const mine = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  rmSync(mine, { recursive: true, force: true });
  mkdirSync(mine);
  const owner = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  writeFileSync(join(mine, 'owner.json'), JSON.stringify(owner));
  try {
    renameSync(mine, path);
    return true;
  } catch (error) {
    rmSync(mine, { recursive: true, force: true });
    if (error.code === 'ENOTEMPTY' || error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Not removed in place: an emptied lock could be taken while its folder is being removed. */
function giveBack(path) {
  const owner = ownerOf(path);
  if (owner?.pid === process.pid && owner.host === hostname()) takeAway(path, owner);
}

/** Moves a dead or finished owner's lock aside; puts it back if somebody else had replaced it in between. */
function takeAway(path, owner) {
  const aside = `${path}.over.${process.pid}`;
  try {
    renameSync(path, aside);
    const found = ownerOf(aside);
    if (found !== null && JSON.stringify(found) !== JSON.stringify(owner)) renameSync(aside, path);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  }
  rmSync(aside, { recursive: true, force: true });
}

function ownerOf(path) {
  try {
    return JSON.parse(readFileSync(join(path, 'owner.json'), 'utf8'));
  } catch {
    return null;
  }
}

function isDead({ pid, host }) {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** True once this process itself has watched the lock stay untouched for long: clocks of two machines may differ. */
function silenceOf(path, milliseconds) {
  let seen = null;
  let since = Date.now();
  return () => {
    const beat = statSync(join(path, 'owner.json'), { throwIfNoEntry: false })?.mtimeMs ?? null;
    if (beat !== seen) [seen, since] = [beat, Date.now()];
    return Date.now() - since > milliseconds;
  };
}

function touch(path) {
  try {
    utimesSync(join(path, 'owner.json'), new Date(), new Date());
  } catch {
    // Somebody took it for dead: the work in progress is still safe, because results are renamed into place.
  }
}
