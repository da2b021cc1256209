import { expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { anchorOf, anchorsIn, documents, read, root } from './documents.ts';

interface Link {
  readonly path: string;
  readonly target: string;
}

const links: readonly Link[] = documents.flatMap((path) =>
  [
    ...read(path)
      .replaceAll(/```[\s\S]*?```/g, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ]
    .map(([, target = '']) => ({ path, target }))
    .filter(({ target }) => !/^(https?|mailto):/.test(target)),
);

const fileOf = ({ path, target }: Link): string => {
  const [file = ''] = target.split('#');
  return file === '' ? path : join(dirname(path), file);
};

test('R24: every relative link in the documents leads to a file that is there', () => {
  expect(links.length).toBeGreaterThan(30);
  expect(links.filter((link) => !existsSync(join(root, fileOf(link))))).toEqual([]);
});

test('R24: every link to a section leads to a heading that is there', () => {
  const sections = links.filter(
    ({ target }) => (target.includes('#') && fileOf({ path: '', target }).endsWith('.md')) || target.startsWith('#'),
  );
  expect(sections.length).toBeGreaterThan(5);
  const missing = sections.filter((link) => !anchorsIn(read(fileOf(link))).has(link.target.split('#')[1] ?? ''));
  expect(missing).toEqual([]);
});

test('R24: anchors are those that GitHub makes of headings', () => {
  expect(anchorOf('A new AWS resource type in the sandbox')).toBe('a-new-aws-resource-type-in-the-sandbox');
  expect(anchorOf('report.json, and `npm run x`!')).toBe('reportjson-and-npm-run-x');
  expect(anchorsIn('# One\n```sh\n# no heading\n```\n## Two words\n')).toEqual(new Set(['one', 'two-words']));
});

test('R24: everything in the folder of documents can be reached from the README', () => {
  const reached = new Set<string>();
  const visit = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const link of links.filter((each) => each.path === path)) {
      const file = fileOf(link);
      if (file.endsWith('.md') && existsSync(join(root, file))) visit(file);
      for (const document of documents.filter((each) => dirname(each) === file)) visit(document);
    }
  };
  visit('README.md');
  expect(documents.filter((path) => path.startsWith('docs/') && !reached.has(path))).toEqual([]);
});
