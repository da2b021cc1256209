import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { differences } from '../../../pipeline/comparison/difference.ts';
import type { RawObservation } from '../../../pipeline/engine/rawObservation.ts';
import { canonicalise } from '../../../pipeline/snapshot/canonicalise.ts';
import { rulesOfType } from '../../../pipeline/snapshot/propertyRules.ts';
import { canonicalValue } from '../../../pipeline/snapshot/values.ts';
import { contextOf, prod, rawPayments } from './rawPayments.ts';

const context = {
  normalise: (text: string) => text,
  fingerprint: () => '[secret]',
  hidden: () => {},
  policies: new Map(),
};
const raw = rawPayments(prod);
const canonical = (observation: RawObservation) => canonicalise(observation, contextOf(prod));

const texts = fc.constantFrom('a', 'b', '*', '', 'sqs:Send', '111111111111', 'true');
const oneOrMore = fc.oneof(texts, fc.array(texts, { maxLength: 3 }));
const statement = fc.record(
  {
    Sid: texts,
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: oneOrMore,
    Resource: oneOrMore,
    Principal: fc.oneof(texts, fc.dictionary(fc.constantFrom('AWS', 'Service'), oneOrMore)),
    Condition: fc.dictionary(
      fc.constantFrom('Bool', 'StringLike'),
      fc.dictionary(fc.constantFrom('a:b', 'c:d'), oneOrMore),
    ),
  },
  { requiredKeys: ['Effect'] },
);
const policy = fc.record({ Version: texts, Statement: fc.oneof(statement, fc.array(statement, { maxLength: 3 })) });

test('R30: the canonical form is idempotent', () => {
  const values = fc.oneof(
    policy,
    policy.map((each) => JSON.stringify(each)),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(values, fc.constantFrom('policy', 'tags', 'layers', 'anything'), (value, property) => {
      const once = canonicalValue(value, property, context);
      expect(canonicalValue(once, property, context) ?? null).toEqual(once ?? null);
    }),
    { numRuns: 500 },
  );
});

test('R30: the order of resources, attributions and additions never matters', () => {
  const [parent] = raw.resources;
  if (parent === undefined) throw new Error('no resources');
  const found = ['a', 'b', 'c'].map((name) => ({
    type: 'aws:iam/rolePolicy:RolePolicy',
    name,
    parentUrn: parent.urn,
    physicalId: name,
    properties: { name },
  }));
  const by = raw.resources
    .slice(0, 3)
    .map(({ urn }) => ({ urn, actor: 'somebody', event: 'Put', at: '2026-11-24T00:00:00Z' }));
  const expected = canonical({ ...raw, additions: found, attributions: by });
  const shuffled = <T>(all: readonly T[]) => fc.shuffledSubarray([...all], { minLength: all.length });
  fc.assert(
    fc.property(shuffled(raw.resources), shuffled(found), shuffled(by), (resources, additions, attributions) => {
      expect(canonical({ ...raw, resources, additions, attributions })).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});

/** Every value that a program can set in the account, as a path of keys and positions; documents are entered. */
function leaves(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  const inside = entered(value);
  if (typeof inside !== 'object' || inside === null) return [path];
  return Object.entries(inside).flatMap(([key, each]) =>
    leaves(each, [...path, Array.isArray(inside) ? Number(key) : key]),
  );
}

function entered(value: unknown): unknown {
  return typeof value === 'string' && /^\{/.test(value) ? (JSON.parse(value) as unknown) : value;
}

/** A value that means something else: never merely absent, off, or spelled in another way. */
function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  return typeof value === 'boolean' ? !value : `${String(value)}x`;
}

function changedAt(value: unknown, [step, ...rest]: readonly (string | number)[]): unknown {
  if (step === undefined) return other(value);
  const inside = entered(value) as Record<string | number, unknown>;
  const copy = (Array.isArray(inside) ? [...(inside as unknown[])] : { ...inside }) as typeof inside;
  copy[step] = changedAt(inside[step], rest);
  return typeof value === 'string' ? JSON.stringify(copy) : copy;
}

const places = raw.resources.flatMap((resource) => {
  const { type, live, stateInputs } = resource;
  if (live.status !== 'present') return [];
  const counting = (rulesOfType(type) ?? []).filter(
    ({ property, isProviderOnly, countsOnlyWhenSet }) =>
      property in live.outputs && !isProviderOnly && !(countsOnlyWhenSet && stateInputs?.[property] === undefined),
  );
  return counting.flatMap(({ property }) =>
    leaves(live.outputs[property]).map((path) => ({ resource, property, path })),
  );
});

test('R30: a change of any one value in the account is never lost in the canonical form', () => {
  expect(places.length).toBeGreaterThan(90);
  fc.assert(
    fc.property(fc.constantFrom(...places), ({ resource, property, path }) => {
      const { live, urn } = resource;
      if (live.status !== 'present') throw new Error('every resource is present');
      const change = { [property]: changedAt(live.outputs[property], path) };
      const changed = { ...live, inputs: { ...live.inputs, ...change }, outputs: { ...live.outputs, ...change } };
      const resources = raw.resources.map((each) => (each === resource ? { ...each, live: changed } : each));
      const found = canonical({ ...raw, resources }).resources.find((each) => each.urn === urn);
      if (!found?.state || found.live.status !== 'present') throw new Error('the resource was not seen');
      const paths = differences(found.state, found.live.properties).map((each) => each.path.split(/[.[]/)[0]);
      expect(paths).toContain(property);
    }),
    { numRuns: 300 },
  );
});

test('R30: keys that mean something to JavaScript or to the engine are kept where a user chose them', () => {
  for (const key of ['__proto__', 'constructor', '__meta', '__defaults', 'toString']) {
    const tags = JSON.parse(`{"a":"b","${key}":"c"}`) as unknown;
    const found = canonicalValue(tags, 'tags', context);
    expect(differences({ tags: { a: 'b' } }, { tags: found ?? null })).toHaveLength(1);
  }
});
