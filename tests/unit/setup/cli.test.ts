import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliVersion, makeClone, platform, sha256, type Clone } from './clone.ts';
import * as fakes from './fakes.ts';

let clone: Clone;
beforeEach(() => {
  clone = makeClone();
});
afterEach(() => clone.remove());

const versions = () => join(clone.home, '.pulumi', 'versions');
const installed = () => join(versions(), cliVersion, 'bin', 'pulumi');
const leftOvers = () => readdirSync(versions()).filter((name) => name !== cliVersion);
const without = (name: string) => rmSync(join(clone.root, '..', 'bin', name));
const builds = () => clone.calls().filter((call) => call === 'go build').length;

test('R37: the Pulumi CLI on PATH is used when it is exactly the pinned version', async () => {
  clone.program('pulumi', fakes.pulumi(cliVersion));
  const { code, output } = await clone.setUp({ ARGUMENTS: '--verbose' });
  expect(output).toMatch(/Pulumi CLI: 3\.246\.0 at .*\/bin\/pulumi/);
  expect(code).toBe(0);
  expect(clone.calls()).toEqual(['pip install', 'npm ci']);
  expect(clone.has(installed())).toBe(false);
});

test('R37: another version on PATH is not used, and the pinned one is installed beside it', async () => {
  clone.program('pulumi', fakes.pulumi('3.247.0'));
  const { code, output } = await clone.setUp({ ARGUMENTS: '--verbose' });
  expect(output).toMatch(/Pulumi CLI: .*\/pulumi is 3\.247\.0, not 3\.246\.0: not used/);
  expect(code).toBe(0);
  expect(clone.has(installed())).toBe(true);
});

test('R37: a CLI on PATH that was replaced by another version is noticed at the next start', async () => {
  clone.program('pulumi', fakes.pulumi(cliVersion));
  await clone.setUp();
  clone.program('pulumi', fakes.pulumi('3.250.10'));
  await clone.setUp();
  expect(builds()).toBe(1);
  expect(clone.has(installed())).toBe(true);
});

test('R37: the CLI in the versions folder is used without download or build', async () => {
  mkdirSync(join(versions(), cliVersion, 'bin'), { recursive: true });
  writeFileSync(installed(), fakes.pulumi(cliVersion), { mode: 0o755 });
  expect((await clone.setUp()).code).toBe(0);
  expect(clone.calls()).toEqual(['pip install', 'npm ci']);
});

test('R37: a broken CLI in the versions folder is replaced', async () => {
  mkdirSync(join(versions(), cliVersion, 'bin'), { recursive: true });
  writeFileSync(installed(), 'half a file', { mode: 0o755 });
  expect((await clone.setUp()).code).toBe(0);
  expect(readFileSync(installed(), 'utf8')).toContain('echo v3.246.0');
  expect(leftOvers()).toEqual([]);
});

test('R37: with the download refused and no Go, the message says all three ways out and ends with 64', async () => {
  without('go');
  const { code, output } = await clone.setUp();
  expect(output).toContain('Pulumi CLI 3.246.0 is needed');
  expect(output).toContain('Could not resolve host');
  expect(output).toContain('to build it Go 1.21 or newer is needed, but there is no Go on PATH');
  expect(output).toContain('Pulumi CLI 3.246.0 on PATH');
  expect(output).toContain('HTTPS_PROXY');
  expect(output).toContain('https://go.dev/dl');
  expect(code).toBe(64);
  expect(leftOvers()).toEqual([]);
});

test('R37: a Go that is too old is named', async () => {
  clone.program('go', fakes.go(cliVersion, '1.20.14'));
  const { code, output } = await clone.setUp();
  expect(output).toContain('Go 1.21 or newer is needed, but this is Go 1.20');
  expect(code).toBe(64);
});

test('R37: without curl the download is left out with a word, and the CLI is built', async () => {
  without('curl');
  const { code, output } = await clone.setUp();
  expect(output).toContain('the official download needs curl, which is not on PATH; building it from source instead');
  expect(code).toBe(0);
  expect(builds()).toBe(1);
  expect(readdirSync(join(versions(), cliVersion))).toEqual(['bin']);
});

test('R37: a build that gives another version is refused and not installed', async () => {
  clone.program('go', fakes.go('3.0.0'));
  const { code, output } = await clone.setUp();
  expect(output).toContain('The new Pulumi CLI says it is 3.0.0, not 3.246.0.');
  expect(code).toBe(64);
  expect(clone.has(installed())).toBe(false);
  expect(leftOvers()).toEqual([]);
});

/** A folder that curl serves: the release's archive and its checksums. */
function release(checksum: (archive: Buffer) => string): string {
  const served = join(clone.root, '..', 'served');
  const name = `pulumi-v${cliVersion}-${platform}.tar.gz`;
  mkdirSync(join(served, 'pulumi'), { recursive: true });
  writeFileSync(join(served, 'pulumi', 'pulumi'), fakes.pulumi(cliVersion), { mode: 0o755 });
  execFileSync('tar', ['-czf', name, 'pulumi'], { cwd: served });
  const line = `${checksum(readFileSync(join(served, name)))}  ${name}\n`;
  writeFileSync(join(served, `pulumi-${cliVersion}-checksums.txt`), line);
  clone.program('curl', fakes.servingCurl(served));
  clone.program('tar', '#!/bin/sh\nPATH=/usr/bin:/bin exec tar "$@"\n');
  return name;
}

test('R37: the official archive is installed when it matches the published checksum, without a build', async () => {
  const name = release(sha256);
  const { code, output } = await clone.setUp();
  expect(output).toContain('Pulumi CLI 3.246.0, official download: done in');
  expect(code).toBe(0);
  const fetched = clone.calls().filter((call) => call.startsWith('curl '));
  expect(fetched).toEqual(['curl pulumi-3.246.0-checksums.txt', `curl ${name}`]);
  expect(builds()).toBe(0);
  expect(readdirSync(join(versions(), cliVersion))).toEqual(['bin']);
  expect(leftOvers()).toEqual([]);
});

test('R37: an archive that does not match its checksum ends the set-up with 64, and nothing is installed', async () => {
  release(() => sha256('another archive'));
  const { code, output } = await clone.setUp();
  expect(output).toContain('does not match its published checksum');
  expect(code).toBe(64);
  expect(builds()).toBe(0);
  expect(readdirSync(versions())).toEqual([]);
});
