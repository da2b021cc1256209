import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitOf } from '../../../pipeline/release/commit.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payments-commit-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const git = (...words: readonly string[]): string =>
  execFileSync(
    'git',
    ['-C', folder, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false', ...words],
    { encoding: 'utf8', stdio: 'pipe' },
  ).trim();

async function commit(message: string): Promise<void> {
  await mkdir(join(folder, 'infra'), { recursive: true });
  await writeFile(join(folder, 'infra', 'program.ts'), `${message}\n`);
  git('add', '.');
  git('commit', '-q', '-m', message);
}

describe('the commit of a working tree', () => {
  test('R41: names commit, time, author and every co-author once', async () => {
    git('init', '-q');
    const coAuthors = [
      'Grace <grace@example.com>',
      'Grace <grace@example.com>',
      'x <1+linus@users.noreply.github.com>',
    ];
    await commit(`feat: one\n\n${coAuthors.map((each) => `Co-authored-by: ${each}`).join('\n')}`);
    const found = await commitOf(folder);
    expect(found).toEqual({
      commit: git('rev-parse', 'HEAD'),
      committedAt: git('log', '-1', '--format=%cI'),
      authors: ['1+linus@users.noreply.github.com', 'ada@example.com', 'grace@example.com'],
      dirty: false,
    });
  });

  test('R41: is dirty by a change of what is deployed, and by nothing else', async () => {
    git('init', '-q');
    await commit('one');
    await writeFile(join(folder, 'README.md'), 'changed');
    expect((await commitOf(folder)).dirty).toBe(false);
    await writeFile(join(folder, 'infra', 'more.ts'), 'changed');
    expect((await commitOf(folder)).dirty).toBe(true);
  });

  test.each(['a folder without git', 'a repository without a commit'])(
    'R41: of %s there is none, and it counts as dirty',
    async (what) => {
      if (what.includes('repository')) git('init', '-q');
      expect(await commitOf(folder)).toMatchObject({ commit: 'uncommitted', dirty: true, authors: [] });
    },
  );
});
