import { describe, expect, test } from '@jest/globals';
import { dataLosses, destroyed } from '../../../pipeline/release/dataLoss.ts';
import { change } from './plans.ts';

const table = 'aws:dynamodb/table:Table';
const logGroup = 'aws:cloudwatch/logGroup:LogGroup';
const enabled = { enabled: true };
const losses = (type: string, oldInputs: object, newInputs: object) =>
  dataLosses([change('it', { type, oldInputs: { ...oldInputs }, newInputs: { ...newInputs } })]);

describe('what a plan loses', () => {
  test.each([table, 'aws:sqs/queue:Queue', 'aws:kms/key:Key', logGroup])(
    'R17: all of it, when %s is deleted or replaced',
    (type) => {
      const changes = (['delete', 'replace'] as const).map((operation) => change('it', { type, operation }));
      expect(destroyed(changes)).toEqual(changes);
      expect(dataLosses(changes)).toEqual(
        ['delete', 'replace'].map((how) => `${how} ${type} it: everything in it is lost`),
      );
    },
  );

  test.each([
    [
      'points in time',
      table,
      { pointInTimeRecovery: enabled },
      { pointInTimeRecovery: { enabled: false } },
      /^it gives up its points in time/,
    ],
    ['points in time that are not asked for any more', table, { pointInTimeRecovery: enabled }, {}, /^it gives up/],
    [
      'items, by a time to live',
      table,
      {},
      { ttl: { ...enabled, attributeName: 'soon' } },
      /^it deletes every item whose soon has passed$/,
    ],
    [
      'items, by another time to live',
      table,
      { ttl: { ...enabled, attributeName: 'late' } },
      { ttl: { ...enabled, attributeName: 'soon' } },
      /whose soon/,
    ],
    [
      'messages',
      'aws:sqs/queue:Queue',
      { messageRetentionSeconds: 1_209_600 },
      {},
      /^it keeps messages for 345600 seconds only, not 1209600:/,
    ],
    ['what cannot be processed', 'aws:sqs/queue:Queue', { redrivePolicy: '{}' }, {}, /^it loses its dead-letter queue/],
    [
      'log events',
      logGroup,
      { retentionInDays: 30 },
      { retentionInDays: 14 },
      /^it keeps log events for 14 days only, not 30:/,
    ],
    [
      'log events that were kept for ever',
      logGroup,
      { retentionInDays: 0 },
      { retentionInDays: 14 },
      /^it keeps log events for 14 days only: /,
    ],
  ])('R17: %s', (_what, type, before, after, expected) => {
    expect(losses(type, before, after)).toEqual([expect.stringMatching(expected)]);
  });

  test.each([
    [table, {}, { pointInTimeRecovery: enabled }],
    [table, { ttl: { ...enabled, attributeName: 'late' } }, { ttl: { enabled: false, attributeName: 'late' } }],
    ['aws:sqs/queue:Queue', { messageRetentionSeconds: 60 }, { redrivePolicy: '{}' }],
    [logGroup, { retentionInDays: 14 }, { retentionInDays: 30 }],
    [logGroup, { retentionInDays: 14 }, {}],
    ['aws:sns/topic:Topic', { retentionInDays: 14 }, { retentionInDays: 1 }],
  ])('R17: nothing: %s %j to %j', (type, before, after) => {
    expect(losses(type, before, after)).toEqual([]);
  });
});
