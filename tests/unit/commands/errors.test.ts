/** What a command prints when it fails: what, what to do, why; the rest with --verbose. Each is a process of its own. */
import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');

/** A command whose action throws what an expression makes. */
function failing(expression: string, ...options: readonly string[]) {
  const program = `
    import { command, runCommand } from './scripts/command.ts';
    import { ConfigurationError, EngineError } from './pipeline/errors.ts';
    await runCommand(command('try', 'Fails.').action(async () => { throw ${expression}; }));`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module-typescript', '--eval', program, '--', ...options],
    { cwd: root, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
  );
  return { status, stdout, lines: stderr.trimEnd().split('\n') };
}

const deep = `new EngineError('dev cannot be seen', {
  advice: 'Look at the network.', cause: new Error('no answer', { cause: new Error('ECONNREFUSED') }) })`;

test('R33: an error is three lines: what, what to do, why', () => {
  expect(failing(deep)).toEqual({
    ...{ status: 1, stdout: '' },
    lines: [
      'error: dev cannot be seen',
      '  Look at the network.',
      '  because: no answer (--verbose shows what is behind it)',
    ],
  });
});

test('R33: --verbose shows every cause and where it happened', () => {
  const { lines } = failing(deep, '--verbose');
  expect(lines.slice(0, 2)).toEqual(['error: dev cannot be seen', '  Look at the network.']);
  for (const text of [/^Error: no answer/, /^Error: ECONNREFUSED/, /^EngineError: dev cannot be seen/, /^ +at /])
    expect(lines).toContainEqual(expect.stringMatching(text));
});

test('R33: an error that nobody foresaw says so, and how to see more', () => {
  expect(failing(`new TypeError('x is not a function')`)).toEqual({
    ...{ status: 1, stdout: '' },
    lines: [
      'error: x is not a function',
      '  Nothing here expected this. Run it again with --verbose, which shows where it happened.',
    ],
  });
});

test('R14: what the user can put right has exit code 64, and no more lines than it needs', () => {
  expect(failing(`new ConfigurationError('no such thing', { advice: 'Name another.' })`)).toEqual({
    ...{ status: 64, stdout: '' },
    lines: ['error: no such thing', '  Name another.'],
  });
});

const onLinux = process.platform === 'linux' ? test : test.skip;

// What is written to /dev/full meets a full disk, really.
onLinux('R36: a full disk is named as that, with the way on', () => {
  const full = `(await import('node:fs')).writeFileSync('/dev/full', 'a report')`;
  expect(failing(`await (async () => ${full})().then(() => new Error('it was written'), (error) => error)`)).toEqual({
    ...{ status: 64, stdout: '' },
    lines: [
      'error: ENOSPC: no space left on device, write',
      '  The disk is full. Free some space for this folder and for temporary files, then run the command again.',
    ],
  });
});
