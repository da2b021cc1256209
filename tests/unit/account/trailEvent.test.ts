import { describe, expect, test } from '@jest/globals';
import { identifiersOf, trailEvent } from '../../../pipeline/account/trailEvent.ts';

const event = {
  eventName: 'UpdateFunctionConfiguration20150331v2',
  eventTime: '2026-11-24T12:00:00Z',
  userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::333333333333:assumed-role/Admin/alice' },
  requestParameters: { functionName: 'payments-prod-processor', nested: [{ memorySize: 128, tag: 'x' }] },
  responseElements: null,
};
const parse = (changes: object) => trailEvent(JSON.stringify({ ...event, ...changes }));

describe('one recorded call', () => {
  test('R7: it tells actor, action, time and every text that it mentions', () => {
    expect(parse({})).toEqual({
      actor: 'arn:aws:sts::333333333333:assumed-role/Admin/alice',
      name: 'UpdateFunctionConfiguration20150331v2',
      at: '2026-11-24T12:00:00Z',
      mentions: new Set(['payments-prod-processor', 'x']),
    });
  });

  test('R7: a service that acts by itself is the actor', () => {
    expect(parse({ userIdentity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' } })?.actor).toBe(
      'lambda.amazonaws.com',
    );
  });

  test.each([
    { errorCode: 'AccessDenied' },
    { eventName: 'DescribeVpcs' },
    { eventName: 'GetPolicy' },
    { eventName: 'POST.ec2' },
    { eventTime: 7 },
  ])('R7: %j changed nothing', (changes) => {
    expect(parse(changes)).toBeNull();
  });

  test('R7: what is no JSON is no event', () => {
    expect(trailEvent('')).toBeNull();
    expect(trailEvent('[]')).toBeNull();
  });
});

describe('how a resource is recognised', () => {
  const resource = (id: string | null, outputs: Record<string, unknown> = {}) =>
    identifiersOf({ urn: 'urn', type: 'aws:x/y:Z', id, name: 'logical', outputs });

  test('R7: by id, ARN, and a name that is the id or ends the ARN', () => {
    const arn = 'arn:aws:lambda:eu-west-1:333333333333:function:payments-prod-processor';
    expect(resource('payments-prod-processor', { arn, name: 'payments-prod-processor' })).toEqual([
      ['payments-prod-processor'],
      [arn],
      ['payments-prod-processor'],
    ]);
  });

  test('R7: by all parts of a compound id, and never by a name alone that others may have', () => {
    expect(resource('payments-prod-function:payments', { name: 'payments' })).toEqual([
      ['payments-prod-function:payments'],
      ['payments-prod-function', 'payments'],
    ]);
    expect(resource('https://sqs.eu-west-1.amazonaws.com/333333333333/queue')).toHaveLength(1);
    expect(resource(null)).toEqual([]);
  });
});
