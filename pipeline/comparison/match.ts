import type { ObservedResource, Value } from '../snapshot/observation.ts';

export interface Match {
  readonly left: ObservedResource | undefined;
  readonly right: ObservedResource | undefined;
  /** What shows that two resources of different logical identity are one. */
  readonly evidence?: string;
}

type Clue = readonly [evidence: string, of: (resource: ObservedResource) => string | null];

/** Evidence that a resource was renamed, moved or retyped, the strongest first. */
const clues: readonly Clue[] = [
  ['the same type and the same physical name', ({ type, state }) => joined(type, physicalName(state))],
  [
    'the same type and equal properties',
    ({ type, state }) => (state === null ? null : joined(type, JSON.stringify(state))),
  ],
  ['the same logical and physical name', ({ name, state }) => joined(name, physicalName(state))],
];

/** Pairs the deployed resources of two environments by logical identity, and what is left over by evidence. */
export function match(left: readonly ObservedResource[], right: readonly ObservedResource[]): readonly Match[] {
  const [before, after] = [deployed(left), deployed(right)];
  const pairs: Match[] = [...before].flatMap(([key, each]) =>
    after.has(key) ? [{ left: each, right: after.get(key) }] : [],
  );
  let [restLeft, restRight] = [missingIn(before, after), missingIn(after, before)];
  for (const [evidence, of] of clues) {
    const found = paired(restLeft, restRight, of);
    pairs.push(...found.map(([a, b]): Match => ({ left: a, right: b, evidence })));
    const taken = new Set(found.flat());
    restLeft = restLeft.filter((each) => !taken.has(each));
    restRight = restRight.filter((each) => !taken.has(each));
  }
  return [
    ...pairs,
    ...restLeft.map((each): Match => ({ left: each, right: undefined })),
    ...restRight.map((each): Match => ({ left: undefined, right: each })),
  ];
}

const deployed = (resources: readonly ObservedResource[]): ReadonlyMap<string, ObservedResource> =>
  new Map(resources.filter(({ state }) => state !== null).map((each) => [each.key, each]));

const missingIn = (
  all: ReadonlyMap<string, ObservedResource>,
  other: ReadonlyMap<string, unknown>,
): readonly ObservedResource[] => [...all].filter(([key]) => !other.has(key)).map(([, each]) => each);

/** Only where the clue points to exactly one on each side: two candidates are no evidence. */
function paired(left: readonly ObservedResource[], right: readonly ObservedResource[], of: Clue[1]) {
  const [before, after] = [Map.groupBy(left, of), Map.groupBy(right, of)];
  return [...before].flatMap(([clue, [a, ...others]]): (readonly [ObservedResource, ObservedResource])[] => {
    const [b, ...more] = clue === null ? [] : (after.get(clue) ?? []);
    return a !== undefined && b !== undefined && others.length + more.length === 0 ? [[a, b]] : [];
  });
}

function physicalName(state: ObservedResource['state']): Value | undefined {
  return state?.['name'] ?? state?.['bucket'] ?? state?.['functionName'];
}

const joined = (first: string, second: Value | undefined): string | null =>
  typeof second === 'string' ? `${first}\n${second}` : null;
