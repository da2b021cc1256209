import { globSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import ts from 'typescript';
import { identityOf, taggableTypes } from '../../infra/identityTags.ts';
import { configuration, recordEnvironments } from './environments.ts';

const sources = globSync('infra/**/*.ts', { exclude: ['infra/bootstrap/**', 'infra/policies/**'] }).map((path) =>
  ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true),
);

/** Everything in the program's sources for which the visitor gives a text. */
function findings(visit: (node: ts.Node) => string | undefined): readonly string[] {
  const found: string[] = [];
  for (const source of sources) {
    const walk = (node: ts.Node): void => {
      const text = visit(node);
      if (text !== undefined) found.push(`${source.fileName}: ${text}`);
      ts.forEachChild(node, walk);
    };
    walk(source);
  }
  return found;
}

test('R2: no name of an environment stands anywhere in the program', () => {
  const names: readonly string[] = configuration.environments.map(({ environment }) => environment);
  expect(sources.length).toBeGreaterThan(20);
  expect(
    findings((node) => (ts.isStringLiteralLike(node) && names.includes(node.text) ? node.text : undefined)),
  ).toEqual([]);
});

test('R2: nothing in the program branches on the name of an environment', () => {
  const equality = [
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
    ts.SyntaxKind.EqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsToken,
  ];
  const isName = (node: ts.Node): boolean => /(^|\.)environment$/.test(node.getText());
  const branches = findings((node) => {
    if (ts.isBinaryExpression(node) && equality.includes(node.operatorToken.kind)) {
      return isName(node.left) || isName(node.right) ? node.getText() : undefined;
    }
    return ts.isSwitchStatement(node) && isName(node.expression) ? node.getText() : undefined;
  });
  expect(branches).toEqual([]);
});

test('R1: only the entry of the stock CLI reads configuration, and only it reads the process environment', () => {
  const reads = findings((node) => {
    const isRead =
      ts.isPropertyAccessExpression(node) &&
      /^(pulumi\.(Config|runtime\.allConfig)|process\.env)$/.test(node.getText());
    return isRead ? node.getText() : undefined;
  });
  expect(reads.every((read) => read.startsWith('infra/index.ts'))).toBe(true);
  expect(reads).toHaveLength(2);
});

test('R36: everything that AWS can tag carries its identity and environment', async () => {
  for (const [environment, { resources }] of await recordEnvironments()) {
    const tagged = resources.filter(({ type }) => type.startsWith('aws:') && acceptsTags(type));
    expect(tagged.length).toBeGreaterThan(25);
    for (const { type, name, inputs } of tagged) {
      expect(inputs['tags']).toMatchObject({
        'payments:resource': identityOf(type, name),
        'payments:environment': environment,
      });
    }
  }
});

test('R36: the list of taggable types is what the SDK says of the types in use', async () => {
  const used = new Set(
    [...(await recordEnvironments()).values()].flatMap(({ resources }) => resources.map(({ type }) => type)),
  );
  const expected = [...used].filter((type) => type.startsWith('aws:') && acceptsTags(type)).toSorted();
  expect([...taggableTypes].toSorted()).toEqual(expected);
});

test('R36: an identity is a tag value that AWS takes', () => {
  expect(identityOf('aws:lambda/function:Function', 'payments-function')).toBe(
    'lambda/function:Function::payments-function',
  );
  for (const type of taggableTypes) {
    expect(identityOf(type, 'payments-x')).toMatch(/^(?!aws:)[\w .:/=+@-]{1,256}$/);
  }
});

/** Whether the SDK's arguments of a type have tags. */
function acceptsTags(type: string): boolean {
  const [, path = ''] = type.split(':');
  const declaration = readFileSync(`node_modules/@pulumi/aws/${path}.d.ts`, 'utf8');
  return /export interface \w+Args \{[\s\S]*\n {4}tags\?:/.test(declaration);
}
