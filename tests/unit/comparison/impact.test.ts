import { expect, test } from '@jest/globals';
import { impact } from '../../../pipeline/comparison/impact.ts';
import { prod, staging } from '../snapshot/rawPayments.ts';
import { about, both, deployed, inAccount, inProgram, observed, ours, rulesWith, type Alter } from './observed.ts';

const unchanged: Alter = (raw) => raw;
const of = (lower: Alter, upper: Alter) => impact(observed(staging, lower), observed(prod, upper), rulesWith());

test('R31: a change that both environments get alike does nothing to parity', () => {
  const change = inProgram(ours.function, { timeout: 60 });
  expect(of(change, change)).toEqual({
    baseline: 'staging',
    target: 'prod',
    opens: [],
    closes: [],
    alters: [],
    declared: [],
    unknown: [],
    incomplete: [],
  });
});

test('R31: a change that only one environment gets opens a difference', () => {
  const { opens, closes } = of(inProgram(ours.function, { timeout: 60 }), unchanged);
  expect(opens).toMatchObject([{ path: 'timeout', expected: 60, actual: 30, environment: 'prod' }]);
  expect(closes).toEqual([]);
});

test('R31: a change that ends a difference closes it', () => {
  const { opens, closes } = of(deployed(ours.function, { timeout: 60 }), inProgram(ours.function, { timeout: 60 }));
  expect(closes).toMatchObject([{ path: 'timeout', expected: 60, actual: 30 }]);
  expect(opens).toEqual([]);
});

test('R31: a difference that stays with another value is altered, and shown before and after', () => {
  const { alters, opens, closes } = of(
    deployed(ours.function, { timeout: 60 }),
    inProgram(ours.function, { timeout: 45 }),
  );
  expect(alters).toMatchObject([{ before: { expected: 60, actual: 30 }, after: { expected: 60, actual: 45 } }]);
  expect([opens, closes]).toEqual([[], []]);
});

test('R31: a declared variation that moves with its declaration is said, and is no difference', () => {
  const moved = { ...prod, memory: 4096 };
  const after = observed(
    moved,
    both(deployed(ours.function, { memorySize: 2048 }), inProgram(ours.function, { memorySize: 4096 })),
  );
  const rules = rulesWith();
  const before = impact(observed(staging), observed(prod), rules);
  expect(before.declared).toEqual([]);
  const { declared, opens, closes } = impact(observed(staging), after, rules);
  expect([declared.length, opens]).toEqual([0, []]);
  expect(closes).toMatchObject([{ path: 'memorySize', expected: 4096, actual: 2048 }]);
});

test('R30: a change that gives prod another value than the declared one opens a difference, though it may vary', () => {
  const { opens } = of(unchanged, inProgram(ours.function, { memorySize: 1024 }));
  expect(opens).toMatchObject([{ path: 'memorySize', expected: 2048, actual: 1024 }]);
});

test('R31: a subscription that only prod has stays declared when it changes, and is said to move', () => {
  const duty = ['aws:sns/topicSubscription:TopicSubscription', 'payments-failures-duty'] as const;
  const { declared, opens, closes } = of(
    unchanged,
    inProgram(duty, { filterPolicy: '{"outcome":["refused","failed"]}' }),
  );
  expect([opens, closes]).toEqual([[], []]);
  expect(declared.map(({ after }) => after.resource.name)).toEqual(['payments-failures-duty']);
});

test('R31: what the account holds is no part of what a change does', () => {
  expect(of(inAccount(ours.function, { timeout: 60 }), unchanged)).toMatchObject({ opens: [], closes: [], alters: [] });
});

test('R33: where a plan was not completely known the impact says that it is not the whole truth', () => {
  expect(of(about({ causes: ['the preview failed'] }), unchanged).incomplete).toEqual(['staging']);
  expect(of(unchanged, about({ failed: true })).incomplete).toEqual(['prod']);
});

const undeployed: Alter = (raw) => ({
  ...raw,
  resources: raw.resources.map((each) => ({ ...each, stateInputs: null, stateOutputs: null })),
});

test('R31: a first deployment closes nothing, because there was no parity before it', () => {
  expect(of(undeployed, undeployed)).toMatchObject({ closes: [], alters: [], declared: [] });
  expect(of(unchanged, undeployed)).toMatchObject({ closes: [], alters: [], declared: [] });
  const { opens } = of(unchanged, both(undeployed, inProgram(ours.function, { timeout: 60 })));
  expect(opens).toContainEqual(expect.objectContaining({ path: 'timeout', expected: 30, actual: 60 }));
});
