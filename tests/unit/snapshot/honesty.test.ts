import { expect, test } from '@jest/globals';
import { differences } from '../../../pipeline/comparison/difference.ts';
import { unknownSentinel, type RawObservation } from '../../../pipeline/engine/rawObservation.ts';
import { changeLive, changeResource, dev, prod, rawPayments, staging } from './rawPayments.ts';
import { observed, resource, seen } from './seen.ts';

test('R33: of a type that no table knows every property counts, except what identifies it', () => {
  const type = 'aws:new/thing:Thing';
  const inputs = { name: 'payments-prod-thing', size: 1 };
  const outputs = { ...inputs, arn: 'arn:aws:x', id: 'thing-1', filledIn: 'a' };
  const raw: RawObservation = {
    ...rawPayments(prod),
    resources: [
      {
        urn: `urn:pulumi:prod::payments::${type}::thing`,
        type,
        name: 'thing',
        id: 'thing-1',
        parent: null,
        custom: true,
        programInputs: inputs,
        stateInputs: inputs,
        stateOutputs: outputs,
        live: {
          status: 'present',
          inputs,
          outputs: { ...outputs, arn: 'arn:aws:y', filledIn: 'b', size: 2, more: true },
        },
      },
    ],
  };
  expect(seen(raw, 'thing', type)).toEqual(['filledIn', 'size', 'more']);
});

test('R33: what the program knows only after an update is no undeployed change where state has a value', () => {
  const raw = changeResource(rawPayments(prod), 'payments-function', 'function:Function', (each) => ({
    ...each,
    programInputs: { ...each.programInputs, role: unknownSentinel, timeout: 31 },
  }));
  const { program, state } = resource(raw, 'payments-function', 'function:Function');
  expect(differences(program ?? {}, state ?? {}).map(({ path }) => path)).toEqual(['timeout']);
});

test('R33: a program that says nothing about what AWS filled in does not ask for its absence', () => {
  const raw = changeResource(rawPayments(prod), 'payments-function', 'function:Function', (each) => ({
    ...each,
    stateOutputs: { ...each.stateOutputs, loggingConfig: { logFormat: 'Text' } },
    programInputs: { ...each.programInputs, memorySize: 1 },
  }));
  const { program, state } = resource(raw, 'payments-function', 'function:Function');
  expect(differences(program ?? {}, state ?? {}).map(({ path }) => path)).toEqual(['memorySize']);
});

test('R40: an email subscription that awaits confirmation is a state with its beginning, not drift', () => {
  const raw = changeLive(rawPayments(prod), 'payments-failures-duty', 'Subscription', (each) => ({
    ...each,
    pendingConfirmation: true,
  }));
  const waiting = changeResource(raw, 'payments-failures-duty', 'Subscription', (each) => ({
    ...each,
    createdAt: '2026-11-20T00:00:00Z',
  }));
  expect(resource(waiting, 'payments-failures-duty', 'Subscription').waiting).toEqual({
    since: '2026-11-20T00:00:00Z',
    text: 'awaits confirmation by the person who got the email',
  });
  expect(seen(waiting, 'payments-failures-duty', 'Subscription')).toEqual([]);
});

test.each([
  [{ failed: true, causes: ['no credentials'] }, 'failed'],
  [{ causes: ['2 events were lost'] }, 'partial'],
  [{}, 'complete'],
])('R33: an observation says how complete it is: %j is %s', (change, completeness) => {
  expect(observed({ ...rawPayments(prod), ...change }).completeness).toBe(completeness);
});

test('R33: one resource that could not be read makes the observation partial, and says why', () => {
  const raw = changeResource(rawPayments(prod), 'payments-key', 'key:Key', (each) => ({
    ...each,
    live: { status: 'unknown', cause: 'AccessDenied: kms:DescribeKey' },
  }));
  expect(observed(raw).completeness).toBe('partial');
  expect(resource(raw, 'payments-key', 'key:Key').live).toEqual({
    status: 'unknown',
    cause: 'AccessDenied: kms:DescribeKey',
  });
});

test('R33: blind spots are named for each resource of their type, and do not make the observation partial', () => {
  const blindSpots = [{ type: 'aws:ec2/vpcEndpoint:VpcEndpoint', path: 'policy', reason: 'the emulator keeps none' }];
  const observation = observed({ ...rawPayments(prod), blindSpots });
  expect(observation.notObservable).toEqual([
    {
      resource: 'aws:ec2/vpcEndpoint:VpcEndpoint/payments-dynamodb',
      path: 'policy',
      reason: 'the emulator keeps none',
    },
  ]);
  expect(observation.completeness).toBe('complete');
});

test('R33: state of another stack is refused, and so is an environment without settings', () => {
  expect(() => observed({ ...rawPayments(staging), environment: 'prod' })).toThrow('holds a resource of another stack');
  expect(() => observed({ ...rawPayments(dev), environment: 'sandbox' })).toThrow(
    'no settings for the environment "sandbox"',
  );
});

test('R33: what is no infrastructure is left out: the stack, providers and components', () => {
  const [first] = rawPayments(prod).resources;
  if (first === undefined) throw new Error('no resources');
  const others = [
    { ...first, type: 'pulumi:providers:aws', name: 'provider' },
    { ...first, type: 'payments:index:PaymentProcessor', name: 'payments', custom: false },
  ];
  const raw = rawPayments(prod);
  expect(observed({ ...raw, resources: [...raw.resources, ...others] })).toEqual(observed());
});
