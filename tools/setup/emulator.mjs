// The AWS emulator: pinned with hashes, private to this clone.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run, tail } from './child.mjs';
import { explain, SetupProblem } from './problem.mjs';
import { say, step } from './progress.mjs';
import { findPython } from './python.mjs';
import { digest, fingerprint, paths } from './record.mjs';
import { discard, settle, stage } from './staging.mjs';

/** Installs the emulator unless it is there; returns what the record keeps. `python` is the one to start it with. */
export async function installEmulator(root, { verbose }) {
  const at = paths(root);
  const python = await findPython();
  const wanted = { lock: digest(at.emulatorLock), python: minor(python.version) };
  if (!isInstalled(at.emulatorMarker, wanted)) {
    await step(`local AWS for Python ${python.version} (pip, hashes checked)`, (tell) =>
      pipInstall(at, python, wanted, tell),
    );
  } else if (verbose) say(`set-up: emulator: as locked, for Python ${python.version} (${python.executable})`);
  return {
    lock: wanted.lock,
    marker: fingerprint(at.emulatorMarker),
    python: python.executable,
    interpreter: fingerprint(python.executable),
  };
}

/** Which packages belong to it depends on Python's minor version, so another one needs another installation. */
const minor = (version) => version.split('.').slice(0, 2).join('.');

function isInstalled(marker, wanted) {
  try {
    const found = JSON.parse(readFileSync(marker, 'utf8'));
    return found.lock === wanted.lock && found.python === wanted.python;
  } catch {
    return false;
  }
}

async function pipInstall(at, python, wanted, tell) {
  const staged = stage(at.cache, 'staging-emulator');
  // A pip that is ended leaves what it unpacked.
  const temporary = stage(at.cache, 'staging-pip');
  const { code, output } = await run(
    python.executable,
    ['-m', 'pip', 'install', '--require-hashes', '--no-deps', '--only-binary=:all:', '--no-compile'].concat([
      ...['--no-input', '--disable-pip-version-check', '--progress-bar=off', '--target', staged],
      ...['--requirement', at.emulatorLock],
    ]),
    {
      // A user's pip configuration may ask for what contradicts --target.
      env: { TMPDIR: temporary, PIP_USER: '0', PIP_REQUIRE_VIRTUALENV: '0', PIP_ROOT_USER_ACTION: 'ignore' },
      line: (text) => /^(Collecting|Downloading|Installing)/.test(text) && tell(text.split(' ').slice(0, 2).join(' ')),
    },
  );
  if (code !== 0) throw failed(`pip ended with exit code ${code}.\n${tail(output)}`, output, at);
  await tryImport(staged, python, at);
  writeFileSync(join(staged, basename(at.emulatorMarker)), `${JSON.stringify(wanted)}\n`);
  settle(staged, at.emulator);
  discard(temporary);
}

async function tryImport(staged, python, at) {
  const env = { PYTHONPATH: staged, PYTHONDONTWRITEBYTECODE: '1' };
  const { code, output } = await run(python.executable, ['-c', 'import ministack, botocore'], { env });
  if (code !== 0) throw failed(`The installed emulator does not load.\n${tail(output)}`, output, at);
}

function failed(message, output, at) {
  const hashes = /THESE PACKAGES DO NOT MATCH THE HASHES/i.test(output)
    ? 'A package differs from the committed hash: do not install it. Compare your package index with pypi.org.'
    : null;
  return new SetupProblem(
    message,
    hashes ?? explain(output, at.cache) ?? 'Run again with `node tools/setup.mjs --verbose`.',
  );
}
