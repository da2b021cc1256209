// What the last successful set-up left, in one file, so that the next one sees with a few stats that nothing is missing.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

export const paths = (root) => ({
  cache: join(root, '.cache'),
  record: join(root, '.cache', 'setup.json'),
  lock: join(root, '.cache', 'setup.lock'),
  packageLock: join(root, 'package-lock.json'),
  installedPackages: join(root, 'node_modules', '.package-lock.json'),
  node: join(root, 'node_modules', 'node', 'bin', 'node'),
  emulator: join(root, '.cache', 'emulator'),
  emulatorMarker: join(root, '.cache', 'emulator', '.installed.json'),
  emulatorLock: join(root, 'tools', 'emulator', 'requirements.lock'),
  act: join(root, '.cache', 'act', 'bin', 'act'),
  actLock: join(root, 'tools', 'act', 'go.sum'),
});

/** Changes when a file was replaced; null when it is missing. Hashing 100 MB on every start would cost a second. */
export function fingerprint(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? `${stats.size}-${stats.mtimeMs}` : null;
}

export const digest = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** The first file of this name on PATH, as a shell would find it. */
export function which(name, path = process.env.PATH ?? '') {
  for (const folder of path.split(delimiter)) {
    const candidate = join(folder, name);
    const stats = folder === '' ? undefined : statSync(candidate, { throwIfNoEntry: false });
    if (stats?.isFile() && (stats.mode & 0o111) !== 0) return candidate;
  }
  return null;
}

export function readRecord(root) {
  try {
    return JSON.parse(readFileSync(paths(root).record, 'utf8'));
  } catch {
    return {};
  }
}

/** Replaces the record in one step: a reader sees the old one or the new one. */
export function writeRecord(root, record) {
  const { record: target } = paths(root);
  mkdirSync(dirname(target), { recursive: true });
  const staged = `${target}.${process.pid}`;
  writeFileSync(staged, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(staged, target);
}

const current = {
  packages: ({ packages }, at) =>
    packages?.lock === digest(at.packageLock) &&
    packages.installed === fingerprint(at.installedPackages) &&
    packages.node === fingerprint(at.node),
  // The lockfile fixes the CLI's version. One that came from PATH counts only while it is still first there.
  cli: ({ cli }, at) =>
    cli?.lock === digest(at.packageLock) &&
    cli.binary === fingerprint(cli.path) &&
    (!cli.fromPath || which('pulumi') === cli.path),
  emulator: ({ emulator }, at) =>
    emulator?.lock === digest(at.emulatorLock) &&
    emulator.marker === fingerprint(at.emulatorMarker) &&
    emulator.interpreter === fingerprint(emulator.python),
  act: ({ act }, at) => act?.lock === digest(at.actLock) && act.binary === fingerprint(at.act),
};

/** The parts that the record does not vouch for. */
export function outdated(root, { required, optional }) {
  const record = readRecord(root);
  const at = paths(root);
  return [...required, ...optional].filter((part) => !isCurrent(part, record, at));
}

function isCurrent(part, record, at) {
  const entry = record[part];
  if (entry === undefined || !(part in current)) return false;
  const complete = Object.values(entry).every((value) => value !== null);
  return complete && current[part](record, at);
}
