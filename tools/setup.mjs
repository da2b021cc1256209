#!/usr/bin/env node
// Runs before every npm script: installs what the script needs and is missing. Plain JavaScript without dependencies,
// because it runs on whatever Node (18 or newer) started npm, on a clone that has no packages yet.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { partsOf } from './setup/parts.mjs';
import { outdated } from './setup/record.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const verbose = process.argv.includes('--verbose');
const parts = partsOf(process.env.npm_lifecycle_event);

// With nothing to do this ends after a few stats and two hashes: no other module is loaded and nothing is spawned.
const missing = outdated(root, parts);
if (verbose || missing.length > 0) {
  const { install } = await import('./setup/install.mjs');
  process.exitCode = await install({ root, parts, verbose });
}
