import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cliVersion, makeClone, type Clone } from './clone.ts';
import * as fakes from './fakes.ts';

let clone: Clone;
beforeEach(() => {
  clone = makeClone();
});
afterEach(() => clone.remove());

const cli = () => join(clone.home, '.pulumi', 'versions', cliVersion, 'bin', 'pulumi');

test('R37: on a fresh clone everything is installed, and every step says what it does and how long it took', async () => {
  const { code, output } = await clone.setUp();
  expect(output).toMatch(/packages from the lockfile \(npm ci\): done in \d+\.\d s/);
  expect(output).toMatch(/Pulumi CLI 3\.246\.0, official download: failed after \d\.\d s/);
  expect(output).toMatch(/Pulumi CLI 3\.246\.0 from Go modules .*: done in \d+\.\d s/);
  expect(output).toMatch(/local AWS for Python 3\.11\.7 .*: done in \d+\.\d s/);
  expect(code).toBe(0);
  expect(clone.calls()).toEqual(['pip install', expect.stringMatching(/^curl /), 'go build', 'npm ci']);
  expect(clone.has(cli())).toBe(true);
  expect(clone.has(clone.root, '.cache', 'emulator', 'ministack', 'app.py')).toBe(true);
  expect(readdirSync(join(clone.root, '.cache')).sort()).toEqual(['emulator', 'setup.json']);
});

test('R37: a second start installs nothing, says nothing and spends less than a second', async () => {
  await clone.setUp();
  const before = clone.calls();
  const { code, output, milliseconds } = await clone.setUp();
  expect({ code, output }).toEqual({ code: 0, output: '' });
  expect(clone.calls()).toEqual(before);
  expect(milliseconds).toBeLessThan(1000);
});

test('R37: a changed lockfile is installed again, and a matching `npm install` by hand is not', async () => {
  await clone.setUp();
  clone.write('package-lock.json', fakes.packageLock('2.0.0'));
  await clone.setUp();
  expect(clone.calls().filter((call) => call === 'npm ci')).toHaveLength(2);
  clone.write('package-lock.json', fakes.packageLock('3.0.0'));
  clone.write('node_modules/.package-lock.json', fakes.installedPackages('3.0.0'));
  expect((await clone.setUp()).output).toBe('');
  expect(clone.calls().filter((call) => call === 'npm ci')).toHaveLength(2);
});

test('R37: packages that were removed are installed again', async () => {
  await clone.setUp();
  clone.write('node_modules/.package-lock.json', fakes.installedPackages('0.9.0'));
  await clone.setUp();
  expect(clone.calls().filter((call) => call === 'npm ci')).toHaveLength(2);
});

test('R37: a changed emulator lock replaces the emulator as a whole', async () => {
  await clone.setUp();
  clone.write('.cache/emulator/left-over.py', '');
  clone.write('tools/emulator/requirements.lock', 'ministack==9.9.9\n');
  expect((await clone.setUp()).code).toBe(0);
  expect(clone.has(clone.root, '.cache', 'emulator', 'left-over.py')).toBe(false);
  expect(clone.has(clone.root, '.cache', 'emulator', 'ministack', 'app.py')).toBe(true);
});

test('R37: npm that fails is shown with its own words and ends with 64', async () => {
  const { code, output } = await clone.setUp({ NPM_FAILURE: 'code ENOTFOUND registry' });
  expect(output).toContain('npm ci ended with exit code 1');
  expect(output).toContain('npm error code ENOTFOUND registry');
  expect(output).toContain('HTTPS_PROXY');
  expect(code).toBe(64);
  expect((await clone.setUp()).code).toBe(0);
});

test('R37: npm that fills the disk is ended at once, although it would call that a success', async () => {
  const { code, output, milliseconds } = await clone.setUp({ NPM_WARNING: 'TAR_ENTRY_ERROR ENOSPC', NPM_SECONDS: '1' });
  expect(output).toContain('The disk is full.');
  expect(code).toBe(64);
  expect(milliseconds).toBeLessThan(5000);
  expect(clone.has(clone.root, 'node_modules', '.package-lock.json')).toBe(false);
  expect((await clone.setUp()).code).toBe(0);
});

test('R37: by hand, only the named parts are set up, and an unknown name ends with 64', async () => {
  expect((await clone.setUp({ ARGUMENTS: 'packages' })).code).toBe(0);
  expect(clone.calls()).toEqual(['npm ci']);
  const { code, output } = await clone.setUp({ ARGUMENTS: 'packages everything' });
  expect(output).toContain('There is no everything to set up.');
  expect(code).toBe(64);
});

test('R37: npm runs on the Node that started it, not on the one in node_modules that it replaces', async () => {
  const outer = join(clone.root, '..', 'bin', 'outer-node');
  clone.program('outer-node', `#!/bin/sh\necho outer >> "$CALLS"\nexec "${process.execPath}" "$@"\n`);
  expect((await clone.setUp({ ARGUMENTS: 'packages', npm_node_execpath: outer })).code).toBe(0);
  expect(clone.calls()).toEqual(['outer', 'npm ci']);
});
