import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compare } from '../../../pipeline/comparison/compare.ts';
import { differences } from '../../../pipeline/comparison/difference.ts';
import { noRules } from '../../../pipeline/comparison/rules.ts';
import type { Properties } from '../../../pipeline/snapshot/observation.ts';
import {
  addition,
  both,
  compared,
  deployed,
  inAccount,
  inProgram,
  now,
  observed,
  ours,
  rulesWith,
  withoutResource,
  type Alter,
} from './observed.ts';
import { dev, prod, staging } from '../snapshot/rawPayments.ts';

/** Changes of every kind, each independent of the others. */
const changes: readonly Alter[] = [
  inAccount(ours.function, { timeout: 60 }),
  inAccount(ours.table, { pointInTimeRecovery: { enabled: false } }),
  inProgram(ours.queue, { delaySeconds: 3 }),
  deployed(ours.key, { enableKeyRotation: false }),
  deployed(ours.vpc, { tags: { owner: 'somebody' } }),
  withoutResource(ours.egress),
  addition(ours.role, { type: 'aws:iam/rolePolicy:RolePolicy', name: 'x', physicalId: 'x', properties: { name: 'x' } }),
];
const everything = compared({ prod: both(...changes) });

test('R7: ids are different from each other and the same in every run, whatever the time and the values', () => {
  const ids = everything.findings.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(
    compared({ prod: both(...changes), at: new Date('2027-06-01T00:00:00Z') }).findings.map(({ id }) => id),
  ).toEqual(ids);
  const idOf = (timeout: number) => compared({ prod: inAccount(ours.function, { timeout }) }).findings[0]?.id;
  expect(idOf(60)).toBe(idOf(61));
  expect(ids.every((id) => /^[0-9a-f]{12}$/.test(id))).toBe(true);
});

test('R7: an id knows the environment, the kind and the property', () => {
  const first = (change: Parameters<typeof compared>[0]) =>
    compared({ ...change, rules: noRules }).findings.find(({ path }) => path === 'timeout')?.id;
  const ids = [
    first({ prod: inAccount(ours.function, { timeout: 60 }) }),
    first({ staging: inAccount(ours.function, { timeout: 60 }) }),
    first({ prod: inProgram(ours.function, { timeout: 60 }) }),
    first({ prod: deployed(ours.function, { timeout: 60 }) }),
  ];
  expect(new Set(ids).size).toBe(4);
});

test('R7: an element of a list keeps its id when a neighbour comes or goes', () => {
  const list = (...names: readonly string[]): Properties => ({
    attributes: names.map((name) => ({ name, type: name === 'changed' ? 'N' : 'S' })),
  });
  const [one] = differences(list('b', 'changed'), {
    attributes: [
      { name: 'b', type: 'S' },
      { name: 'changed', type: 'B' },
    ],
  });
  const [two] = differences(list('changed'), { attributes: [{ name: 'changed', type: 'B' }] });
  expect(one?.path).toBe('attributes[1].type');
  expect(two?.path).toBe('attributes[0].type');
  expect(one?.identity).toBe(two?.identity);
});

const subsets = fc.tuple(fc.subarray([...changes]), fc.subarray([...changes]));
const report = (lower: readonly Alter[], upper: readonly Alter[], shuffle = (alter: Alter) => alter) => {
  const observations = [observed(staging, shuffle(both(...lower))), observed(prod, shuffle(both(...upper)))];
  return compare({ observations, baseline: 'staging', target: 'prod', rules: rulesWith(), now });
};

test('R7: the order of resources, of additions and of observations never matters', () => {
  fc.assert(
    fc.property(subsets, fc.infiniteStream(fc.nat()), ([lower, upper], random) => {
      const shuffled =
        (alter: Alter): Alter =>
        (raw) => {
          const changed = alter(raw);
          const mixed = <T>(all: readonly T[]): readonly T[] =>
            all
              .map((each) => ({ each, at: random.next().value as number }))
              .sort((a, b) => a.at - b.at)
              .map(({ each }) => each);
          return { ...changed, resources: mixed(changed.resources), additions: mixed(changed.additions) };
        };
      const expected = report(lower, upper);
      expect(report(lower, upper, shuffled)).toEqual(expected);
      const backwards = [observed(prod, both(...upper)), observed(staging, both(...lower))];
      const other = compare({ observations: backwards, baseline: 'staging', target: 'prod', rules: rulesWith(), now });
      expect(other.findings).toEqual(expected.findings);
    }),
    { numRuns: 25 },
  );
});

test('R7: an environment compared with one of the same settings and the same resources has no finding', () => {
  const { environment, account, region, vpcCidr, zoneIds } = prod;
  const twin = { ...staging, environment, account, region, vpcCidr, zoneIds, promotesFrom: 'staging' };
  fc.assert(
    fc.property(fc.subarray(changes.filter((_, index) => index > 2 && index < 6)), (alters) => {
      const observations = [observed(staging, both(...alters)), observed(twin, both(...alters))];
      const result = compare({ observations, baseline: 'staging', target: 'prod', rules: noRules, now });
      expect([result.findings, result.verdict]).toEqual([[], 'in-sync']);
    }),
    { numRuns: 16 },
  );
});

const words = fc.constantFrom('a', 'b', 'c');
const { tree: properties } = fc.letrec<{ tree: Properties; value: Properties[string] }>((tie) => ({
  tree: fc.dictionary(fc.constantFrom('name', 'size', 'tags', 'list', 'constructor'), tie('value'), { maxKeys: 4 }),
  value: fc.oneof(
    { depthSize: 'small' },
    words,
    fc.nat(3),
    fc.boolean(),
    fc.array(words, { maxLength: 3 }),
    tie('tree'),
    fc.array(tie('tree'), { maxLength: 3 }),
  ),
}));

test('R7: a difference is symmetric up to its sides, and nothing differs from itself', () => {
  const flip = { added: 'missing', missing: 'added', changed: 'changed' } as const;
  fc.assert(
    fc.property(properties, properties, (left, right) => {
      const there = differences(left, right).map(({ identity, change, expected, actual }) =>
        JSON.stringify([identity, change, expected, actual]),
      );
      const back = differences(right, left).map(({ identity, change, expected, actual }) =>
        JSON.stringify([identity, flip[change], actual, expected]),
      );
      expect([...back].sort()).toEqual([...there].sort());
      expect(differences(left, structuredClone(left))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('R7: parity found from the other side is the same, with its sides exchanged', () => {
  const observations = [
    observed(staging, deployed(ours.key, { enableKeyRotation: false })),
    observed(prod, both(deployed(ours.function, { timeout: 60 }), withoutResource(ours.egress))),
  ];
  const sides = (baseline: string, target: string) =>
    compare({ observations, baseline, target, rules: rulesWith(), now }).findings.filter(
      ({ classification }) => classification === 'unexpected',
    );
  const shown = (all: ReturnType<typeof sides>) =>
    all.map(({ resource, path, expected, actual }) => JSON.stringify([resource.name, path, expected, actual])).sort();
  const turned = sides('prod', 'staging').map((each) => ({ ...each, expected: each.actual, actual: each.expected }));
  expect(shown(turned)).toEqual(shown(sides('staging', 'prod')));
  expect(turned).toHaveLength(3);
});

test('R7: observations that do not belong together are refused', () => {
  const [lower, upper] = [observed(staging), observed(prod)];
  const request = { baseline: 'staging', target: 'prod', rules: noRules, now };
  expect(() => compare({ ...request, observations: [lower, lower, upper] })).toThrow('two observations of "staging"');
  expect(() => compare({ ...request, observations: [upper], baseline: 'prod' })).toThrow(
    '"prod" cannot be compared with itself',
  );
  const other = observed(prod, (raw) => ({
    ...raw,
    resources: raw.resources.map((each) => ({ ...each, urn: each.urn.replace('::payments::', '::other::') })),
  }));
  expect(() => compare({ ...request, observations: [lower, other] })).toThrow('of different projects: other, payments');
});

test('R7: dev may be looked at beside the two: its own drift is told, and parity is that of the two that were asked for', () => {
  const observations = [observed(dev, inAccount(ours.function, { timeout: 60 })), observed(staging), observed(prod)];
  const request = { observations, rules: rulesWith(), now };
  const result = compare({ ...request, baseline: 'staging', target: 'prod' });
  expect(result.findings.filter(({ classification }) => classification === 'unexpected')).toMatchObject([
    { kind: 'live-drift', environment: 'dev', path: 'timeout' },
  ]);
  expect(Object.keys(result.environments)).toEqual(['dev', 'prod', 'staging']);
  expect(
    compare({ ...request, observations: observations.slice(1), baseline: 'prod', target: 'staging' }).verdict,
  ).toBe('in-sync');
});
