import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { program } from '../../../scripts/checks/check.ts';
import { checks } from '../../../scripts/checks/list.ts';
import { machinePathsIn, registryAddresses } from '../../../scripts/checks/repository.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const check = (...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'scripts', 'check.ts'), ...args], {
    encoding: 'utf8',
    cwd: root,
    env: { ...process.env, FORCE_COLOR: '0' },
  });

test('R37: registry addresses in a lockfile are found with their line', () => {
  const line = (key: string, value: string) => JSON.stringify({ [key]: value }, null, 1).split('\n')[1] ?? '';
  const lockfile = ['{', line('resolved', 'https://registry.example/a.tgz'), line('version', '1.0.0'), '}'].join('\n');
  expect(registryAddresses(lockfile)).toEqual(['package-lock.json:2: "resolved": "https://registry.example/a.tgz"']);
  expect(registryAddresses('{\n  "version": "1.0.0"\n}')).toEqual([]);
});

test.each(['home', 'Users', 'root', 'work', 'tmp'])('R37: a path below /%s is one of a machine', (top) => {
  expect(machinePathsIn('a.md', `first\nsee ${['', top, 'someone', 'clone'].join('/')} there`)).toHaveLength(1);
  expect(machinePathsIn('a.md', `"${['', top, 'someone'].join('/')}"`)).toHaveLength(1);
});

test('R37: addresses and relative paths are no paths of a machine', () => {
  expect(machinePathsIn('a.md', 'https://example.com/home/x tests/work/x ./tmp/x <rootDir>/tmp/x')).toEqual([]);
});

test('R37: one check can be run alone; its line says the verdict, the name and the time', () => {
  const { status, stdout } = check('repository');
  expect(stdout).toMatch(/^ok {5}repository +\d+\.\d s {2}no registry addresses/);
  expect(status).toBe(0);
});

test('R37: an unknown check ends with 64 and names those that exist', () => {
  const { status, stderr } = check('nothing');
  expect(stderr).toContain('no such check: nothing');
  for (const { name } of checks) expect(stderr).toContain(name);
  expect(status).toBe(64);
});

test('R37: a check that cannot start has not passed', async () => {
  const { passed, output } = await program('gone', 'a program that is not installed', 'gone/bin.js', []).run();
  expect(passed).toBe(false);
  expect(output).toContain('Cannot find module');
});
