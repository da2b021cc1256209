import { expect, test } from '@jest/globals';
import {
  about,
  addition,
  both,
  compared,
  deployed,
  findingsOf,
  inAccount,
  label,
  ours,
  rulesWith,
  theOne,
  withoutResource,
} from './observed.ts';

const waiver = (more: Readonly<Record<string, unknown>> = {}) => ({
  resource: label(ours.function),
  property: 'timeout',
  reason: 'a slow partner until its move',
  owner: 'team-payments',
  expires: '2026-12-31',
  ...more,
});
const slow = inAccount(ours.function, { timeout: 60 });
const at = (time: string, ...waivers: readonly unknown[]) =>
  compared({ prod: slow, rules: rulesWith({ waivers }), at: new Date(time) });

test('R32: a difference that somebody answers for is waived, and the environment is in sync', () => {
  const report = at('2026-11-24T04:00:00Z', waiver());
  expect(report.verdict).toBe('in-sync');
  expect(report.summary).toMatchObject({ waived: 1, unexpected: 0 });
  expect(theOne(report, 'waived')).toMatchObject({
    path: 'timeout',
    waiver: { owner: 'team-payments', expires: '2026-12-31', reason: 'a slow partner until its move' },
  });
  expect(report.notes).toEqual([]);
});

test('R32: a waiver that ends soon is announced, with the days that are left', () => {
  expect(at('2026-12-20T12:00:00Z', waiver()).notes).toEqual([
    {
      environment: null,
      text: `the waiver of team-payments for ${label(ours.function)} ends in 12 days, on 2026-12-31`,
    },
  ]);
  expect(at('2026-12-16T00:00:00Z', waiver()).notes).toEqual([]);
});

test('R32: a waiver holds to the end of its last day, UTC, and not a second longer', () => {
  expect(at('2026-12-31T23:59:59Z', waiver()).verdict).toBe('in-sync');
  const after = at('2027-01-01T00:00:00Z', waiver());
  expect(after.verdict).toBe('drifted');
  expect(after.summary).toMatchObject({ unexpected: 1, waived: 0 });
  expect(theOne(after, 'waiver-expired').reason).toContain('team-payments answered for it until 2026-12-31');
});

test('R32: an expired waiver that covers nothing any more is a finding of its own', () => {
  const report = compared({ rules: rulesWith({ waivers: [waiver({ expires: '2026-01-31' })] }) });
  expect(theOne(report, 'waiver-expired')).toMatchObject({
    resource: { type: 'config/parity.yaml' },
    severity: 'low',
    resolve: ['adopt'],
  });
  expect(report.verdict).toBe('drifted');
});

test('R32: a waiver that covers nothing at present is said', () => {
  expect(compared({ rules: rulesWith({ waivers: [waiver()] }) }).notes).toEqual([
    { environment: null, text: `the waiver of team-payments for ${label(ours.function)} covers nothing at present` },
  ]);
});

test('R32: a waiver covers its resource, its property and its environment, and nothing else', () => {
  for (const other of [
    { property: 'memorySize' },
    { property: 'time' },
    { environment: 'staging' },
    { resource: label(ours.table) },
    { addition: 'aws:iam/rolePolicy:RolePolicy/x' },
  ])
    expect([other, findingsOf(at('2026-11-24T04:00:00Z', waiver(other))).length]).toEqual([other, 1]);
  for (const same of [{ property: undefined }, { environment: 'prod' }, { resource: `${ours.function[0]}/payments-*` }])
    expect([same, findingsOf(at('2026-11-24T04:00:00Z', waiver(same))).length]).toEqual([same, 0]);
});

test('R32: of two waivers for the same thing the one that holds longest decides', () => {
  const waivers = [waiver({ expires: '2026-01-31', owner: 'old' }), waiver({ owner: 'new' })];
  const report = at('2026-11-24T04:00:00Z', ...waivers);
  expect(theOne(report, 'waived').waiver?.owner).toBe('new');
});

test('R32: a waiver of a whole resource does not cover what was added to it, and one of the addition does', () => {
  const backdoor = {
    type: 'aws:iam/rolePolicy:RolePolicy',
    name: 'backdoor',
    physicalId: 'x',
    properties: { name: 'x' },
  };
  const left = (more: Readonly<Record<string, unknown>>): number => {
    const rules = rulesWith({ waivers: [waiver({ property: undefined, resource: label(ours.role), ...more })] });
    return findingsOf(compared({ prod: addition(ours.role, backdoor), rules })).length;
  };
  expect(left({})).toBe(1);
  expect(left({ resource: 'aws:iam/rolePolicy:RolePolicy/*' })).toBe(1);
  expect(left({ addition: 'aws:iam/rolePolicy:RolePolicy/backdoor' })).toBe(0);
  expect(left({ addition: 'aws:iam/rolePolicy:RolePolicy/other' })).toBe(1);
  expect(left({ addition: 'aws:iam/rolePolicy:RolePolicy/backdoor', resource: label(ours.table) })).toBe(1);
});

test('R32: a waiver for a resource that no environment has is an error, not a waiver', () => {
  const rules = rulesWith({ waivers: [waiver({ resource: 'aws:lambda/function:Function/mispelt' })] });
  expect(() => compared({ rules })).toThrow(
    'config/parity.yaml: waivers.0.resource: no environment has a resource "aws:lambda/function:Function/mispelt"',
  );
});

test('R32: whether a waived resource exists is judged only where everything was seen', () => {
  const rules = rulesWith({ waivers: [waiver({ resource: label(ours.egress) })] });
  const gone = withoutResource(ours.egress);
  expect(() => compared({ staging: gone, prod: gone, rules })).toThrow('no environment has a resource');
  const partly = both(gone, about({ causes: ['2 events were lost'] }));
  expect(compared({ staging: gone, prod: partly, rules }).verdict).toBe('unknown');
});

test('R32: parity may be waived as well as drift', () => {
  const report = compared({
    prod: deployed(ours.function, { timeout: 60 }),
    rules: rulesWith({ waivers: [waiver()] }),
  });
  expect(theOne(report, 'waived').kind).toBe('parity');
});
