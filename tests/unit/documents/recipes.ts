/** The recipes of docs/change.md, and a copy of this checkout that has all of them. */
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { read, root } from './documents.ts';

/** The diff of each section, by its heading. */
export const recipes: ReadonlyMap<string, string> = new Map(
  read('docs/change.md')
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split('\n')[0] ?? '', /```diff\n([^]*?)```/.exec(section)?.[1]] as const)
    .filter((entry): entry is readonly [string, string] => entry[1] !== undefined),
);

/** @returns the folder; its owner removes it */
export async function copyWithRecipes(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'payments-recipes-'));
  copyCheckout(folder);
  for (const diff of recipes.values()) apply(folder, diff, '--check');
  for (const diff of recipes.values()) apply(folder, diff);
  await promisify(execFile)(process.execPath, ['scripts/generate.ts'], { cwd: folder });
  return folder;
}

/** What a clone has, without what is installed in it. */
function copyCheckout(to: string): void {
  const paths = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
  for (const path of new Set(paths.map((each) => each.split('/')[0] ?? ''))) {
    if (path !== '' && existsSync(join(root, path))) cpSync(join(root, path), join(to, path), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(to, 'node_modules'));
}

function apply(folder: string, diff: string, ...options: readonly string[]): void {
  execFileSync('git', ['apply', ...options, '-'], { cwd: folder, input: diff, stdio: ['pipe', 'pipe', 'pipe'] });
}
