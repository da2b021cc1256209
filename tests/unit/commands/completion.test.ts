/** The completion in a real bash. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
let folder = '';
let clone = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'payments-completion-'));
  clone = join(folder, 'clone');
  cpSync(join(root, 'config'), join(clone, 'config'), { recursive: true });
  mkdirSync(join(clone, 'docs'));
  const script = execFileSync(process.execPath, ['scripts/completion.ts'], { cwd: root, encoding: 'utf8' });
  writeFileSync(join(folder, 'completion.sh'), script);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What bash offers for these words, of which the last one is being typed. */
function offered(directory: string, ...words: readonly string[]): readonly string[] {
  const program = `
    source "$1" && shift
    complete -p npm | grep -q -- '-F _payments_gitops npm' || exit 1
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _payments_gitops && printf '%s\\n' "\${COMPREPLY[@]}"`;
  const parameters = ['--norc', '-c', program, 'bash', join(folder, 'completion.sh'), ...words];
  return execFileSync('bash', parameters, { cwd: directory, encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '');
}

test('R37: commands are completed after npm run, without the hooks of npm', () => {
  expect(offered(clone, 'npm', 'run', 'pre')).toEqual(['preview']);
  expect(offered(clone, 'npm', 'run', 're')).toEqual(['rehearse', 'recover', 'releases', 'redeploy', 'redrive']);
});

test('R37: environments are completed from the configuration, a new one at once, and from below as well', () => {
  const all = ['dev', 'prod', 'staging'];
  expect(offered(clone, 'npm', 'run', 'recover', '--', '')).toEqual(all);
  expect(offered(join(clone, 'docs'), 'npm', 'run', 'recover', '--', 's')).toEqual(['staging']);
  writeFileSync(join(clone, 'config', 'preprod.yaml'), '');
  expect(offered(clone, 'npm', 'run', 'compare', '--', 'dev', 'pr')).toEqual(['preprod', 'prod']);
});

test('R37: options that every command has are completed', () => {
  expect(offered(clone, 'npm', 'run', 'drift', '--', '--s')).toEqual(['--sandbox']);
});

test('R37: elsewhere, and for other commands of npm, nothing is offered', () => {
  expect(offered(folder, 'npm', 'run', 'pre')).toEqual([]);
  expect(offered(clone, 'npm', 'install', 'pre')).toEqual([]);
});
