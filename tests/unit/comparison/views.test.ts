import { expect, test } from '@jest/globals';
import type { ObservedAddition, Value } from '../../../pipeline/snapshot/observation.ts';
import type { Draft } from '../../../pipeline/comparison/draft.ts';
import { withoutViews } from '../../../pipeline/comparison/views.ts';

const urn = 'urn:pulumi:prod::payments::aws:ec2/securityGroup:SecurityGroup::g';
const draft = (path: string, expected: Value, actual: Value, more: Partial<Draft> = {}): Draft => ({
  key: 'k',
  identity: path,
  kind: 'live-drift',
  environment: 'prod',
  resource: { type: 'aws:ec2/securityGroup:SecurityGroup', name: 'g', urn, physicalId: null },
  change: 'changed',
  path,
  expected,
  actual,
  classification: 'unexpected',
  severity: 'high',
  reason: '',
  resolve: [],
  ...more,
});
const rule: ObservedAddition = {
  type: 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
  name: 'r',
  parent: urn,
  physicalId: 'r',
  properties: {},
};
const left = (each: Draft, additions: readonly ObservedAddition[] = [rule]) => withoutViews([each], additions).length;

test('R40: one cause, one finding: a list that grew by an addition of its own kind is told as that addition', () => {
  expect(left(draft('ingress', null, [{ a: 1 }]))).toBe(0);
  expect(left(draft('ingress', [{ b: 1 }], [{ a: 1 }, { b: 1 }]))).toBe(0);
});

test('R40: a list that also lost something keeps its finding', () => {
  expect(left(draft('ingress', [{ b: 1 }], [{ a: 1 }]))).toBe(1);
  expect(left(draft('ingress', [{ b: 1 }], null))).toBe(1);
});

test('R40: an addition hides nothing of another kind, of another resource, or of another property', () => {
  expect(left(draft('egress', null, [{ a: 1 }]))).toBe(1);
  expect(left(draft('tags', null, { a: 1 }))).toBe(1);
  expect(left(draft('ingress', null, [{ a: 1 }]), [{ ...rule, parent: 'urn:other' }])).toBe(1);
  expect(left(draft('ingress', null, [{ a: 1 }]), [])).toBe(1);
  expect(left(draft('ingress', null, [{ a: 1 }], { kind: 'parity' }))).toBe(1);
});
