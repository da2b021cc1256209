import { describe, expect, test } from '@jest/globals';
import type { EngineEvent } from '../../../pipeline/engine/events.ts';
import { changesOf, failed, planOf } from '../../../pipeline/engine/plan.ts';

const type = 'aws:sqs/queue:Queue';
const urn = (of: string, name: string): string => `urn:pulumi:prod::payments::${of}::${name}`;

function step(op: string, name: string, rest: object = {}, of = type): EngineEvent {
  const metadata = { op, urn: urn(of, name), type: of, provider: '', ...rest };
  return { sequence: 1, timestamp: 1, resourcePreEvent: { metadata } } as EngineEvent;
}
const state = (inputs: object) => ({ type, urn: '', id: '', inputs, outputs: {} });
const error = (message: string): EngineEvent => ({
  ...{ sequence: 1, timestamp: 1 },
  diagnosticEvent: { message, severity: 'error', color: 'never' },
});

describe('the operations of a plan', () => {
  test.each([
    [['create'], 'create'],
    [['import'], 'create'],
    [['update'], 'update'],
    [['delete'], 'delete'],
    [['same'], 'same'],
    [['read'], 'same'],
    // However a replacement is told, in whichever order its parts come, it is one.
    [['create-replacement', 'replace', 'delete-replaced'], 'replace'],
    [['delete-replaced', 'create-replacement'], 'replace'],
  ])('R34: the steps %j are "%s"', (ops, operation) => {
    const changes = changesOf(ops.map((op) => step(op, 'ingest')));
    expect(changes.map((change) => change.operation)).toEqual([operation]);
  });

  test('R34: hold the inputs before and after, and which properties change and how', () => {
    const [change] = changesOf([
      step('update', 'ingest', {
        old: state({ delaySeconds: 0 }),
        new: state({ delaySeconds: 5 }),
        detailedDiff: { delaySeconds: { diffKind: 'update', inputDiff: true } },
      }),
    ]);
    expect(change).toEqual({
      ...{ urn: urn(type, 'ingest'), type, name: 'ingest', operation: 'update' },
      ...{ properties: { delaySeconds: 'update' }, oldInputs: { delaySeconds: 0 }, newInputs: { delaySeconds: 5 } },
    });
  });

  test('R34: have nothing after a deletion and nothing before a creation', () => {
    const changes = changesOf([
      step('delete', 'old', { old: state({ a: 1 }), new: state({ a: 1 }) }),
      step('create', 'new', { new: state({ b: 2 }) }),
    ]);
    expect(changes.map(({ oldInputs, newInputs }) => [oldInputs, newInputs])).toEqual([
      [{ a: 1 }, null],
      [null, { b: 2 }],
    ]);
  });

  test('R34: leave out providers and the stack, which are access and outputs', () => {
    const events = [step('update', 'p', {}, 'pulumi:providers:aws'), step('create', 's', {}, 'pulumi:pulumi:Stack')];
    expect(changesOf(events)).toEqual([]);
  });
});

describe('a failed run of the engine', () => {
  test('R36: is told in the words of the engine, each once', () => {
    const told = failed('update of prod failed', [error('no such key\n'), error('no such key')], new Error('exit 255'));
    expect(told.message).toBe('update of prod failed:\n  no such key');
    expect(told.cause).toBeUndefined();
  });

  test('R36: that said nothing is told by its last words', () => {
    const cause = Object.assign(new Error('exit 255'), { stderr: 'panic: out of memory\n' });
    expect(failed('update of prod failed', [], cause)).toMatchObject({
      message: 'update of prod failed:\n  panic: out of memory',
      cause,
    });
  });

  test('R36: because of a damaged state says where the earlier one is', () => {
    const cause = Object.assign(new Error('exit 255'), { stderr: 'error: failed to load checkpoint: unexpected end' });
    expect(failed('preview of prod failed', [], cause).advice).toMatch(/\.bak/);
    expect(failed('preview of prod failed', [error('no such key')], new Error('exit 255')).advice).toBeUndefined();
  });
});

test('R34: notes are what guardrails and program advise, not where the engine found its provider on this machine', () => {
  const warning = (message: string): EngineEvent => ({
    ...{ sequence: 1, timestamp: 1 },
    diagnosticEvent: { message, severity: 'warning', color: 'never' },
  });
  const source = { release: 'r' } as Parameters<typeof planOf>[0]['source'];
  const events = [
    warning('using pulumi-resource-aws from $PATH at bin/pulumi-resource-aws'),
    warning('mind the queue\n'),
  ];
  expect(planOf({ environment: 'dev', source }, events).notes).toEqual(['mind the queue']);
});
