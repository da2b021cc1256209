/** The rehearsal as a user starts it: how long, and how much memory all of its processes hold at once. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atMost, indication, type Row } from './row.ts';

const root = join(import.meta.dirname, '..', '..');
/** Asking the kernel for the share of each process holds that process up for a moment: not too often. */
const sampledEveryMilliseconds = 1000;

export async function run(): Promise<readonly Row[]> {
  const reports = await mkdtemp(join(tmpdir(), 'payments-bench-'));
  try {
    const started = performance.now();
    const peak = await peakOf(['scripts/rehearse.ts', '--report', reports]);
    return [
      indication('rehearsal', (performance.now() - started) / 1000, 's', 'promised: at most 90 s on two quiet cores'),
      atMost(
        'peak memory of the rehearsal',
        peak,
        1536,
        'MiB',
        'summed over our process, the emulator, functions and engines',
      ),
    ];
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
}

/** @returns the largest sum of resident memory, in MiB */
async function peakOf(parameters: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, parameters, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  let trouble = '';
  child.stderr.on('data', (text) => (trouble = `${trouble}${String(text)}`.slice(-2000)));
  let peak = 0;
  const sampling = setInterval(() => (peak = Math.max(peak, residentBelow(child.pid ?? 0))), sampledEveryMilliseconds);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(sampling);
  if (code !== 0) throw new Error(`the rehearsal ended with ${code}: ${trouble}`);
  return peak;
}

/** A process and all that descend from it, in MiB. */
function residentBelow(ancestor: number): number {
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [pid: number, parent: number, kibibytes: number]);
  const family = new Set([ancestor]);
  // A child may be listed before its parent.
  for (let before = 0; before < family.size;) {
    before = family.size;
    for (const [pid, parent] of processes) if (family.has(parent)) family.add(pid);
  }
  return processes.reduce((sum, [pid, , resident]) => sum + (family.has(pid) ? ownShare(pid, resident) / 1024 : 0), 0);
}

/** Linux tells what a process holds with shared pages divided among their users; elsewhere each counts them whole. */
function ownShare(pid: number, resident: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? resident);
  } catch {
    return resident;
  }
}
