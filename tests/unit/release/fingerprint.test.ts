import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PlannedChange } from '../../../pipeline/engine/plan.ts';
import { unknownSentinel } from '../../../pipeline/engine/rawObservation.ts';
import { fingerprint, isEmpty } from '../../../pipeline/release/fingerprint.ts';
import { change, plan } from './plans.ts';

const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const inputs = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })), {
  minKeys: 1,
  maxKeys: 5,
});
const operations: readonly PlannedChange['operation'][] = ['create', 'update', 'replace', 'delete'];
const changes = fc
  .array(fc.record({ operation: fc.constantFrom(...operations), newInputs: inputs }), { minLength: 1, maxLength: 5 })
  .map((all) => all.map((each, index) => change(`queue-${index}`, { ...each, properties: {} })));

const shuffledKeys = (value: Readonly<Record<string, unknown>> | null) =>
  value === null ? null : Object.fromEntries(Object.entries(value).reverse());

const asset = (path: string, hash: string) => ({ '4dabf18193072939515e22adb298388d': 'archive', hash, path });
const policy = (...actions: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: 'arn:aws:dynamodb:eu-west-1:333333333333:table/payments' }],
});
const withPolicy = (text: unknown) =>
  plan(change('role', { newInputs: { policy: text }, properties: { policy: 'update' } }));
const twice = (one: ReturnType<typeof plan>, other: ReturnType<typeof plan>) => [fingerprint(one), fingerprint(other)];

function expectSame(one: ReturnType<typeof plan>, other: ReturnType<typeof plan>): void {
  const [left, right] = twice(one, other);
  expect(left).toBe(right);
}
function expectOther(one: ReturnType<typeof plan>, other: ReturnType<typeof plan>): void {
  const [left, right] = twice(one, other);
  expect(left).not.toBe(right);
}

describe('what never changes the fingerprint of a plan', () => {
  test('R34: the order of resources and of keys, and how often it is read', () => {
    fc.assert(
      fc.property(changes, (all) => {
        const reordered = all.toReversed().map((each) => ({ ...each, newInputs: shuffledKeys(each.newInputs) }));
        return fingerprint(plan(...all)) === fingerprint(plan(...reordered));
      }),
    );
  });

  test('R34: resources that stay as they are', () => {
    fc.assert(
      fc.property(changes, (all) => {
        const more = [...all, change('unchanged', { operation: 'same', properties: {} })];
        return fingerprint(plan(...all)) === fingerprint(plan(...more));
      }),
    );
  });

  test('R34: the release id, and advisory notes', () => {
    const one = plan(change('queue'));
    expectSame(one, { ...one, release: 'b'.repeat(64), notes: ['a retention of 7 days is short'] });
  });

  test('R34: how a policy is written: spacing, order of keys, one action as text or as a list', () => {
    const written = JSON.stringify(policy('dynamodb:GetItem'));
    const [statement] = policy('dynamodb:GetItem').Statement;
    const rewritten = JSON.stringify(
      { Statement: [{ ...statement, Action: 'dynamodb:GetItem' }], Version: '2012-10-17' },
      null,
      4,
    );
    expectSame(withPolicy(written), withPolicy(rewritten));
    expectSame(
      withPolicy(JSON.stringify(policy('dynamodb:GetItem', 'dynamodb:PutItem'))),
      withPolicy(JSON.stringify(policy('dynamodb:PutItem', 'dynamodb:GetItem'))),
    );
  });

  test('R34: where on this machine the package of the function lies', () => {
    const code = (path: string) =>
      plan(change('fn', { newInputs: { code: asset(path, 'abc') }, properties: { code: 'update' } }));
    expectSame(code('one/payments.zip'), code('another/payments.zip'));
  });

  test('R34: a version that only the provider computes', () => {
    const one = change('fn', { properties: { visibilityTimeoutSeconds: 'update' } });
    expectSame(plan(one), plan({ ...one, properties: { ...one.properties, qualifiedArn: 'update' } }));
  });
});

describe('what always changes the fingerprint of a plan', () => {
  test('R34: any other value of any input', () => {
    const other = fc.tuple(changes, fc.nat(), scalar).filter(([all, at, value]) => {
      const target = all[at % all.length];
      const [, first] = Object.entries(target?.newInputs ?? {})[0] ?? [];
      return JSON.stringify(first) !== JSON.stringify(value) && !(typeof value === 'string' && /^\s*[[{]/.test(value));
    });
    fc.assert(
      fc.property(other, ([all, at, value]) => {
        const altered = all.map((each, index) => {
          if (index !== at % all.length) return each;
          const [name = ''] = Object.keys(each.newInputs ?? {});
          return { ...each, newInputs: { ...each.newInputs, [name]: value } };
        });
        return fingerprint(plan(...all)) !== fingerprint(plan(...altered));
      }),
    );
  });

  test('R34: any other operation on any resource', () => {
    fc.assert(
      fc.property(changes, fc.nat(), fc.constantFrom(...operations, 'same' as const), (all, at, operation) => {
        const target = at % all.length;
        fc.pre(all[target]?.operation !== operation);
        const altered = all.map((each, index) => (index === target ? { ...each, operation } : each));
        return fingerprint(plan(...all)) !== fingerprint(plan(...altered));
      }),
    );
  });

  test('R34: one resource more or less, or another environment', () => {
    const one = plan(change('queue'));
    expectOther(one, plan(change('queue'), change('other')));
    expectOther(one, { ...one, environment: 'staging' });
  });

  test('R34: an input of another resource that happens to have the same value', () => {
    expectOther(plan(change('one')), plan(change('two')));
  });

  test('R34: one more permission, and one fewer condition', () => {
    expectOther(
      withPolicy(JSON.stringify(policy('dynamodb:GetItem'))),
      withPolicy(JSON.stringify(policy('dynamodb:*'))),
    );
  });

  test('R34: other code in the package of the function', () => {
    const code = (hash: string) =>
      plan(change('fn', { newInputs: { code: asset('/payments.zip', hash) }, properties: {} }));
    expectOther(code('abc'), code('def'));
  });

  test('R34: a value that was known and is unknown now, and what surrounds an unknown value', () => {
    const key = (kmsKeyId: unknown) => plan(change('topic', { newInputs: { kmsKeyId }, properties: {} }));
    expectOther(key('alias/payments'), key(unknownSentinel));
    expectOther(key(`${unknownSentinel}:one`), key(`${unknownSentinel}:two`));
    expectSame(key(unknownSentinel), key(unknownSentinel));
  });

  test('R34: an input that is removed, and one that is replaced because of it', () => {
    const one = change('queue', { newInputs: { a: 1, b: 2 }, properties: { b: 'update' } });
    expectOther(plan(one), plan({ ...one, newInputs: { a: 1 }, properties: { b: 'delete' } }));
    expectOther(plan(one), plan({ ...one, operation: 'replace' }));
  });
});

test('R34: a plan is empty when nothing but the recorded release would change', () => {
  expect(isEmpty(plan(change('queue', { operation: 'same' })))).toBe(true);
  expect(isEmpty(plan())).toBe(true);
  expect(isEmpty(plan(change('queue', { operation: 'same' }), change('other')))).toBe(false);
});
