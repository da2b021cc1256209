// npm packages exactly as the lockfile says, and the Node 24 that comes with them.
import { readFileSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { run, tail } from './child.mjs';
import { verifyNode } from './node.mjs';
import { explain, SetupProblem } from './problem.mjs';
import { say, step } from './progress.mjs';
import { digest, fingerprint, paths, which } from './record.mjs';

/** Installs the packages unless they are there; returns what the record keeps. */
export async function installPackages(root, { verbose }) {
  const at = paths(root);
  if (!matchesLock(at)) await step('packages from the lockfile (npm ci)', (tell) => npmCi(root, at, tell));
  else if (verbose) say('set-up: packages: node_modules matches package-lock.json');
  await verifyNode(at.node, { verbose });
  return { lock: digest(at.packageLock), installed: fingerprint(at.installedPackages), node: fingerprint(at.node) };
}

/**
 * npm writes `node_modules/.package-lock.json` when an installation is complete, and a killed one does not have it. After
 * an `npm install` by hand it matches the new lockfile, and nothing needs to be installed again.
 */
function matchesLock(at) {
  const wanted = packagesIn(at.packageLock);
  const installed = packagesIn(at.installedPackages);
  if (wanted === null) throw new SetupProblem(`${at.packageLock} is missing or not JSON.`, 'Restore it from git.');
  if (installed === null || fingerprint(at.node) === null) return false;
  const same = ([path, { version, integrity, optional, devOptional, link }]) => {
    const found = installed[path];
    if (found === undefined) return path === '' || optional === true || devOptional === true;
    return link === true || (found.version === version && found.integrity === integrity);
  };
  return Object.entries(wanted).every(same) && Object.keys(installed).every((path) => path in wanted);
}

function packagesIn(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return null;
  }
}

async function npmCi(root, at, tell) {
  const [command, ...first] = npm();
  let fetched = 0;
  const { code, output } = await run(command, [...first, 'ci', '--loglevel=http', '--no-audit', '--no-fund'], {
    cwd: root,
    line: (text) => {
      if (/http fetch GET 200 \S+\.tgz/.test(text)) tell(`${++fetched} fetched`);
    },
  });
  if (code === 0 && packagesIn(at.installedPackages) !== null) return;
  // What npm left must not look complete to the next start.
  rmSync(at.installedPackages, { force: true });
  throw new SetupProblem(
    `npm ci ended with exit code ${code}.\n${tail(errorsOf(output))}`,
    explain(output, root) ?? 'Run `npm ci` to see all of its output.',
  );
}

/**
 * npm says where it is when it starts a script; called directly, the npm on PATH is used. It runs on the Node that started
 * it: the one in `node_modules` is about to be removed.
 */
function npm() {
  const script = process.env.npm_execpath ?? '';
  if (/^npm-cli\.c?js$/.test(basename(script))) return [process.env.npm_node_execpath ?? process.execPath, script];
  const found = which('npm');
  if (found !== null) return [found];
  throw new SetupProblem('npm is not on PATH.', 'Install Node 18 or newer with npm: https://nodejs.org');
}

const errorsOf = (output) => {
  const errors = output.split('\n').filter((line) => line.startsWith('npm error'));
  return errors.length > 0 ? errors.join('\n') : output;
};
