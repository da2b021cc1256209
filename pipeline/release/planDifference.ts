import type { Plan, PlannedChange } from '../engine/plan.ts';
import { meaningOf } from './fingerprint.ts';

/** What a fresh plan does differently from the one that was looked at, as lines of text. */
export function planDifference(looked: Pick<Plan, 'changes'>, fresh: Pick<Plan, 'changes'>): readonly string[] {
  const before = operations(looked);
  const after = operations(fresh);
  const added = [...after].flatMap(([urn, change]) => {
    const old = before.get(urn);
    if (old === undefined) return [`new: ${inWords(change)}`];
    if (old.operation !== change.operation) return [`${inWords(change)} (was ${old.operation})`];
    return meaningOf(old) === meaningOf(change)
      ? []
      : [`${inWords(change)}, with other values: ${values(old, change)}`];
  });
  const gone = [...before].flatMap(([urn, change]) => (after.has(urn) ? [] : [`no longer: ${inWords(change)}`]));
  return [...added, ...gone].sort();
}

const operations = ({ changes }: Pick<Plan, 'changes'>): ReadonlyMap<string, PlannedChange> =>
  new Map(changes.filter(({ operation }) => operation !== 'same').map((change) => [change.urn, change]));

const inWords = ({ operation, type, name }: PlannedChange): string => `${operation} ${type} ${name}`;

function values(old: PlannedChange, fresh: PlannedChange): string {
  const names = new Set([...Object.keys(old.newInputs ?? {}), ...Object.keys(fresh.newInputs ?? {})]);
  const text = (change: PlannedChange, name: string) => JSON.stringify(change.newInputs?.[name]);
  return [...names]
    .filter((name) => text(old, name) !== text(fresh, name))
    .sort()
    .join(', ');
}
