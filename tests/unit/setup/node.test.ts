import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { makeClone, platform, sha256, type Clone } from './clone.ts';
import * as fakes from './fakes.ts';

let clone: Clone;
beforeEach(() => {
  clone = makeClone();
});
afterEach(() => clone.remove());

test('R16: the Node that npm installed is checked against the committed digest of this platform', async () => {
  const { code, output } = await clone.setUp({ ARGUMENTS: '--verbose' });
  expect(output).toContain(`node: 24.21.0 for ${platform}, sha256 as committed`);
  expect(code).toBe(0);
});

test('R16: a Node that differs from the committed digest is refused with 64', async () => {
  clone.write('tools/setup/nodeDigests.json', fakes.nodeDigests(platform, sha256('another binary')));
  const { code, output } = await clone.setUp();
  expect(output).toContain(`is not the Node 24.21.0 for ${platform} that this repository was tested with`);
  expect(output).toContain(`sha256 ${sha256(fakes.node)}`);
  expect(code).toBe(64);
});

test('R16: on a platform without a committed digest the set-up goes on and says that nothing was checked', async () => {
  clone.write('tools/setup/nodeDigests.json', fakes.nodeDigests('plan9-mips', 'unknown'));
  const { code, output } = await clone.setUp({ ARGUMENTS: '--verbose' });
  expect(output).toContain(`node: not checked, no digest is committed for ${platform}`);
  expect(code).toBe(0);
});

test('R16: the committed digests belong to the version of Node that the lockfile installs', () => {
  const read = (path: string): unknown =>
    JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'));
  const lock = read('package-lock.json') as { packages: Record<string, { version?: string }> };
  const digests = read('tools/setup/nodeDigests.json') as Record<string, Record<string, string>>;
  expect(Object.keys(digests)).toEqual([lock.packages['node_modules/node']?.version]);
  for (const digest of Object.values(Object.values(digests)[0] ?? {})) expect(digest).toMatch(/^[0-9a-f]{64}$/);
});
