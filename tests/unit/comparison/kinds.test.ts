import { expect, test } from '@jest/globals';
import {
  about,
  both,
  compared,
  deployed,
  findingsOf,
  inAccount,
  inProgram,
  label,
  liveOf,
  ours,
  theOne,
  withoutResource,
} from './observed.ts';

test('R7: two environments that differ only as declared are in sync', () => {
  const { verdict, findings, summary } = compared({});
  expect(verdict).toBe('in-sync');
  expect(new Set(findings.map(({ classification }) => classification))).toEqual(new Set(['expected-variation']));
  expect(summary).toMatchObject({ unexpected: 0, unknown: 0, pendingRelease: 0, waived: 0, noise: 0 });
});

test('R7: what somebody changed in the account is live drift, expected from state and actual from the account', () => {
  const report = compared({ prod: inAccount(ours.function, { timeout: 60 }) });
  expect(theOne(report)).toMatchObject({
    kind: 'live-drift',
    environment: 'prod',
    change: 'changed',
    path: 'timeout',
    expected: 30,
    actual: 60,
    resource: {
      type: 'aws:lambda/function:Function',
      name: 'payments-function',
      physicalId: 'payments-prod-processor',
    },
    resolve: ['revert', 'adopt', 'waive'],
  });
  expect(report.verdict).toBe('drifted');
});

test('R7: what the program wants and nobody deployed is an undeployed change, not parity', () => {
  const finding = theOne(compared({ prod: inProgram(ours.function, { timeout: 60 }) }));
  expect(finding).toMatchObject({
    kind: 'undeployed-change',
    environment: 'prod',
    path: 'timeout',
    expected: 60,
    actual: 30,
  });
});

test('R18: what is deployed in one environment and not in the other is parity', () => {
  const report = compared({ prod: deployed(ours.function, { timeout: 60 }) });
  expect(theOne(report)).toMatchObject({
    kind: 'parity',
    environment: 'prod',
    path: 'timeout',
    expected: 30,
    actual: 60,
    resolve: ['adopt', 'waive'],
  });
});

test('R18: a resource that only one environment has is missing or added, and told as a whole', () => {
  expect(theOne(compared({ prod: withoutResource(ours.egress) }))).toMatchObject({
    kind: 'parity',
    change: 'missing',
    path: '',
  });
  expect(theOne(compared({ staging: withoutResource(ours.egress) }))).toMatchObject({
    kind: 'parity',
    change: 'added',
    path: '',
  });
});

test('R7: a resource that vanished from the account is missing there, and not of parity', () => {
  expect(theOne(compared({ prod: liveOf(ours.table, { status: 'missing' }) }))).toMatchObject({
    kind: 'live-drift',
    change: 'missing',
    path: '',
    severity: 'critical',
    actual: null,
  });
});

test('R7: one cause is one finding: live drift of a property that also differs between the environments then', () => {
  const report = compared({ prod: inAccount(ours.function, { memorySize: 1024, timeout: 60 }) });
  expect(findingsOf(report).map(({ kind, path }) => [kind, path])).toEqual([
    ['live-drift', 'memorySize'],
    ['live-drift', 'timeout'],
  ]);
});

test('R7: one cause is one finding: a difference that deploying the program removes is not of parity as well', () => {
  const late = both(deployed(ours.function, { timeout: 60 }), inProgram(ours.function, { timeout: 30 }));
  expect(theOne(compared({ prod: late }))).toMatchObject({
    kind: 'undeployed-change',
    path: 'timeout',
    expected: 30,
    actual: 60,
  });
});

test('R7: a resource that only the program has was never deployed, and one that the program dropped is still there', () => {
  const never = compared({
    prod: (raw) => ({
      ...raw,
      resources: raw.resources.map((each) =>
        each.name === 'payments-key'
          ? { ...each, stateInputs: null, stateOutputs: null, live: { status: 'missing' as const } }
          : each,
      ),
    }),
  });
  expect(theOne(never)).toMatchObject({
    kind: 'undeployed-change',
    change: 'missing',
    resource: { name: 'payments-key' },
  });
  const dropped = compared({
    prod: (raw) => ({
      ...raw,
      resources: raw.resources.map((each) => (each.name === 'payments-key' ? { ...each, programInputs: null } : each)),
    }),
  });
  expect(theOne(dropped)).toMatchObject({
    kind: 'undeployed-change',
    change: 'added',
    resource: { name: 'payments-key' },
  });
});

test('R7: an environment in which nothing is deployed is one finding, not one for each resource', () => {
  const bare = compared({
    prod: (raw) => ({
      ...raw,
      release: null,
      resources: raw.resources.map((each) => ({
        ...each,
        stateInputs: null,
        stateOutputs: null,
        live: { status: 'missing' as const },
      })),
    }),
  });
  expect(theOne(bare)).toMatchObject({
    kind: 'undeployed-change',
    change: 'missing',
    resource: { type: 'pulumi:pulumi:Stack', name: 'payments-prod' },
  });
  expect(bare.findings).toHaveLength(1);
});

test('R7: findings carry who did it and when, where the audit trail tells, and the newest one of several', () => {
  const at = (hour: string, actor: string) => (urn: string) => ({
    urn,
    actor,
    event: 'UpdateFunctionConfiguration',
    at: `2026-11-24T${hour}:00:00Z`,
  });
  const report = compared({
    prod: both(inAccount(ours.function, { timeout: 60 }), (raw) => {
      const urn = raw.resources.find(({ type }) => type === ours.function[0])?.urn ?? '';
      return {
        ...raw,
        attributions: [at('02', 'late')(urn), at('01', 'early')(urn), at('03', 'other')('urn:pulumi:prod::x')],
      };
    }),
  });
  expect(theOne(report).attribution).toEqual({
    actor: 'late',
    event: 'UpdateFunctionConfiguration',
    at: '2026-11-24T02:00:00Z',
  });
});

test('R33: what differs while somebody deploys may be that deployment, half done: unknown, and said', () => {
  const report = compared({
    prod: both(inAccount(ours.function, { timeout: 60 }), about({ deploymentInProgress: 'run 77' })),
  });
  expect(report.verdict).toBe('unknown');
  expect(theOne(report, 'unknown').reason).toContain('a deployment was in progress (run 77)');
  expect(report.notes).toContainEqual({ environment: 'prod', text: 'a deployment was in progress: run 77' });
});

test('R40: a subscription that awaits confirmation is a note with its age, not a finding', () => {
  const duty = ['aws:sns/topicSubscription:TopicSubscription', 'payments-failures-duty'] as const;
  const report = compared({
    prod: both(inAccount(duty, { pendingConfirmation: true }), (raw) => ({
      ...raw,
      resources: raw.resources.map((each) =>
        each.name === duty[1] ? { ...each, createdAt: '2026-11-20T00:00:00Z' } : each,
      ),
    })),
  });
  expect(report.verdict).toBe('in-sync');
  expect(report.notes).toEqual([
    {
      environment: 'prod',
      text: 'payments-failures-duty awaits confirmation by the person who got the email, for 4 days',
    },
  ]);
});

test('R10: the report lists every resource and how each environment stands to it', () => {
  const { resources } = compared({
    staging: withoutResource(ours.egress),
    prod: liveOf(ours.key, { status: 'missing' }),
  });
  const row = (of: readonly [string, string]) =>
    resources.find((each) => label([each.type, each.name]) === label(of))?.environments;
  expect(row(ours.egress)).toEqual({ staging: 'absent', prod: 'deployed' });
  expect(row(ours.key)).toEqual({ staging: 'deployed', prod: 'missing' });
});

test('R7: code that somebody replaced is one finding, though AWS tells its digest twice', () => {
  const other = { codeSha256: 'b3RoZXI=', sourceCodeHash: 'b3RoZXI=' };
  expect(theOne(compared({ prod: inAccount(ours.function, other) })).path).toBe('sourceCodeHash');
  expect(theOne(compared({ prod: inAccount(ours.function, { codeSha256: 'b3RoZXI=' }) })).path).toBe('codeSha256');
});
