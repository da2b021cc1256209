import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { commitOf, personAt, writersSince } from '../../../pipeline/release/commit.ts';

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

  test('R41: of uncommitted work, whoever is at the keyboard is an author too', async () => {
    git('init', '-q');
    git('config', 'user.email', 'eve@example.com');
    await commit('one');
    await writeFile(join(folder, 'infra', 'more.ts'), 'changed');
    expect((await commitOf(folder)).authors).toEqual(['ada@example.com', `${userInfo().username} <eve@example.com>`]);
  });

  test.each(['a folder without git', 'a repository without a commit'])(
    'R41: of %s there is none, and it counts as dirty and as written by whoever is here',
    async (what) => {
      if (what.includes('repository')) git('init', '-q');
      const authors = [await personAt(folder)];
      expect(await commitOf(folder)).toMatchObject({ commit: 'uncommitted', dirty: true, authors });
    },
  );
});

describe('who wrote what came since a commit that was verified', () => {
  const head = () => git('rev-parse', 'HEAD');
  const by = (who: string) => ['-c', `user.email=${who}@example.com`];

  async function history(...authors: readonly string[]): Promise<readonly string[]> {
    git('init', '-q');
    const commits: string[] = [];
    for (const [index, who] of authors.entries()) {
      await mkdir(join(folder, 'infra'), { recursive: true });
      await writeFile(join(folder, 'infra', 'program.ts'), `${index}\n`);
      git('add', '.');
      git(...by(who), 'commit', '-q', '-m', `${index}\n\nCo-authored-by: x <with-${who}@example.com>`);
      commits.push(head());
    }
    return commits;
  }

  test('R41: is everybody with a commit in between, co-authors too, not only the author of the last', async () => {
    const [first = '', , last = ''] = await history('ada', 'bob', 'eve');
    const people = ['bob', 'eve', 'with-bob', 'with-eve'].map((name) => `${name}@example.com`);
    expect(await writersSince(folder, last, [first])).toEqual(people);
  });

  test('R41: of a commit that was there before is its own author', async () => {
    const [first = '', , last = ''] = await history('ada', 'bob', 'eve');
    expect(await writersSince(folder, first, [last])).toEqual(['ada@example.com', 'with-ada@example.com']);
    expect(await writersSince(folder, last, [])).toEqual(['eve@example.com', 'with-eve@example.com']);
  });

  test('R41: is counted from an older one where the newest is not at hand', async () => {
    const [first = '', , last = ''] = await history('ada', 'bob', 'eve');
    const found = await writersSince(folder, last, ['uncommitted', 'f'.repeat(40), first]);
    expect(found).toContain('bob@example.com');
  });

  test('R41 R43: cannot be told when none of them is at hand, or the commit is not', async () => {
    const [first = ''] = await history('ada');
    await expect(writersSince(folder, first, ['f'.repeat(40)])).rejects.toThrow(
      'none of the commits that were verified',
    );
    await expect(writersSince(folder, 'f'.repeat(40), [first])).rejects.toThrow('is not in this clone');
    expect(await writersSince(folder, 'uncommitted', [first])).toEqual([]);
  });
});
