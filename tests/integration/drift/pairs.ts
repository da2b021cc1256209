/** Every pair of type and input that the program really sets, and what can become of it in the account. */
import { blindSpots } from '../../../sandbox/blindSpots.ts';
import type { RawResource } from '../../../pipeline/engine/rawObservation.ts';
import { generalPath, leavesOf, type Leaf } from '../../unit/comparison/leaves.ts';
import { programResources } from '../../unit/comparison/programObserved.ts';
import { setters } from './api/index.ts';
import { immutable, providerArguments } from './api/unchangeable.ts';

export interface Pair {
  readonly type: string;
  /** General path of the input. */
  readonly path: string;
  readonly property: string;
  /** Every place where the program sets it. */
  readonly places: readonly { readonly name: string; readonly leaf: Leaf }[];
}

export type Fate = 'changeable' | 'blind' | 'immutable' | 'provider argument';

function pairsOf(resources: readonly RawResource[]): readonly Pair[] {
  const places = resources.flatMap(({ type, name, programInputs }) =>
    leavesOf(programInputs ?? {}).map((leaf) => ({ type, path: generalPath(leaf.steps), name, leaf })),
  );
  return [...Map.groupBy(places, ({ type, path }) => `${type} ${path}`).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { type, path, leaf } = first;
    return [{ type, path, property: String(leaf.steps[0]), places: same.map(({ name, leaf }) => ({ name, leaf })) }];
  });
}

export const programPairs = (environment: string): readonly Pair[] => pairsOf(programResources(environment));

const isBlind = ({ type, property }: Pair): boolean =>
  blindSpots().some((spot) => spot.type === type && spot.path === property);

/** All that is said of it: exactly one, when the tables are right. */
export function fatesOf(pair: Pair): readonly Fate[] {
  const { type, property } = pair;
  return [
    ...(setters[type]?.[property] === undefined ? [] : (['changeable'] as const)),
    ...(isBlind(pair) ? (['blind'] as const) : []),
    ...(immutable[type]?.[property] === undefined ? [] : (['immutable'] as const)),
    ...(providerArguments[type]?.includes(property) === true ? (['provider argument'] as const) : []),
  ];
}

/** Keys may be read by this tag alone: whoever changes it shuts the observer out, and all is unknown until it is back. */
const shutsOut = ({ type, path }: Pair): boolean =>
  type === 'aws:kms/key:Key' && path === 'tags["payments:environment"]';

export const changeablePairs = (environment: string): readonly Pair[] =>
  programPairs(environment).filter((pair) => fatesOf(pair)[0] === 'changeable' && !shutsOut(pair));
