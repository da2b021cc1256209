// Lint rule: imports follow the arrows between the rooms, and packages come in through their choke point.
import { dirname, join, relative, sep } from 'node:path';
import { whyNotFile, whyNotPackage } from './rooms.mjs';

export const importRule = {
  meta: {
    type: 'problem',
    schema: [{ type: 'object', properties: { root: { type: 'string' } }, additionalProperties: false }],
    messages: { wrongWay: '{{what}} must not be imported here: {{why}} (docs/architecture.md).' },
  },
  create(context) {
    const { root } = context.options[0];
    const fromRoot = (path) => relative(root, path).split(sep).join('/');
    const check = (source) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const name = source.value;
      const from = fromRoot(context.filename);
      const why = name.startsWith('.')
        ? whyNotFile(from, fromRoot(join(dirname(context.filename), name)))
        : whyNotPackage(from, name);
      if (why !== null) context.report({ node: source, messageId: 'wrongWay', data: { what: name, why } });
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source),
    };
  },
};
