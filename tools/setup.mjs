#!/usr/bin/env node
// Runs before every npm script: installs what the script needs and is missing. Plain JavaScript without dependencies,
// because it runs on whatever Node (18 or newer) started npm, on a clone that has no packages yet.
// By hand: `node tools/setup.mjs [packages] [cli] [emulator] [--verbose]`; without a name, everything.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { partsOf } from './setup/parts.mjs';
import { outdated } from './setup/record.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [flags, asked] = [true, false].map((flag) =>
  process.argv.slice(2).filter((word) => word.startsWith('--') === flag),
);
const verbose = flags.includes('--verbose');
const parts = asked.length > 0 ? { required: asked, optional: [] } : partsOf(process.env.npm_lifecycle_event);

// With nothing to do this ends after a few stats and two hashes: no other module is loaded and nothing is spawned.
if (verbose || outdated(root, parts).length > 0) {
  const { install } = await import('./setup/install.mjs');
  process.exitCode = await install({ root, parts, verbose });
}
