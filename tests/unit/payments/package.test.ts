import { afterEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { buildFunctionPackage } from '../../../payments/package.ts';
import type { FunctionPackage } from '../../../payments/package.ts';

const packager = new URL('../../../payments/package.ts', import.meta.url).href;
const folders: string[] = [];

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'payments-package-'));
  folders.push(path);
  return path;
}

afterEach(async () => {
  for (const path of folders.splice(0)) await rm(path, { recursive: true, force: true });
});

/** Another process, in another folder and time zone. */
async function buildElsewhere(output: string, zone: string): Promise<FunctionPackage> {
  const program = `import { buildFunctionPackage } from '${packager}';
    console.log(JSON.stringify(await buildFunctionPackage(${JSON.stringify(output)})));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: await folder(),
    env: { PATH: process.env['PATH'] ?? '', TZ: zone },
  });
  return JSON.parse(stdout) as FunctionPackage;
}

describe('the package of the function', () => {
  test('R34: it is the same bytes from any folder, process and time zone', async () => {
    const first = await buildFunctionPackage(await folder());
    const second = await buildElsewhere(join(await folder(), 'new', 'folder'), 'Pacific/Auckland');
    const third = await buildElsewhere(await folder(), 'America/Los_Angeles');
    expect({ ...second, path: '' }).toEqual({ ...first, path: '' });
    expect({ ...third, path: '' }).toEqual({ ...first, path: '' });
    expect(await readFile(second.path)).toEqual(await readFile(first.path));
  }, 30_000);

  test('R1: it holds one module below its size limit that names no folder of this machine', async () => {
    const { path, unzippedBytes } = await buildFunctionPackage(await folder());
    const files = unzipSync(await readFile(path));
    expect(Object.keys(files)).toEqual(['index.mjs']);
    expect(unzippedBytes).toBe(files['index.mjs']?.length);
    expect(unzippedBytes).toBeLessThanOrEqual(450_000);
    const text = Buffer.from(files['index.mjs'] ?? []).toString();
    expect(text).not.toContain(process.cwd());
    expect(text).toMatch(/export\s*\{[^}]*\bas handler\b/u);
  });
});
