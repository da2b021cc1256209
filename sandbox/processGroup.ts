/** Ends a process together with everything it started; such a process leads a group of its own. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { processAlive } from '../pipeline/engine/processAlive.ts';

const graceMilliseconds = 10_000;

/** True while any process of the group lives. */
export function groupAlive(leader: number): boolean {
  return signal(-leader, 0) && !onlyZombies(leader);
}

/** SIGTERM to the leader (it saves its data and ends its workers), then SIGKILL to whatever is left of the group. */
export async function endGroup(leader: number): Promise<void> {
  if (!groupAlive(leader)) return;
  signal(leader, 'SIGTERM');
  const deadline = Date.now() + graceMilliseconds;
  while (processAlive(leader) && Date.now() < deadline) await sleep(20);
  signal(-leader, 'SIGKILL');
  while (groupAlive(leader) && Date.now() < deadline + graceMilliseconds) await sleep(20);
}

/** At once and without waiting: for the very end of this process. */
export const killGroup = (leader: number): boolean => signal(-leader, 'SIGKILL');

/** A dead child whose parent does not reap it still answers signals; only Linux tells it apart without a further process. */
function onlyZombies(leader: number): boolean {
  const states = processes().filter(({ group }) => group === leader);
  return states.length > 0 && states.every(({ state }) => state === 'Z' || state === 'X');
}

function processes(): { pid: number; group: number; state: string }[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      // The command in parentheses may hold anything, so the fields are counted from its end.
      const [state = '', , group = ''] = readFileSync(`/proc/${entry}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      return [{ pid: Number(entry), group: Number(group), state }];
    } catch {
      return [];
    }
  });
}

/** Leaders of the groups whose command line names this folder: what was left running there. */
export function groupsWorkingIn(folder: string): readonly number[] {
  const own = processes().filter(({ pid, group }) => pid === group && commandOf(pid).includes(folder));
  return own.map(({ pid }) => pid);
}

/** The command line of a process, empty when there is none: a process id alone may belong to somebody else by now. */
export function commandOf(pid: number): string {
  if (process.platform !== 'linux')
    return spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).stdout.toString();
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function signal(target: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(target, name);
  } catch {
    return false;
  }
}
