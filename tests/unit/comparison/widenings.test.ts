import { expect, test } from '@jest/globals';
import { widenings } from '../../../pipeline/comparison/widenings.ts';
import { unknownValue } from '../../../pipeline/snapshot/values.ts';
import { prod } from '../snapshot/rawPayments.ts';
import { inProgram, observed, ours, withoutResource, type Alter } from './observed.ts';

const of = (alter: Alter): readonly string[] => widenings(observed(prod, alter));
const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = {
  Effect: 'Allow',
  Action: 'sqs:SendMessage',
  Resource: 'arn:aws:sqs:eu-west-1:333333333333:payments-prod-ingest',
};
const deny = { Effect: 'Deny', Action: 'sqs:DeleteQueue', Resource: '*' };

/** State has this, whatever the program will say. */
const recorded =
  ([type, name]: readonly [string, string], change: object): Alter =>
  (raw) => ({
    ...raw,
    resources: raw.resources.map((each) =>
      each.type === type && each.name === name
        ? {
            ...each,
            stateInputs: { ...each.stateInputs, ...change },
            stateOutputs: { ...each.stateOutputs, ...change },
          }
        : each,
    ),
  });
const onlyIn =
  (view: 'program' | 'state', [type, name]: readonly [string, string], change: object = {}): Alter =>
  (raw) => ({
    ...raw,
    resources: raw.resources.map((each) => {
      if (each.type !== type || each.name !== name) return each;
      const properties = { ...each.stateInputs, ...change };
      return view === 'program'
        ? { ...each, programInputs: properties, stateInputs: null, stateOutputs: null }
        : { ...each, programInputs: null, stateInputs: properties, stateOutputs: properties };
    }),
  });

test('R35: a plan that widens nothing says nothing', () => {
  expect(of((raw) => raw)).toEqual([]);
  expect(of(inProgram(ours.function, { timeout: 60, memorySize: 4096 }))).toEqual([]);
  expect(of(inProgram(ours.rolePolicy, { policy: policy() }))).toEqual([]);
});

test('R35: what a role may now do is said in words: who, what, on what', () => {
  const now = of((raw) =>
    recorded(ours.rolePolicy, { policy: policy() })(inProgram(ours.rolePolicy, { policy: policy(allow) })(raw)),
  );
  expect(now).toEqual(['role payments-prod-function may now send messages (sqs:SendMessage) on payments-prod-ingest']);
});

test('R35: a condition is said, and a wider one counts', () => {
  const limited = { ...allow, Condition: { Bool: { 'aws:SecureTransport': 'true' } } };
  const change = (before: object, after: object) =>
    of((raw) =>
      recorded(ours.rolePolicy, { policy: policy(before) })(inProgram(ours.rolePolicy, { policy: policy(after) })(raw)),
    );
  expect(change(deny, limited)[1]).toMatch(/, under conditions$/);
  expect(change(limited, allow)).toEqual([
    expect.stringMatching(/may now send messages \(sqs:SendMessage\) on [^,]+$/),
  ]);
});

test('R35: a denial that the plan takes away counts, with its statement, its policy, its property or its resource', () => {
  const before = recorded(ours.rolePolicy, { policy: policy(allow, deny) });
  const without = (alter: Alter) => of((raw) => alter(before(raw)));
  const told = 'role payments-prod-function is no longer denied sqs:DeleteQueue on anything';
  expect(without(inProgram(ours.rolePolicy, { policy: policy(allow) }))).toEqual([told]);
  expect(without(inProgram(ours.rolePolicy, { policy: undefined }))).toEqual([told]);
  expect(without(onlyIn('state', ours.rolePolicy, { policy: policy(allow, deny) }))).toEqual([told]);
});

test('R35: an endpoint without a policy lets everything through, so taking its policy away is said', () => {
  expect(of(inProgram(ours.endpoint, { policy: undefined }))).toEqual([
    'VpcEndpoint payments-dynamodb: its policy is gone, so it lets everything through',
  ]);
});

test('R35: a policy that is not known before the update counts as a widening', () => {
  const planned = observed(prod);
  const resources = planned.resources.map((each) =>
    each.type === ours.rolePolicy[0] ? { ...each, program: { ...each.program, policy: unknownValue } } : each,
  );
  expect(widenings({ ...planned, resources })).toEqual([
    'RolePolicy payments-function: its policy is not known before the update',
  ]);
});

test('R35: a principal of a resource policy is named with the resource', () => {
  const statements = [{ ...allow, Principal: { AWS: '999999999999' } }];
  expect(of(inProgram(ours.endpoint, { policy: policy(...statements) }))).toEqual([
    expect.stringMatching(
      /^AWS:arn:aws:iam::999999999999:root \(by VpcEndpoint payments-dynamodb\) may now send messages \(sqs:SendMessage\)/,
    ),
  ]);
});

test.each<readonly [readonly [string, string], object, RegExp]>([
  [ours.egress, { cidrIpv4: '0.0.0.0/0' }, /cidrIpv4 becomes 0\.0\.0\.0\/0 \(now unset\)/],
  [ours.egress, { toPort: 65535 }, /toPort becomes 65535 \(now 443\)/],
  [ours.role, { permissionsBoundary: undefined }, /permissionsBoundary becomes unset/],
  [ours.function, { role: 'arn:aws:iam::333333333333:role/Admin' }, /role becomes/],
  [ours.topic, { kmsMasterKeyId: undefined }, /kmsMasterKeyId becomes unset/],
])('R35: network, keys, bounds and roles are said with before and after: %j %j', (resource, change, words) => {
  expect(of(inProgram(resource, change as Readonly<Record<string, unknown>>))).toEqual([expect.stringMatching(words)]);
});

test('R35: a new way in or out is said by its mere existence', () => {
  expect(of(onlyIn('program', ours.egress))).toEqual([
    'SecurityGroupEgressRule payments-to-dynamodb is new: it opens a way in or out',
  ]);
  expect(of(withoutResource(ours.egress))).toEqual([]);
});

test('R35: a new security group with rules of its own, and a new role with attached policies, say so', () => {
  const ingress = [{ fromPort: 22, toPort: 22, protocol: 'tcp', cidrBlocks: ['0.0.0.0/0'] }];
  expect(of(onlyIn('program', ours.group, { ingress }))).toEqual([expect.stringContaining('ingress becomes')]);
  const managedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess'];
  expect(of(onlyIn('program', ours.role, { managedPolicyArns }))).toContainEqual(
    expect.stringContaining('managedPolicyArns becomes'),
  );
});

test('R35: a first deployment is one line, which counts what it grants', () => {
  const first: Alter = (raw) => ({
    ...raw,
    resources: raw.resources.map((each) => ({ ...each, stateInputs: null, stateOutputs: null })),
  });
  const [line, ...others] = of(first);
  expect(others).toEqual([]);
  expect(line).toMatch(/^nothing is deployed yet: all of the \d+ accesses that the program grants are new$/);
  expect(widenings(observed(prod, (raw) => ({ ...raw, resources: [] })))).toEqual([]);
});
