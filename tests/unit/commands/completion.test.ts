import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
let folder = '';
let clone = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'payments-completion-'));
  clone = join(folder, 'clone');
  cpSync(join(root, 'config'), join(clone, 'config'), { recursive: true });
  cpSync(join(root, 'docs', 'reference'), join(clone, 'docs', 'reference'), { recursive: true });
  const script = execFileSync(process.execPath, ['scripts/completion.ts'], { cwd: root, encoding: 'utf8' });
  writeFileSync(join(folder, 'completion.sh'), script);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the completion for these words, of which the last one is being typed. */
const programs = {
  bash: `
    source "$1" && shift
    complete -p npm | grep -q -- '-F _payments_gitops npm' || exit 1
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _payments_gitops || true
    printf '%s\n' "\${COMPREPLY[@]}"`,
  // As zsh's own bashcompinit calls it.
  zsh: `
    source "$1" && shift
    [ "\${_comps[npm]}" = "_bash_complete -o default -F _payments_gitops" ] || exit 1
    emulate -L sh
    setopt kshglob noshglob braceexpand
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _payments_gitops || true
    printf '%s\n' "\${COMPREPLY[@]}"`,
};
type Shell = keyof typeof programs;

const options: Readonly<Record<Shell, readonly string[]>> = { bash: ['--norc'], zsh: ['-f'] };

function offeredBy(shell: Shell, directory: string, words: readonly string[]): readonly string[] {
  const parameters = [...options[shell], '-c', programs[shell], shell, join(folder, 'completion.sh'), ...words];
  return (
    execFileSync(shell, parameters, { cwd: directory, encoding: 'utf8', env: { ...process.env, HOME: folder } })
      .split('\n')
      // What a shell is offered it filters: bash in compgen, zsh afterwards.
      .filter((line) => line !== '' && (shell === 'bash' || line.startsWith(words.at(-1) ?? '')))
  );
}

const installed = (shell: Shell): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

// Where a shell is not installed its tests count as skipped.
const shells = (['bash', 'zsh'] as const).map((shell) => [shell, installed(shell) ? describe : describe.skip] as const);

for (const [shell, describeShell] of shells) describeShell(`the completion in a real ${shell}`, () => proofs(shell));

function proofs(shell: Shell): void {
  const offered = (directory: string, ...words: readonly string[]) => offeredBy(shell, directory, words);

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
    rmSync(join(clone, 'config', 'preprod.yaml'));
  });

  test('R37: the options of the command are completed, and of no other', () => {
    expect(offered(clone, 'npm', 'run', 'drift', '--', '--s')).toEqual(['--sandbox']);
    const redrive = ['--verbose', '--sandbox', '--filter', '--limit', '--send', '--owed', '--help'];
    expect(offered(clone, 'npm', 'run', 'redrive', '--', '--')).toEqual(expect.arrayContaining(redrive));
    expect(offered(clone, 'npm', 'run', 'redrive', '--', '--out')).toEqual([]);
    expect(offered(clone, 'npm', 'run', 'drift', '--', '--out')).toEqual(['--out']);
    expect(offered(clone, 'npm', 'run', 'nothing', '--', '--h')).toEqual([]);
  });

  test('R37: elsewhere, and for other commands of npm, nothing is offered', () => {
    expect(offered(folder, 'npm', 'run', 'pre')).toEqual([]);
    expect(offered(clone, 'npm', 'install', 'pre')).toEqual([]);
  });
}
