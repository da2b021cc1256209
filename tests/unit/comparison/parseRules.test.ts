import { expect, test } from '@jest/globals';
import { parseRules } from '../../../pipeline/comparison/parseRules.ts';

const file = 'config/parity.yaml';
const variation = {
  resource: 'aws:sqs/queue:Queue/a',
  property: 'delaySeconds',
  value: 'settings.memory',
  reason: 'long enough a reason',
};
const waiver = {
  resource: 'aws:sqs/queue:Queue/a',
  reason: 'long enough a reason',
  owner: 'team',
  expires: '2026-12-31',
};
const parse =
  (raw: unknown, more = {}) =>
  () =>
    parseRules(raw, { file, ...more });

test('R30: an empty file declares nothing and has the usual limits', () => {
  expect(parse(null)()).toEqual({ pendingReleaseLimitHours: 72, waiverWarningDays: 14, variations: [], waivers: [] });
});

test.each<readonly [string, unknown, string]>([
  ['an unknown key', { variation: [] }, 'variation'],
  ['a resource without a type', { variations: [{ ...variation, resource: 'payments' }] }, 'expected TYPE/NAME'],
  ['two sources of a value', { variations: [{ ...variation, values: { prod: 1 } }] }, 'exactly one of'],
  ['no source of a value', { variations: [{ ...variation, value: undefined }] }, 'exactly one of'],
  ['a variation of everything', { variations: [{ ...variation, property: undefined }] }, 'expected a property'],
  [
    'existence of a property',
    { variations: [{ ...variation, value: undefined, present: { prod: true } }] },
    'takes no property',
  ],
  ['no reason', { variations: [{ ...variation, reason: 'short' }] }, 'a reason of at least ten characters'],
  ['a waiver without an owner', { waivers: [{ ...waiver, owner: '' }] }, 'who answers for it'],
  ['a waiver without an end', { waivers: [{ ...waiver, expires: 'never' }] }, 'expected a date'],
  ['a waiver of a day that does not exist', { waivers: [{ ...waiver, expires: '2026-02-30' }] }, 'expected a date'],
])('R32: the file is refused, and says where: %s', (_, raw, message) => {
  expect(parse(raw)).toThrow(message);
  expect(parse(raw)).toThrow(file);
});

test('R32: all problems are told at once, each with its line', () => {
  const raw = { variations: [{ ...variation, reason: 'x' }], waivers: [{ ...waiver, expires: 'x' }] };
  const lineOf = (path: readonly (string | number)[]) => (path[0] === 'waivers' ? 7 : 3);
  expect(parse(raw, { lineOf })).toThrow(
    /^config\/parity\.yaml:3: variations\[0\]\.reason: .*\nconfig\/parity\.yaml:7: waivers\[0\]\.expires: /,
  );
});

test('R32: resources, settings and environments that do not exist are errors, where they are known', () => {
  const known = { environments: ['staging', 'prod'], settings: ['memory'], resources: ['aws:sqs/queue:Queue/a'] };
  expect(parse({ variations: [variation], waivers: [waiver] }, known)).not.toThrow();
  expect(parse({ waivers: [{ ...waiver, resource: 'aws:sqs/queue:Queue/b' }] }, known)).toThrow(
    'no environment has a resource',
  );
  expect(parse({ waivers: [{ ...waiver, environment: 'production' }] }, known)).toThrow(
    'there is no environment "production" (staging, prod)',
  );
  expect(parse({ variations: [{ ...variation, value: 'settings.memroy' }] }, known)).toThrow(
    'there is no setting "memroy"',
  );
  const pinned = { ...variation, value: undefined, values: { test: 1 } };
  expect(parse({ variations: [pinned] }, known)).toThrow('variations[0].values.test: there is no environment "test"');
});
