import ts from 'typescript';
import { read } from './page.ts';

/** A member of an interface or a class as its source documents it. */
export interface DocumentedMember {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  /** Its TSDoc as one line; empty when it has none. */
  readonly text: string;
}

export interface DocumentedDeclaration {
  readonly text: string;
  readonly members: readonly DocumentedMember[];
}

/** Public, named members of an exported interface or class of a file, in their order. */
export function documented(path: string, declaration: string): DocumentedDeclaration {
  const file = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);
  const found = file.statements.find(
    (statement): statement is ts.InterfaceDeclaration | ts.ClassDeclaration =>
      (ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement)) &&
      statement.name?.text === declaration,
  );
  if (found === undefined) throw new Error(`${path} declares no ${declaration}`);
  const members: readonly ts.Node[] = [...found.members];
  return { text: textOf(found), members: members.filter(isProperty).map((member) => memberOf(member, file)) };
}

type Property = ts.PropertySignature | ts.PropertyDeclaration;

const isProperty = (node: ts.Node): node is Property => ts.isPropertySignature(node) || ts.isPropertyDeclaration(node);

const memberOf = (member: Property, file: ts.SourceFile): DocumentedMember => ({
  name: member.name.getText(file),
  type: (member.type?.getText(file) ?? 'unknown')
    .replaceAll(/\/\*\*[\s\S]*?\*\/|\breadonly /g, '')
    .replaceAll(/\s+/g, ' '),
  optional: member.questionToken !== undefined,
  text: textOf(member),
});

const textOf = (node: ts.Node): string =>
  ts
    .getJSDocCommentsAndTags(node)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
