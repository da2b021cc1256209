import { expect, test } from '@jest/globals';
import type { Plan } from '../../../pipeline/engine/plan.ts';
import { canonicalisePlan } from '../../../pipeline/snapshot/canonicalisePlan.ts';
import { contextOf, prod, release } from './rawPayments.ts';

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
