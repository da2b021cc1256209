import { expect, test } from '@jest/globals';
import { impact } from '../../../pipeline/comparison/impact.ts';
import { noRules } from '../../../pipeline/comparison/rules.ts';
import { widenings } from '../../../pipeline/comparison/widenings.ts';
import type { Plan } from '../../../pipeline/engine/plan.ts';
import { unknownSentinel } from '../../../pipeline/engine/rawObservation.ts';
import { canonicalisePlan } from '../../../pipeline/snapshot/canonicalisePlan.ts';
import { contextOf, prod, release, staging } from './rawPayments.ts';

const urn = 'urn:pulumi:prod::payments::aws:sqs/queue:Queue::payments-ingest';
const about = {
  urn,
  type: 'aws:sqs/queue:Queue',
  name: 'payments-ingest',
  operation: 'update',
  properties: {},
} as const;
const plan = (change: Partial<Plan['changes'][number]>): Plan => ({
  environment: 'prod',
  release,
  changes: [{ ...about, oldInputs: { delaySeconds: 1 }, newInputs: { delaySeconds: 2 }, ...change }],
  notes: [],
});
const observed = (of: Plan) => canonicalisePlan(of, contextOf(prod), new Date('2026-11-24T00:00:00Z'));

test('R31: a plan is an observation of program and state, in which nothing of the account is claimed', () => {
  const { resources, account, region, observedAt, completeness } = observed(plan({}));
  const [queue] = resources;
  expect([account, region, observedAt]).toEqual(['333333333333', 'eu-west-1', '2026-11-24T00:00:00.000Z']);
  expect([queue?.state?.['delaySeconds'], queue?.program?.['delaySeconds']]).toEqual([1, 2]);
  expect(queue?.live.status).toBe('unknown');
  expect(completeness).toBe('partial');
});

test('R31: what a plan makes has no state, and what it removes has no program', () => {
  expect(observed(plan({ oldInputs: null })).resources[0]?.state).toBeNull();
  expect(observed(plan({ newInputs: null })).resources[0]?.program).toBeNull();
});

test('R33: a plan of an environment without settings is refused', () => {
  expect(() => observed({ ...plan({}), environment: 'elsewhere' })).toThrow(
    'no settings for the environment "elsewhere"',
  );
});

const queuePolicy = (statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const recorded = { delaySeconds: 1, policy: queuePolicy([]) };

test('R35: a policy that is not known before the update counts as a widening, also of what exists', () => {
  const [queue] = observed(
    plan({ oldInputs: recorded, newInputs: { ...recorded, policy: unknownSentinel } }),
  ).resources;
  expect(queue?.program).toEqual({ ...queue?.state, policy: '${unknown}' });
  const unknownPart = `{"Statement":[{"Resource":"${unknownSentinel}"}]}`;
  for (const policy of [unknownSentinel, unknownPart]) {
    const planned = observed(plan({ oldInputs: recorded, newInputs: { ...recorded, policy } }));
    expect(widenings(planned)).toEqual(['Queue payments-ingest: its policy is not known before the update']);
  }
  const other = { ...recorded, redrivePolicy: unknownSentinel };
  expect(widenings(observed(plan({ oldInputs: recorded, newInputs: other })))).toEqual([]);
});

test('R31: a policy that is not known before the update opens no difference in parity', () => {
  const lower = (of: Plan) => canonicalisePlan(of, contextOf(staging), new Date('2026-11-24T00:00:00Z'));
  const inStaging = { ...plan({ urn: urn.replace('prod', 'staging'), oldInputs: recorded, newInputs: recorded }) };
  const target = observed(plan({ oldInputs: recorded, newInputs: { ...recorded, policy: unknownSentinel } }));
  const { opens, closes, alters } = impact(lower({ ...inStaging, environment: 'staging' }), target, noRules);
  expect([opens, closes, alters]).toEqual([[], [], []]);
});

test('R31: a value that a creation has to make first is no difference yet, and is counted; what only one has is one', () => {
  const lower = (of: Plan) => canonicalisePlan(of, contextOf(staging), new Date('2026-11-24T00:00:00Z'));
  const below = { ...recorded, kmsMasterKeyId: 'of-staging' };
  const inStaging = { ...plan({ urn: urn.replace('prod', 'staging'), oldInputs: below, newInputs: below }) };
  const newInputs = { ...recorded, kmsMasterKeyId: unknownSentinel, tags: { made: unknownSentinel } };
  const target = observed(plan({ oldInputs: null, newInputs }));
  const { opens, unknown } = impact(lower({ ...inStaging, environment: 'staging' }), target, noRules);
  expect(unknown.map(({ path, actual }) => [path, actual])).toEqual([['kmsMasterKeyId', '${unknown}']]);
  expect(opens.map(({ path, change }) => [path, change])).toEqual([['tags', 'added']]);
});
