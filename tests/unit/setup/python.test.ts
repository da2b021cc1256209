import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeClone, type Clone } from './clone.ts';
import * as fakes from './fakes.ts';

let clone: Clone;
beforeEach(() => {
  clone = makeClone();
});
afterEach(() => clone.remove());

/** What is there besides the record: the emulator, or something half-installed. */
const emulatorParts = () => readdirSync(join(clone.root, '.cache')).filter((name) => name !== 'setup.json');
const withoutPython = () => rmSync(join(clone.root, '..', 'bin', 'python3'));

test('R37: without Python the message says which version, why and how to get it, and ends with 64', async () => {
  withoutPython();
  const { code, output } = await clone.setUp();
  expect(output).toContain('Python 3.10 or newer is needed, but there is no Python on PATH.');
  expect(output).toContain('The local AWS (sandbox) of `npm run rehearse`');
  expect(output).toContain('apt install python3 python3-pip');
  expect(code).toBe(64);
  expect(emulatorParts()).toEqual([]);
  expect(clone.calls()).toEqual([]);
});

test('R37: a Python that is too old is named and not used', async () => {
  clone.program('python3', fakes.python('3.9.18'));
  const { code, output } = await clone.setUp();
  expect(output).toMatch(/Python 3\.10 or newer is needed, but found only 3\.9\.18 \(.*\/python3\)\./);
  expect(code).toBe(64);
  expect(clone.calls()).not.toContain('pip install');
});

test('R37: a newer Python beside an old `python3` is used, and remembered for starting the emulator', async () => {
  clone.program('python3', fakes.python('3.9.18'));
  clone.program('python3.12', fakes.python('3.12.1'));
  const { code, output } = await clone.setUp();
  expect(output).toContain('local AWS for Python 3.12.1');
  expect(code).toBe(0);
  const record = JSON.parse(clone.read('.cache/setup.json')) as { emulator: { python: string } };
  expect(record.emulator.python).toBe(join(clone.root, '..', 'bin', 'python3.12'));
});

test('R37: PYTHON names the Python to use', async () => {
  clone.program('my-python', fakes.python('3.13.0'));
  const { code, output } = await clone.setUp({ PYTHON: join(clone.root, '..', 'bin', 'my-python') });
  expect(output).toContain('local AWS for Python 3.13.0');
  expect(code).toBe(0);
});

test('R37: a Python without pip says how to get pip', async () => {
  clone.program('python3', fakes.python('3.11.7', { pip: false }));
  const { code, output } = await clone.setUp();
  expect(output).toMatch(/Python 3\.11\.7 \(.*\) has no pip\./);
  expect(output).toContain('python3-pip');
  expect(code).toBe(64);
});

test('R37: another minor version of Python gets its own installation', async () => {
  await clone.setUp();
  clone.program('python3', fakes.python('3.13.0'));
  expect((await clone.setUp()).output).toContain('local AWS for Python 3.13.0');
  expect(clone.calls().filter((call) => call === 'pip install')).toHaveLength(2);
});

test('R15: a command that can work on real accounts goes on without Python, and says what is missing', async () => {
  withoutPython();
  const { code, output } = await clone.setUp({ npm_lifecycle_event: 'predeploy' });
  expect(output).toContain('without the local AWS (only --sandbox needs it): Python 3.10 or newer is needed');
  expect(code).toBe(0);
  expect((await clone.setUp({ npm_lifecycle_event: 'prerehearse' })).code).toBe(64);
});

test('R37: checking the repository needs neither Python nor the Pulumi CLI', async () => {
  const { code } = await clone.setUp({ npm_lifecycle_event: 'precheck' });
  expect(code).toBe(0);
  expect(clone.calls()).toEqual(['npm ci']);
});

test('R37: a full disk is called that, ends with 64, and keeps the emulator that was there', async () => {
  await clone.setUp();
  clone.write('tools/emulator/requirements.lock', 'ministack==9.9.9\n');
  const { code, output } = await clone.setUp({ PIP_FAILURE: 'OSError: [Errno 28] No space left on device' });
  expect(output).toContain('[Errno 28] No space left on device');
  expect(output).toMatch(/The disk is full\. Free about 2 GB where .*\.cache is/);
  expect(code).toBe(64);
  expect(clone.has(clone.root, '.cache', 'emulator', 'ministack', 'app.py')).toBe(true);
  expect(emulatorParts()).toEqual(['emulator']);
});

test('R37: a package that differs from its committed hash is refused', async () => {
  const { code, output } = await clone.setUp({ PIP_FAILURE: 'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES' });
  expect(output).toContain('A package differs from the committed hash: do not install it.');
  expect(code).toBe(64);
  expect(emulatorParts()).toEqual([]);
});

test('R37: something in the way of the cache folder is named', async () => {
  clone.write('.cache', 'a file');
  const { code, output } = await clone.setUp();
  expect(output).toMatch(/Something else is where a folder must be: move .*\.cache/);
  expect(code).toBe(64);
});
