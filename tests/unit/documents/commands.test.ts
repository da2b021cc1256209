import { beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { read, root, written, type Line } from './documents.ts';

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** Help of each command, from the generated page, which another test holds to the code. */
const help = new Map(
  read('docs/reference/commands.md')
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split('\n')[0] ?? '', section] as const),
);

interface Use extends Line {
  readonly name: string;
  readonly words: readonly string[];
}

/** `npm run NAME -- WORDS`, up to what ends a command in prose or in a shell. */
const uses: readonly Use[] = written.flatMap((line) =>
  [...line.text.matchAll(/npm run (?:--silent )?([a-z][\w:-]*)(?: -- ([^`#|&;()]*))?/g)].map(
    ([, name = '', words = '']) => ({
      ...line,
      name,
      words: words.split(/\s+/).filter((word) => word.startsWith('--')),
    }),
  ),
);

beforeAll(() => expect(uses.length).toBeGreaterThan(40));

test('R24: every command that a document names exists', () => {
  expect(uses.filter(({ name }) => !(name in scripts))).toEqual([]);
});

test('R24: every option that a document gives a command is one that the command has', () => {
  const wrong = uses.flatMap(({ path, name, words }) =>
    words
      .map((word) => word.replace(/[=.,:].*$/, ''))
      .filter((word) => !new RegExp(`^\\s+(-\\w, )?${word}\\b`, 'm').test(help.get(name) ?? ''))
      .map((word) => ({ path, name, word })),
  );
  expect(uses.some(({ words }) => words.length > 0)).toBe(true);
  expect(wrong).toEqual([]);
});

test('R24: every file of the repository that a document runs with Node exists', () => {
  const files = written.flatMap(({ path, text }) =>
    [...text.matchAll(/node ((?:scripts|tools|tests|\.github)\/[\w./-]+)/g)].map(([, file = '']) => ({ path, file })),
  );
  expect(files.length).toBeGreaterThan(2);
  expect(files.filter(({ file }) => !existsSync(join(root, file)))).toEqual([]);
});

test('R24: every command explains itself, and shows an example', () => {
  const own = Object.keys(scripts).filter(
    (name) => !(name.startsWith('pre') && name.slice(3) in scripts) && name !== 'test',
  );
  expect([...help.keys()].sort()).toEqual(own.sort());
  expect(
    [...help]
      .filter(([name, text]) => !new RegExp(`Examples?:\\n\\s+(.*)?npm run (--silent )?${name}\\b`).test(text))
      .map(([name]) => name),
  ).toEqual([]);
});

test('R24: the help of every command shows its usage and its exit codes, and so does npm test', () => {
  const tests = execFileSync(process.execPath, ['scripts/test.ts', '--help'], { cwd: root, encoding: 'utf8' });
  const texts = [...help, ['test', tests] as const];
  expect(texts.filter(([, text]) => !/^Usage: npm (run )?\w+/m.test(text) || !/Exit codes?/.test(text))).toEqual([]);
});
