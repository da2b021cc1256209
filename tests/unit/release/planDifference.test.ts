import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fingerprint } from '../../../pipeline/release/fingerprint.ts';
import { planDifference } from '../../../pipeline/release/planDifference.ts';
import { planLines, summarise } from '../../../pipeline/release/planText.ts';
import { change, plan } from './plans.ts';

describe('what changed since a plan was reviewed', () => {
  test('R35: nothing, when both do the same', () => {
    expect(planDifference(plan(change('queue')), plan(change('queue')))).toEqual([]);
  });

  test('R35: what is new, what is no longer done, what is done otherwise, and with which other values', () => {
    const reviewed = plan(
      change('gone'),
      change('harder'),
      change('moved', { newInputs: { visibilityTimeoutSeconds: 180, delaySeconds: 0 } }),
      change('same', { operation: 'same' }),
    );
    const fresh = plan(
      change('harder', { operation: 'replace' }),
      change('moved', { newInputs: { visibilityTimeoutSeconds: 240, delaySeconds: 0 } }),
      change('new', { operation: 'create' }),
      change('same', { operation: 'same' }),
    );
    expect(planDifference(reviewed, fresh)).toEqual([
      'new: create aws:sqs/queue:Queue new',
      'no longer: update aws:sqs/queue:Queue gone',
      'replace aws:sqs/queue:Queue harder (was update)',
      'update aws:sqs/queue:Queue moved, with other values: visibilityTimeoutSeconds',
    ]);
  });

  test('R34 R35: two plans have lines between them exactly when their fingerprints differ', () => {
    const value = fc.record({ a: fc.integer({ min: 0, max: 2 }), b: fc.constantFrom('x', 'y') });
    const operation = fc.constantFrom('create', 'update', 'delete', 'same');
    const some = fc
      .array(fc.record({ operation, newInputs: value }), { maxLength: 4 })
      .map((all) => plan(...all.map((each, index) => change(`r${index}`, { ...each, properties: {} }))));
    fc.assert(
      fc.property(some, some, (one, other) => {
        const differ = planDifference(one, other).length > 0;
        return differ === (fingerprint(one) !== fingerprint(other));
      }),
    );
  });
});

describe('a plan as text', () => {
  const all = plan(
    change('a', { operation: 'create' }),
    change('b', { operation: 'update', properties: { z: 'update', a: 'update' } }),
    change('c', { operation: 'delete' }),
    change('d', { operation: 'replace' }),
    change('e', { operation: 'same' }),
  );

  test('R35: names what is replaced and deleted before what is updated and created', () => {
    expect(planLines({ ...all, notes: ['short retention'] })).toEqual([
      '± aws:sqs/queue:Queue d [visibilityTimeoutSeconds]',
      '- aws:sqs/queue:Queue c',
      '~ aws:sqs/queue:Queue b [a, z]',
      '+ aws:sqs/queue:Queue a',
      '! short retention',
    ]);
  });

  test('R35: counts every operation', () => {
    expect(summarise(all.changes)).toBe('1 to replace, 1 to delete, 1 to update, 1 to create, 1 unchanged');
    expect(summarise([])).toBe('no changes');
  });
});
