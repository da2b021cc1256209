// The slow path: something is missing, or the user wants to see what is there.
import { installAct } from './act.mjs';
import { endOnSignals } from './child.mjs';
import { installCli } from './cli.mjs';
import { installEmulator } from './emulator.mjs';
import { withLock } from './lock.mjs';
import { installPackages } from './packages.mjs';
import { explain, SetupProblem } from './problem.mjs';
import { say } from './progress.mjs';
import { outdated, paths, readRecord, writeRecord } from './record.mjs';
import { abandon, sweep } from './staging.mjs';

const without = {
  emulator: 'without the local AWS (only --sandbox needs it)',
  act: 'without act (only the tests in tests/workflows need it)',
};

/** In this order, so that a missing Python or Go is said within seconds and not after minutes of other work. */
const installers = { emulator: installEmulator, cli: installCli, packages: installPackages, act: installAct };
const inOrder = (parts) => Object.keys(installers).filter((part) => parts.includes(part));

/** Installs what is missing of the wanted parts; the exit code. */
export async function install({ root, parts, verbose }) {
  endOnSignals(() => {
    abandon();
    say('set-up: interrupted; nothing half-installed was left');
  });
  try {
    requireNode();
    requireKnown(parts);
    await withLock(paths(root).lock, () => installAll({ root, parts, verbose }), { waiting });
    return 0;
  } catch (error) {
    abandon();
    return report(error, root, verbose);
  }
}

const waiting = ({ pid, host, since }) =>
  say(`set-up: another set-up of this clone is at work (process ${pid} on ${host}, since ${since}); waiting for it`);

async function installAll({ root, parts, verbose }) {
  sweep(paths(root).cache, 'staging-');
  const missing = verbose ? [...parts.required, ...parts.optional] : outdated(root, parts);
  for (const part of inOrder(missing)) {
    try {
      const entry = await installers[part](root, { verbose });
      writeRecord(root, { ...readRecord(root), [part]: entry });
    } catch (error) {
      if (!parts.optional.includes(part) || !(error instanceof SetupProblem)) throw error;
      say(`set-up: ${without[part]}: ${error.message}`);
    }
  }
}

function requireKnown({ required }) {
  const unknown = required.filter((part) => !(part in installers));
  if (unknown.length === 0) return;
  throw new SetupProblem(`There is no ${unknown.join(', ')} to set up.`, 'There are: packages, cli, emulator, act.');
}

function requireNode() {
  if (Number(process.versions.node.split('.')[0]) >= 18) return;
  throw new SetupProblem(`Node ${process.versions.node} is too old.`, 'Install Node 18 or newer: https://nodejs.org');
}

function report(error, root, verbose) {
  const known = error instanceof SetupProblem;
  say(`error: ${error.message}`);
  const advice = known ? error.advice : explain(error.message, error.path ?? root);
  if (advice !== null && advice !== undefined) say(`  ${advice}`);
  if (verbose && error.stack) say(error.stack);
  return known || advice !== null ? 64 : 1;
}
