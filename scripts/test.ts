/** `npm test`: every jest test; the last line says how many passed, failed and were skipped. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countLine, readCounts, verdict } from './testCounts.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'payments-test-'));
const results = join(folder, 'results.json');

const exitCode = await runJest(process.argv.slice(2));
const counts = readCounts(read(results));
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${countLine(counts)}\n`);
process.exitCode = verdict(counts, exitCode);

/** Jest in its own process: its modules need a flag that must not reach the processes that tests start. */
function runJest(extra: readonly string[]): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--json',
      `--outputFile=${results}`,
      '--passWithNoTests=false',
      ...extra,
    ],
    // Jest prints its JSON to standard output beside the file; people read standard error.
    { cwd: root, stdio: ['inherit', 'ignore', 'inherit'] },
  );
  forwardSignals((signal) => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** A terminal's Ctrl-C reaches jest by itself as well; one that reaches only this process must be handed on. */
function forwardSignals(send: (signal: NodeJS.Signals) => void): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => send(signal));
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
