import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { processAlive } from '../../../pipeline/engine/processAlive.ts';

/** Starts a child that ends at once, never reaps it, and says its number. */
const neglectful = `
import subprocess, time
child = subprocess.Popen(['true'])
time.sleep(0.3)
print(child.pid, flush=True)
time.sleep(60)
`;

test('R36: this process runs, and one that has ended does not', async () => {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  expect([processAlive(process.pid), processAlive(child.pid ?? 0)]).toEqual([true, false]);
});

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('R36: a dead process that nobody has reaped does not run', async () => {
  const parent = spawn('python3', ['-c', neglectful], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    expect(() => process.kill(pid, 0)).not.toThrow();
    expect(processAlive(pid)).toBe(false);
  } finally {
    parent.kill('SIGKILL');
  }
});
