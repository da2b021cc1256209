/** Every single input that a resource is given, also inside of JSON texts, and the same inputs with one of them changed. */
import type { RawProperties } from '../../../pipeline/engine/rawObservation.ts';
import { propertyPath } from '../../../pipeline/snapshot/propertyPath.ts';

type Step = string | number;

export interface Leaf {
  readonly steps: readonly Step[];
  /** A plain value, or a list of plain values: those are told as a whole. */
  readonly value: unknown;
}

export function leavesOf(inputs: RawProperties): readonly Leaf[] {
  return Object.entries(inputs)
    .filter(([name]) => name !== '__defaults')
    .flatMap(([name, value]) => walk([name], value));
}

function walk(steps: readonly Step[], value: unknown): readonly Leaf[] {
  const opened = documentIn(value) ?? value;
  if (typeof opened !== 'object' || opened === null || isAsset(opened)) return [{ steps, value }];
  if (Array.isArray(opened)) {
    const blocks = opened.length > 0 && opened.every(isBlock);
    return blocks ? opened.flatMap((each, index) => walk([...steps, index], each)) : [{ steps, value }];
  }
  return Object.entries(opened).flatMap(([name, each]) => (name === '__defaults' ? [] : walk([...steps, name], each)));
}

const isBlock = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the engine sends instead of a file. */
const isAsset = (value: object): boolean => '4dabf18193072939515e22adb298388d' in value;

function documentIn(value: unknown): unknown {
  return typeof value === 'string' && value.startsWith('{') ? (JSON.parse(value) as unknown) : undefined;
}

/** Path with the places in lists left out: what all elements of a list have in common. */
export const generalPath = (steps: readonly Step[]): string =>
  steps.reduce<string>((path, step) => (typeof step === 'number' ? `${path}[]` : propertyPath(path, step)), '');

/** The inputs with the value at these steps replaced; a JSON text stays one. */
export function withValue(inputs: RawProperties, steps: readonly Step[], value: unknown): RawProperties {
  return replaced(inputs, steps, value) as RawProperties;
}

function replaced(at: unknown, [step, ...rest]: readonly Step[], value: unknown): unknown {
  if (step === undefined) return value;
  const document = documentIn(at);
  if (document !== undefined) return JSON.stringify(replaced(document, [step, ...rest], value));
  if (Array.isArray(at)) return at.map((each: unknown, index) => (index === step ? replaced(each, rest, value) : each));
  const block = at as Readonly<Record<string, unknown>>;
  return { ...block, [step]: replaced(block[step], rest, value) };
}

/** Another value of the same kind. */
export function otherValue(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return `${value}-changed`;
  if (Array.isArray(value)) return [...(value as unknown[]), 'changed'];
  throw new Error(`no other value for ${JSON.stringify(value)}`);
}
