/** Every recipe of docs/change.md at once, a fourth environment among them, through the whole rehearsal. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { copyWithRecipes } from '../unit/documents/recipes.ts';
import { root } from '../unit/documents/documents.ts';
import type { Proof, SoakResult } from './proof.ts';

export const proof: Proof = {
  claim: 'a checkout with every recipe of docs/change.md applied, four environments in all, rehearses as this one does',
  cases: 1,
  chunk: 1,
  async run() {
    const folder = await copyWithRecipes();
    try {
      return rehearse(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

function rehearse(folder: string): SoakResult {
  mkdirSync(join(folder, '.cache'), { recursive: true });
  symlinkSync(join(root, '.cache', 'emulator'), join(folder, '.cache', 'emulator'));
  commit(folder);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/rehearse.ts'], {
    ...{ cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 },
  });
  const went = `${stdout}\n${stderr}`;
  if (status === 0 && /preprod +payment \S+: recorded/.test(went)) return { cases: 1, failure: null };
  return { cases: 1, failure: `the rehearsal ended with ${String(status)}\n${went.slice(-4000)}` };
}

/** A release is built from a commit. */
function commit(folder: string): void {
  const author = ['-c', 'user.name=recipes', '-c', 'user.email=recipes@example.com'];
  for (const words of [
    ['init', '-q'],
    ['add', '-A'],
    [...author, 'commit', '-q', '-m', 'recipes'],
  ]) {
    spawnSync('git', words, { cwd: folder });
  }
}
