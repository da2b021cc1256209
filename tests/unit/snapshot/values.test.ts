import { expect, test } from '@jest/globals';
import { unknownSentinel } from '../../../pipeline/engine/rawObservation.ts';
import { sameValue } from '../../../pipeline/snapshot/sameValue.ts';
import { canonicalValue, unknownValue } from '../../../pipeline/snapshot/values.ts';

const context = {
  normalise: (text: string) => text,
  fingerprint: () => '[secret]',
  hidden: () => {},
  policies: new Map(),
};
const canonical = (value: unknown, property = 'anything') => canonicalValue(value, property, context);

test.each([undefined, null, '', [], {}, { a: null }, { a: { b: '' } }])(
  'R30: providers return %j for what was never set, so it says nothing',
  (value) => {
    expect(canonical(value) ?? undefined).toBeUndefined();
    expect(canonical({ kept: 1, value })).toEqual({ kept: 1 });
  },
);

test.each([0, false, -1, ' ', '0'])('R30: %j says something and stays', (value) => {
  expect(canonical({ value })).toEqual({ value });
});

test('R30: an empty text under a key that the user chose is a value', () => {
  expect(canonical({ A: '', B: 'b' }, 'variables')).toEqual({ A: '', B: 'b' });
  expect(canonical({ A: '' }, 'tags')).toEqual({ A: '' });
  expect(canonical({ A: '' }, 'tags')).not.toEqual(canonical({}, 'tags'));
});

test('R30: AWS keeps lists as sets, except the few whose order means something', () => {
  expect(canonical(['b', 'a'], 'securityGroupIds')).toEqual(canonical(['a', 'b'], 'securityGroupIds'));
  expect(canonical([{ name: 'b' }, { name: 'a' }], 'attributes')).toEqual([{ name: 'a' }, { name: 'b' }]);
  expect(canonical(['b', 'a'], 'layers')).toEqual(['b', 'a']);
  expect(canonical(['b', 'a'], 'command')).toEqual(['b', 'a']);
});

test('R30: a set is not shorter than the list it came from', () => {
  expect(canonical(['a', 'a', ''], 'securityGroupIds')).toEqual(['', 'a', 'a']);
});

test('R30: the engine’s own notes in a block are not facts of the account', () => {
  expect(canonical({ __defaults: ['x'], __meta: '{}', size: 512 })).toEqual({ size: 512 });
  expect(canonical({ __defaults: [], A: 'a' }, 'tags')).toEqual({ A: 'a' });
});

test('R33: what is known only after an update is unknown, wherever the sentinel stands', () => {
  expect(canonical(unknownSentinel)).toBe(unknownValue);
  expect(canonical(`arn:aws:sqs:${unknownSentinel}:x`)).toBe(unknownValue);
  expect(canonical(`{"Statement":["${unknownSentinel}"]}`, 'policy')).toBe(unknownValue);
  expect(canonical({ variables: { QUEUE: unknownSentinel } })).toEqual({ variables: { QUEUE: unknownValue } });
});

test('R30: code is the digest of its archive, not the path on the machine that built it', () => {
  const archive = (path: string, hash?: string) =>
    canonical({ '4dabf18193072939515e22adb298388d': '0def7320c3a5731c473e5ecbe6d01bc7', path, hash });
  expect(archive('/one/function.zip', 'abc')).toBe('sha256:abc');
  expect(archive('/two/function.zip', 'abc')).toBe('sha256:abc');
  expect(archive('/two/function.zip', 'abd')).not.toBe('sha256:abc');
  expect(archive('/two/function.zip')).toBe(unknownValue);
});

test('R30: two values are the same whatever the order of keys, and only then', () => {
  expect(sameValue({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true);
  expect(sameValue({ a: undefined }, {})).toBe(true);
  for (const [left, right] of [
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { a: 1, b: 1 }],
    [{ a: 1, b: 1 }, { a: 1 }],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 1]],
    [{}, []],
    [{ 0: 'a' }, ['a']],
    [null, {}],
    [1, '1'],
  ])
    expect([left, right, sameValue(left, right)]).toEqual([left, right, false]);
});
