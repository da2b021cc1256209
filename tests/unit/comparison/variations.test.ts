import { expect, test } from '@jest/globals';
import { matchesProperty, matchesResource } from '../../../pipeline/comparison/reference.ts';
import {
  both,
  compared,
  deployed,
  findingsOf,
  inProgram,
  label,
  ours,
  rulesWith,
  theOne,
  variations,
  withoutResource,
} from './observed.ts';

test('R30: memory may vary, and prod’s memory of 1024 is a finding all the same', () => {
  const report = compared({ prod: deployed(ours.function, { memorySize: 1024 }) });
  expect(theOne(report)).toMatchObject({
    kind: 'parity',
    environment: 'prod',
    path: 'memorySize',
    expected: 2048,
    actual: 1024,
    severity: 'medium',
  });
  expect(theOne(report).reason).toContain('not the value that is declared for prod');
});

test('R30: the declared value is checked in the baseline too, and the finding is about that environment', () => {
  const report = compared({ staging: deployed(ours.function, { reservedConcurrentExecutions: 100 }) });
  expect(theOne(report)).toMatchObject({
    environment: 'staging',
    path: 'reservedConcurrentExecutions',
    expected: 10,
    actual: 100,
  });
});

test('R30: two environments that are equal where they are declared to differ are both wrong or one of them', () => {
  const report = compared({ prod: deployed(ours.function, { memorySize: 1024, reservedConcurrentExecutions: 10 }) });
  expect(findingsOf(report).map(({ path }) => path)).toEqual(['memorySize', 'reservedConcurrentExecutions']);
});

test('R30: a declared value that no deployment has yet is an undeployed change, and not a wrong value as well', () => {
  const late = both(deployed(ours.function, { memorySize: 1024 }), inProgram(ours.function, { memorySize: 2048 }));
  expect(theOne(compared({ prod: late }))).toMatchObject({ kind: 'undeployed-change', expected: 2048, actual: 1024 });
});

test('R18: only what is declared may vary: any other property of the same resource may not', () => {
  const report = compared({
    prod: deployed(ours.queue, {
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:333333333333:payments-prod-other',
        maxReceiveCount: 8,
      }),
    }),
  });
  expect(theOne(report)).toMatchObject({ kind: 'parity', path: 'redrivePolicy.deadLetterTargetArn' });
});

test('R18: a rule for one property covers what lies below it, and not another that begins alike', () => {
  expect(matchesProperty('scalingConfig', 'scalingConfig.maximumConcurrency')).toBe(true);
  expect(matchesProperty('routes', 'routes[0].gatewayId')).toBe(true);
  expect(matchesProperty('memory', 'memorySize')).toBe(false);
  expect(matchesProperty('memorySize', 'memory')).toBe(false);
  expect(matchesResource('aws:sqs/queue:Queue/payments-*', 'aws:sqs/queue:Queue/payments-ingest')).toBe(true);
  expect(matchesResource('aws:sqs/queue:Queue/payments', 'aws:sqs/queue:Queue/payments-ingest')).toBe(false);
});

test('R30: a declared variation is listed with both values and its reason, and asks for nothing', () => {
  const memory = findingsOf(compared({}), 'expected-variation').find(({ path }) => path === 'memorySize');
  expect(memory).toMatchObject({
    expected: 1024,
    actual: 2048,
    reason: 'sized by its load',
    resolve: [],
    severity: 'info',
  });
});

test('R30: a rule without a value for an environment declares nothing there', () => {
  const rule = {
    resource: label(ours.function),
    property: 'memorySize',
    values: { dev: 512, staging: 1024 },
    reason: 'sized by its load',
  };
  const rules = rulesWith({ variations: [...variations.slice(1), rule] });
  expect(theOne(compared({ rules })).reason).toBe('config/parity.yaml declares no value for prod');
});

test('R30: a number in a document may be a text, and absent means switched off', () => {
  const rule = (property: string, values: unknown) => ({
    resource: label(ours.table),
    property,
    values,
    reason: 'a rule of this test',
  });
  const at = (value: unknown, pitr: unknown) =>
    compared({
      staging: deployed(ours.table, { pointInTimeRecovery: pitr }),
      prod: deployed(ours.function, {
        environment: { variables: { LIMIT: '20', TABLE_NAME: 'payments-prod-payments', SERVICE_STAGE: 'prod' } },
      }),
      rules: rulesWith({
        variations: [
          ...variations.filter(({ property }) => property !== 'pointInTimeRecovery.enabled'),
          rule('pointInTimeRecovery.enabled', { staging: false, prod: true }),
          { ...rule('environment.variables.LIMIT', { staging: null, prod: value }), resource: label(ours.function) },
        ],
      }),
    });
  expect(findingsOf(at(20, null))).toEqual([]);
  expect(findingsOf(at(20, { enabled: false }))).toEqual([]);
  expect(theOne(at(21, null))).toMatchObject({ path: 'environment.variables.LIMIT', expected: 21, actual: '20' });
  expect(theOne(at(20, { enabled: true }))).toMatchObject({ environment: 'staging', expected: false, actual: true });
});

test('R18: a variation that applies to nothing is a finding on the rule itself', () => {
  const stale = {
    resource: 'aws:sqs/queue:Queue/gone',
    property: 'delaySeconds',
    value: 'settings.memory',
    reason: 'nobody has it any more',
  };
  const report = compared({ rules: rulesWith({ variations: [...variations, stale] }) });
  expect(theOne(report)).toMatchObject({
    resource: { type: 'config/parity.yaml', name: 'aws:sqs/queue:Queue/gone delaySeconds' },
    severity: 'low',
    resolve: ['adopt'],
  });
  expect(report.verdict).toBe('drifted');
});

test('R18: a rule about a property that neither environment has is stale as well', () => {
  const stale = {
    resource: label(ours.function),
    property: 'snapStart.applyOn',
    values: { staging: null, prod: null },
    reason: 'a property nobody sets',
  };
  expect(theOne(compared({ rules: rulesWith({ variations: [...variations, stale] }) })).reason).toContain(
    'applies to nothing',
  );
});

test('R18: whether a rule is stale is not judged where something could not be seen', () => {
  const stale = {
    resource: 'aws:sqs/queue:Queue/gone',
    property: 'delaySeconds',
    value: 'settings.memory',
    reason: 'nobody has it any more',
  };
  const partial = compared({
    prod: (raw) => ({ ...raw, causes: ['2 events were lost'] }),
    rules: rulesWith({ variations: [...variations, stale] }),
  });
  expect(findingsOf(partial)).toEqual([]);
  expect(partial.verdict).toBe('unknown');
});

test('R18: where a resource exists may be declared, and is then checked in each environment', () => {
  const present = (staging: boolean, prod: boolean) => ({
    resource: label(ours.egress),
    present: { dev: false, staging, prod },
    reason: 'a rule of this test',
  });
  const at = (rule: unknown, changes: Parameters<typeof compared>[0]) =>
    compared({ ...changes, rules: rulesWith({ variations: [...variations, rule] }) });
  expect(findingsOf(at(present(true, true), {}))).toEqual([]);
  expect(findingsOf(at(present(false, true), { staging: withoutResource(ours.egress) }))).toEqual([]);
  expect(theOne(at(present(false, true), {}))).toMatchObject({ environment: 'staging', change: 'added' });
  expect(theOne(at(present(true, true), { prod: withoutResource(ours.egress) }))).toMatchObject({
    environment: 'prod',
    change: 'missing',
    severity: 'high',
  });
});

test('R5: each address of the settings has its subscription, and no other address has one', () => {
  const duty = ['aws:sns/topicSubscription:TopicSubscription', 'payments-failures-duty'] as const;
  expect(theOne(compared({ prod: withoutResource(duty) }))).toMatchObject({
    environment: 'prod',
    change: 'missing',
    path: 'endpoint',
    expected: 'duty@example.com',
  });
});
