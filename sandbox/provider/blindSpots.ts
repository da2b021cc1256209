/** Properties that the emulator cannot read back: carried along from what is known, and never concluded from. */
import { readFileSync } from 'node:fs';

import { isObject } from './inputValues.ts';
import type { Inputs, ReadResult } from './resourceType.ts';

interface Spot {
  readonly type: string;
  readonly path: string;
}

const spots = JSON.parse(readFileSync(new URL('../blindSpots.json', import.meta.url), 'utf8')) as readonly Spot[];

export const blindPaths = (token: string): readonly string[] =>
  spots.filter(({ type }) => type === token).map(({ path }) => path);

interface Known {
  readonly inputs: Inputs;
  readonly outputs: Inputs;
}

/** What was read, with the blind paths as they were last known: nothing where nothing is known. */
export function carryBlindSpots(paths: readonly string[], read: ReadResult, known: Known): ReadResult {
  return {
    id: read.id,
    inputs: paths.reduce((properties, path) => carried(properties, known.inputs, path.split('.')), read.inputs),
    outputs: paths.reduce((properties, path) => carried(properties, known.outputs, path.split('.')), read.outputs),
  };
}

function carried(into: Inputs, from: Inputs, [name = '', ...rest]: readonly string[]): Inputs {
  const { [name]: own, ...others } = into;
  if (rest.length === 0) return from[name] === undefined ? others : { ...others, [name]: from[name] };
  const known = from[name];
  if (Array.isArray(own))
    return {
      ...others,
      [name]: own.map((item, at) => inside(item, Array.isArray(known) ? known[at] : undefined, rest)),
    };
  return own === undefined ? into : { ...others, [name]: inside(own, known, rest) };
}

function inside(own: unknown, known: unknown, rest: readonly string[]): unknown {
  return isObject(own) ? carried(own, isObject(known) ? known : {}, rest) : own;
}
