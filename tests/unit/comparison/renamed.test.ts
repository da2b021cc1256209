import { expect, test } from '@jest/globals';
import { prod } from '../snapshot/rawPayments.ts';
import { both, compared, deployed, findingsOf, observed, ours, theOne, type Alter } from './observed.ts';

/** Under another logical identity, as after a rename in the program. */
const renamed =
  ([type, name]: readonly [string, string], to: string, parent?: string): Alter =>
  (raw) => ({
    ...raw,
    resources: raw.resources.map((each) =>
      each.type === type && each.name === name
        ? {
            ...each,
            name: to,
            urn: (parent === undefined
              ? each.urn
              : each.urn.replace('payments:index:PaymentProcessor$', parent)
            ).replace(/::[^:]+$/, `::${to}`),
          }
        : each,
    ),
  });
const retyped =
  ([type, name]: readonly [string, string], to: string): Alter =>
  (raw) => ({
    ...raw,
    resources: raw.resources.map((each) =>
      each.type === type && each.name === name ? { ...each, type: to, urn: each.urn.replace(type, to) } : each,
    ),
  });

test('R18: a resource under another logical name is one resource, matched by its physical name, and that is said', () => {
  const report = compared({ prod: renamed(ours.egress, 'payments-out') });
  const found = theOne(compared({ prod: renamed(ours.role, 'payments-runner') }));
  expect(found).toMatchObject({
    kind: 'parity',
    change: 'changed',
    path: '',
    severity: 'low',
    resource: { name: 'payments-runner' },
  });
  expect(found.reason).toContain('evidence: the same type and the same physical name');
  expect(theOne(report).reason).toContain('evidence: the same type and equal properties');
});

test('R18: a resource that moved into another component is one resource', () => {
  expect(theOne(compared({ prod: renamed(ours.table, 'payments-table', 'other:index:Store$') })).reason).toContain(
    'another logical identity',
  );
});

test('R18: a resource of another type with the same names is one resource', () => {
  const report = compared({ prod: retyped(ours.rolePolicy, 'aws:iam/policy:Policy') });
  expect(findingsOf(report).find(({ path }) => path === '')?.reason).toContain(
    'evidence: the same logical and physical name',
  );
});

test('R18: what differs in a renamed resource is found beside the rename', () => {
  const report = compared({
    prod: both(deployed(ours.role, { maxSessionDuration: 43200 }), renamed(ours.role, 'payments-runner')),
  });
  expect(
    findingsOf(report)
      .map(({ path }) => path)
      .sort(),
  ).toEqual(['', 'maxSessionDuration']);
});

test('R18: where two could be meant there is no evidence: one is missing and others are there', () => {
  const twin: Alter = (raw) => ({
    ...raw,
    resources: raw.resources.flatMap((each) =>
      each.type === ours.role[0]
        ? ['one', 'two'].map((name) => ({ ...each, name, urn: each.urn.replace(/::[^:]+$/, `::${name}`) }))
        : [each],
    ),
  });
  const found = findingsOf(compared({ prod: twin })).map(({ change, resource }) => `${change} ${resource.name}`);
  expect([...found].sort()).toEqual(['added one', 'added two', 'missing payments-function']);
});

test('R18: a rename is one finding, wherever the renamed resource is mentioned', () => {
  const group = renamed(ours.group, 'payments-runner');
  const mentions = observed(prod, group).resources.filter(({ state }) =>
    JSON.stringify(state).includes('/payments-runner}'),
  );
  expect(mentions.length).toBeGreaterThan(1);
  expect(theOne(compared({ prod: group }))).toMatchObject({ path: '', resource: { name: 'payments-runner' } });
  const changed = compared({ prod: both(group, deployed(ours.egress, { toPort: 444 })) });
  expect(
    findingsOf(changed)
      .map(({ path }) => path)
      .sort(),
  ).toEqual(['', 'toPort']);
});
