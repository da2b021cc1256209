import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');

/** Prints for a while, beside a handler that prints what nobody caught, as the engine installs one; then says so by its exit code. */
const program = `
  import { command, runCommand } from './scripts/command.ts';
  process.on('uncaughtException', (error) => console.error('uncaught', error));
  await runCommand(command('try', 'Prints.').action(async () => {
    for (let line = 0; line < 20; line++) {
      console.log('a line');
      console.error('a line');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    process.exitCode = 3;
  }));`;

const start = (stdio: 'pipe' | number) =>
  spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    ...{ cwd: root, stdio: ['ignore', stdio, stdio], timeout: 20_000 },
  });

test('R36: a command whose output nobody reads any more goes on to its own end', async () => {
  const child = start('pipe');
  child.stdout?.once('data', () => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  });
  expect(await once(child, 'exit')).toEqual([3, null]);
});

const full = process.platform === 'linux' ? test : test.skip;

full('R36: a command whose output did not fit on the disk has failed', async () => {
  const descriptor = openSync('/dev/full', 'w');
  try {
    expect(await once(start(descriptor), 'exit')).toEqual([64, null]);
  } finally {
    closeSync(descriptor);
  }
});
