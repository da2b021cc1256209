/** Which inputs are changed together before one drift check: as many as do not hide each other. */
import { isWithin } from '../../../pipeline/snapshot/propertyPath.ts';
import { generalPath } from '../../unit/comparison/leaves.ts';
import { setters } from './api/index.ts';
import type { Pair } from './pairs.ts';

export interface Mutation {
  readonly type: string;
  readonly name: string;
  readonly path: string;
  readonly property: string;
  readonly steps: readonly (string | number)[];
}

/** Deals the pairs out over the resources that have them, in as few rounds as that takes. */
export function roundsOf(pairs: readonly Pair[]): readonly (readonly Mutation[])[] {
  const rounds: Mutation[][] = [];
  for (const pair of pairs) {
    const choices = pair.places
      .map(({ name, leaf }): Mutation => {
        const { type, path, property } = pair;
        return { type, name, path, property, steps: leaf.steps };
      })
      .filter((mutation) => !blinds(mutation));
    const place = rounds
      .flatMap((round) => choices.map((mutation) => ({ round, mutation })))
      .find(({ round, mutation }) => !round.some((other) => hide(mutation, other)));
    const [first] = choices;
    if (place !== undefined) place.round.push(place.mutation);
    else if (first !== undefined) rounds.push([first]);
  }
  return rounds;
}

/** The first statement of a key's policy lets the account decide: without it the observer itself may not read the key. */
const blinds = ({ type, path, steps }: Mutation): boolean =>
  type === 'aws:kms/key:Key' && steps[1] === 'Statement' && steps[2] === 0 && !/Sid$|Principal\.AWS$/.test(path);

function hide(left: Mutation, right: Mutation): boolean {
  if (left.type !== right.type || left.name !== right.name) return false;
  const [a, b] = [scope(left), scope(right)];
  return isWithin(a, b) || isWithin(b, a);
}

/** An element of a list counts as a whole, because it may be known by the value that changes; so does what moves along. */
function scope({ type, property, steps }: Mutation): string {
  if ((setters[type]?.[property]?.along ?? []).length > 0 || alone.has(`${type} ${property}`)) return property;
  const last = steps.findLastIndex((step) => typeof step === 'number');
  if (last < 0) return generalPath(steps);
  return steps.slice(0, last + 1).join('.');
}

/** One part at a time: several may make an index impossible, or a key unreadable for the observer. */
const alone = new Set(['aws:dynamodb/table:Table globalSecondaryIndexes', 'aws:kms/key:Key policy']);
