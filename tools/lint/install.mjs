#!/usr/bin/env node
// Installs the linters of `npm run check` that are not npm packages, pinned with checksums and private to this clone, and
// prints their paths as JSON. Plain JavaScript, because it uses what the set-up uses.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endOnSignals, run, tail } from '../setup/child.mjs';
import { withLock } from '../setup/lock.mjs';
import { SetupProblem } from '../setup/problem.mjs';
import { findPython } from '../setup/python.mjs';
import { digest, which } from '../setup/record.mjs';
import { abandon, settle, stage } from '../setup/staging.mjs';

const tools = join(dirname(fileURLToPath(import.meta.url)), '..');
const cache = join(tools, '..', '.cache');

const linters = {
  actionlint: { lock: 'actionlint/go.sum', binary: 'bin/actionlint', install: buildActionlint },
  zizmor: { lock: 'zizmor/requirements.lock', binary: 'bin/zizmor', install: installZizmor },
};

async function buildActionlint(staged) {
  if (which('go') === null) {
    throw new SetupProblem(
      'actionlint is built with Go, and there is no Go on PATH.',
      'Get Go 1.21 or newer from https://go.dev/dl; CI has it.',
    );
  }
  const args = ['build', '-trimpath', '-mod=readonly', '-buildvcs=false', '-o', join(staged, 'bin', 'actionlint')];
  const module = join(tools, 'actionlint');
  await succeed('go', [...args, 'github.com/rhysd/actionlint/cmd/actionlint'], { cwd: module, env: { GOWORK: 'off' } });
}

async function installZizmor(staged) {
  const { executable } = await findPython();
  const exact = ['--require-hashes', '--no-deps', '--only-binary=:all:', '--no-compile'];
  // zizmor is one program without Python in it; its package asks for a newer Python than it needs.
  const quiet = ['--ignore-requires-python', '--no-input', '--disable-pip-version-check', '--progress-bar=off'];
  const lock = join(tools, 'zizmor', 'requirements.lock');
  const env = { PIP_USER: '0', PIP_REQUIRE_VIRTUALENV: '0', PIP_ROOT_USER_ACTION: 'ignore' };
  await succeed(executable, ['-m', 'pip', 'install', ...exact, ...quiet, '--target', staged, '-r', lock], { env });
}

async function succeed(command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0)
    throw new SetupProblem(
      `${command} ended with exit code ${code}.\n${tail(output)}`,
      'Run it again, or see its message above.',
    );
}

async function provide(name) {
  const { lock, binary, install } = linters[name];
  const folder = join(cache, 'lint', name);
  const marker = join(folder, 'installed.json');
  const wanted = JSON.stringify({ lock: digest(join(tools, lock)) });
  const path = join(folder, binary);
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted && existsSync(path)) return path;
  const staged = stage(cache, `staging-lint-${name}`);
  await install(staged);
  writeFileSync(join(staged, 'installed.json'), wanted);
  settle(staged, folder);
  return path;
}

endOnSignals(abandon);
try {
  const paths = await withLock(join(cache, 'lint.lock'), async () => {
    const entries = [];
    for (const name of Object.keys(linters)) entries.push([name, await provide(name)]);
    return Object.fromEntries(entries);
  });
  process.stdout.write(`${JSON.stringify(paths)}\n`);
} catch (error) {
  abandon();
  process.stderr.write(`${error.message}\n${error.advice ?? ''}\n`);
  process.exitCode = error instanceof SetupProblem ? 64 : 1;
}
