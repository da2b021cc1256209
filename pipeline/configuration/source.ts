/** One configuration file as text with line numbers: the only place of the project that reads YAML. */
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document, type Pair } from 'yaml';

export type SourcePath = readonly (string | number)[];

export interface SourceProblem {
  readonly line: number;
  readonly message: string;
}

export interface Source {
  /** The whole file as plain data. */
  readonly value: unknown;
  /** Syntax errors and duplicate keys. */
  readonly problems: readonly SourceProblem[];
  /** The line on which the deepest existing part of a path begins, counted from 1. */
  lineOf(path: SourcePath): number;
}

/** Reads a YAML text. Never throws: what is wrong with it is in `problems`. */
export function readSource(text: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems = document.errors.map(({ code, message, pos: [offset] }) => ({
    line: lines.linePos(offset).line || 1,
    message:
      code === 'DUPLICATE_KEY' ? 'duplicate key: the value further up would be lost' : `is not valid YAML: ${message}`,
  }));
  const plain = toPlain(document);
  return {
    value: plain.value,
    problems: [...problems, ...plain.problems],
    lineOf: (path) => lines.linePos(offsetOf(document, path)).line || 1,
  };
}

function toPlain(document: Document): { value: unknown; problems: SourceProblem[] } {
  try {
    return { value: document.toJS({ maxAliasCount: 100 }), problems: [] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { value: undefined, problems: [{ line: 1, message: `is not valid YAML: ${message}` }] };
  }
}

function offsetOf(document: Document, path: SourcePath): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    const pair: Pair | undefined = isMap(node) ? node.items.find(({ key }) => keyOf(key) === String(step)) : undefined;
    const next = pair?.value ?? (isSeq(node) ? node.items[Number(step)] : undefined);
    const start = pair === undefined ? next : pair.key;
    if (!isNode(start) || !start.range) return offset;
    offset = start.range[0];
    node = next;
  }
  return offset;
}

function keyOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}
