/** `npm test`: every jest test; the last line says how many passed, failed and were skipped. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onExit } from '../pipeline/engine/onExit.ts';
import { endGroup, groupAlive, groupsWorkingIn, killGroup } from '../sandbox/processGroup.ts';
import { outdated } from '../tools/setup/record.mjs';
import { countLine, readCounts, verdict } from './testCounts.ts';

const usage = `Usage: npm test -- [patterns...] [options of jest]

Every test: units, components, the real engine on the sandbox, the rehearsal, the workflow files.
The last line counts them: N passed, N failed, N skipped. Exit code 1 when one failed, or when none ran.

Examples:
  npm test
  npm test -- tests/unit/comparison
  npm test -- -t R33
`;

if (process.argv.includes('--help')) {
  process.stdout.write(usage);
  process.exit();
}

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'payments-test-'));
onExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
const results = join(folder, 'results.json');
const jest = [
  ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
];
const graceMilliseconds = 10_000;

if (outdated(root, { required: ['act'], optional: [] }).length > 0 && needsAct(process.argv.slice(2))) {
  process.stderr.write(
    'error: act, which carries out the workflow files in tests/workflows, is not set up\n' +
      '  Run `node tools/setup.mjs act`, which needs Go 1.21 or newer, or name other tests: npm test -- tests/unit\n',
  );
  process.exit(64);
}

const { code: exitCode, signal } = await runJest(process.argv.slice(2));
// An interrupted test does not tidy up; one that forgot to is found here as well.
await Promise.all(groupsWorkingIn(folder).map(endGroup));
if (signal === null) {
  const counts = readCounts(read(results));
  process.stdout.write(`${countLine(counts)}\n`);
  process.exitCode = verdict(counts, exitCode);
} else {
  process.stderr.write('interrupted: what the tests had started was ended, and their files were removed\n');
  process.exitCode = 128 + constants.signals[signal];
}

/** Whether a test that carries out the workflow files is among the chosen ones. */
function needsAct(extra: readonly string[]): boolean {
  const { stdout } = spawnSync(process.execPath, [...jest, '--listTests', ...extra], { cwd: root, encoding: 'utf8' });
  return stdout.split('\n').some((path) => path.includes(join('tests', 'workflows', 'execution.test.ts')));
}

interface Ended {
  readonly code: number;
  /** What interrupted it. */
  readonly signal: NodeJS.Signals | null;
}

/** Jest in its own process: its modules need a flag that must not reach the processes that tests start. */
async function runJest(extra: readonly string[]): Promise<Ended> {
  const child = spawn(
    process.execPath,
    [
      ...jest,
      '--json',
      `--outputFile=${results}`,
      '--passWithNoTests=false',
      `--cacheDirectory=${join(root, '.cache', 'jest')}`,
      ...extra,
    ],
    {
      cwd: root,
      // Jest prints its JSON to standard output beside the file; people read standard error.
      stdio: ['inherit', 'ignore', 'inherit'],
      // Everything that tests write is below one folder, which goes away with them. Hundreds of processes load the same
      // modules; whoever comes later takes them compiled, which is half of a start.
      env: { ...process.env, TMPDIR: folder, NODE_COMPILE_CACHE: join(folder, 'compiled') },
      // A group of its own, so that one signal reaches jest, its workers and the processes of the tests, once.
      detached: true,
    },
  );
  const group = child.pid ?? 0;
  const forget = onExit(() => killGroup(group));
  const interruptedBy = forwardSignals(group);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once('error', reject);
  child.once('exit', (code) => resolve(code ?? 1));
  const code = await promise;
  // What got the same signal ends in order: a rehearsal stops its sandbox.
  for (const deadline = Date.now() + graceMilliseconds; groupAlive(group) && Date.now() < deadline;) await sleep(50);
  await endGroup(group);
  forget();
  return { code, signal: interruptedBy() };
}

/** To the whole group, once; a second signal after an echo of the first one ends it at once. */
function forwardSignals(group: number): () => NodeJS.Signals | null {
  let first: { readonly signal: NodeJS.Signals; readonly at: number } | null = null;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (first !== null && performance.now() - first.at > 500) killGroup(group);
      if (first !== null) return;
      first = { signal, at: performance.now() };
      process.kill(-group, signal);
    });
  }
  return () => first?.signal ?? null;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
