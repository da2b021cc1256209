import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';
import * as rooms from '../../tools/eslint/rooms.mjs';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
  .toString()
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const sources = files.filter((path) => path.endsWith('.ts') && !path.includes('/dist/'));

const importsIn = (text: string): string[] =>
  ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
const importsOf = (path: string) => importsIn(read(path));
/** Types are gone when the code runs, so only the other imports can wait for each other. */
const importsAtRun = (path: string) => importsIn(read(path).replaceAll(/^(import|export) type [^;]*;$/gm, ''));
const target = (from: string, name: string) => posix.join(dirname(from), name);
const graph = new Map(
  sources.map((path) => [
    path,
    importsAtRun(path).flatMap((name) => (name.startsWith('.') ? [target(path, name)] : [])),
  ]),
);

test('R24: the layout of the repository is the one that was asked for', () => {
  const wanted = [
    '.github/workflows',
    '.github/actions/drift-check',
    'infra',
    'config/dev.yaml',
    'config/staging.yaml',
  ];
  for (const path of [...wanted, 'config/prod.yaml', 'scripts', 'package.json', 'README.md']) {
    expect({ path, exists: files.some((file) => file === path || file.startsWith(`${path}/`)) }).toEqual({
      path,
      exists: true,
    });
  }
});

test('R37: imports follow the arrows between the rooms, and packages come in through their choke point', () => {
  expect(sources.length).toBeGreaterThan(50);
  const wrong = sources.flatMap((from) =>
    importsOf(from).flatMap((name) => {
      const why = name.startsWith('.') ? rooms.whyNotFile(from, target(from, name)) : rooms.whyNotPackage(from, name);
      return why === null ? [] : [`${from} imports ${name}: ${why}`];
    }),
  );
  expect(wrong).toEqual([]);
});

test('R37: the arrows themselves go one way', () => {
  const visit = (room: string, way: readonly string[]): void => {
    expect(way).not.toContain(room);
    for (const next of rooms.mayImport[room] ?? []) visit(next, [...way, room]);
  };
  for (const room of Object.keys(rooms.mayImport)) visit(room, []);
});

test.each([
  ['infra/program.ts', 'sandbox/emulator.ts'],
  ['infra/program.ts', 'pipeline/engine/cli.ts'],
  ['pipeline/engine/cli.ts', 'sandbox/emulator.ts'],
  ['pipeline/driftCheck.ts', 'sandbox/emulator.ts'],
  ['pipeline/comparison/compare.ts', 'pipeline/report/markdown.ts'],
  ['pipeline/report/markdown.ts', 'pipeline/publish/issue.ts'],
  ['payments/index.ts', 'infra/settings.ts'],
])('R37: %s may not import %s', (from, to) => {
  expect(rooms.whyNotFile(from, to)).not.toBeNull();
  expect(rooms.whyNotFile(from, posix.join(dirname(from), 'neighbour.ts'))).toBeNull();
});

test.each([
  ['@pulumi/pulumi/automation/index.js', 'pipeline/engine/stacks.ts', 'scripts/deploy.ts'],
  ['@pulumi/aws', 'infra/network/network.ts', 'pipeline/report/markdown.ts'],
  ['@aws-sdk/client-sqs', 'pipeline/account/smokePayment.ts', 'pipeline/engine/observe.ts'],
  ['@actions/core', '.github/actions/drift-check/main.ts', '.github/actions/drift-check/run.ts'],
  ['@octokit/core', 'pipeline/publish/github.ts', 'scripts/drift.ts'],
  ['yaml', 'pipeline/configuration/file.ts', 'infra/settings.ts'],
])('R37: %s may be imported by %s and not by %s', (name, owner, other) => {
  expect(rooms.whyNotPackage(owner, name)).toBeNull();
  expect(rooms.whyNotPackage(other, name)).not.toBeNull();
});

test('R37: no file needs itself through others when it runs', () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' -> '));
    if (done.has(path)) return;
    done.add(path);
    for (const next of graph.get(path) ?? []) visit(next, [...way, path]);
  };
  for (const path of graph.keys()) visit(path, []);
  expect(circles).toEqual([]);
});

test('R37: no folder is a drawer for everything', () => {
  const drawers = /(^|\/)(utils?|helpers?|common|lib|misc|shared)\//;
  expect(files.filter((path) => drawers.test(path))).toEqual([]);
});

/** Folders of the first two levels; what lies deeper belongs to them. */
const folders = new Set(
  files.flatMap((path) => {
    const parts = dirname(path).split('/');
    return parts[0] === '.' ? [] : [parts[0] ?? '', parts.slice(0, 2).join('/')];
  }),
);

test('R24: every folder has its reason in docs/architecture.md, which names no other', () => {
  const cells = [...read('docs/architecture.md').matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell = '']) => cell);
  const named = cells.flatMap((cell) => [...cell.matchAll(/`([\w./-]+)`/g)].map(([, name = '']) => name));
  const wanted = [...folders].filter((folder) => !['.github', 'pipeline'].includes(folder));
  const trimmed = named.map((name) => name.replace(/\/$/, ''));
  expect(wanted.filter((folder) => !trimmed.includes(folder))).toEqual([]);
  expect(trimmed.filter((name) => !folders.has(name))).toEqual([]);
});

const scripts = Object.entries((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts);

test('R37: every npm script hands signals on, sets up what is missing first, and starts a file that exists', () => {
  for (const [name, line] of scripts) {
    const file = /^exec node (\S+)$/.exec(line)?.[1];
    expect({ name, exists: file !== undefined && existsSync(join(root, file)) }).toEqual({ name, exists: true });
    if (!name.startsWith('pre') || name === 'preview') {
      expect(scripts).toContainEqual([`pre${name}`, 'exec node tools/setup.mjs']);
    }
  }
});

test('R37: every command that the documents name exists', () => {
  const documents = files.filter((path) => /^(README|docs\/.*)\.md$/.test(path));
  expect(documents).toContain('README.md');
  const named = documents.flatMap((path) =>
    [...read(path).matchAll(/npm run ([a-z][a-z:-]*)/g)].map(([, name]) => ({ path, name })),
  );
  const known = new Set(scripts.map(([name]) => name));
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter(({ name }) => name === undefined || !known.has(name))).toEqual([]);
});
