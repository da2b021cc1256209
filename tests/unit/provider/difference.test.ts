import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changes, type Rules } from '../../../sandbox/provider/difference.ts';
import { unknownValue, type Inputs } from '../../../sandbox/provider/resourceType.ts';

const plain: Rules = { replaceOn: [] };

const found = (olds: Inputs, news: Inputs, rules: Rules = plain, ignored: readonly string[] = []) =>
  changes(rules, olds, news, ignored).map(
    ({ property, kind, replaces }) => `${kind} ${property}${replaces ? ' !' : ''}`,
  );

const signature = '4dabf18193072939515e22adb298388d';
const archive = (hash: string, path: string) => ({ [signature]: '0def7320c3a5731c473e5ecbe6d01bc7', hash, path });

describe('R37: what changes between two sets of inputs', () => {
  test.each<[string, Inputs, Inputs, string[]]>([
    ['a value that changes', { timeout: 3 }, { timeout: 5 }, ['update timeout']],
    ['a value that comes', {}, { description: 'x' }, ['add description']],
    ['a value that goes', { description: 'x' }, {}, ['delete description']],
    [
      'a value inside a block',
      { ttl: { enabled: true, name: 'x' } },
      { ttl: { enabled: true, name: 'y' } },
      ['update ttl.name'],
    ],
    [
      'an element of a list',
      { layers: ['a', 'b'] },
      { layers: ['a', 'c', 'd'] },
      ['update layers[1]', 'add layers[2]'],
    ],
    ['a key that is no plain name', { tags: { 'a:b': '1' } }, { tags: { 'a:b': '2' } }, ['update tags["a:b"]']],
    ['a tag without text that goes', { tags: { a: '', b: '1' } }, { tags: { b: '1' } }, ['delete tags.a']],
    ['a whole block that goes', { vpcConfig: { subnetIds: ['a'] } }, {}, ['delete vpcConfig']],
    ['a kind of value that changes', { code: 'text' }, { code: ['text'] }, ['update code']],
  ])('R37: names %s by its path', (_what, olds, news, expected) => {
    expect(found(olds, news)).toEqual(expected);
  });

  test.each([[''], [0], [false], [[]], [{}], [null], [undefined]])('R37: takes %j for the same as nothing', (empty) => {
    expect(found({ property: empty }, {})).toEqual([]);
    expect(found({}, { property: empty })).toEqual([]);
  });

  test('R37: does not count what AWS fills in when the program leaves it out, also inside a block', () => {
    const rules = { ...plain, optionalComputed: ['tracingConfig', 'loggingConfig.logGroup'] };
    const held = { tracingConfig: { mode: 'PassThrough' }, loggingConfig: { logFormat: 'JSON', logGroup: '/aws/x' } };
    expect(found(held, { loggingConfig: { logFormat: 'JSON' } }, rules)).toEqual([]);
    expect(found(held, { tracingConfig: { mode: 'Active' }, loggingConfig: { logFormat: 'Text' } }, rules)).toEqual([
      'update loggingConfig.logFormat',
      'update tracingConfig.mode',
    ]);
  });

  test('R37: does not look at the order of a set, and names the elements that come and go', () => {
    const rules = { ...plain, sets: ['ids'] };
    expect(found({ ids: ['a', 'b'] }, { ids: ['b', 'a'] }, rules)).toEqual([]);
    expect(found({ ids: ['a', 'b'] }, { ids: ['b', 'c', 'd'] }, rules)).toEqual([
      'delete ids[0]',
      'add ids[1]',
      'add ids[2]',
    ]);
  });

  test('R37: follows an element of a set by its name', () => {
    const rules = { ...plain, sets: ['indexes'] };
    const olds = {
      indexes: [
        { name: 'a', size: 1 },
        { name: 'b', size: 2 },
      ],
    };
    const news = {
      indexes: [
        { name: 'b', size: 3 },
        { name: 'a', size: 1 },
      ],
    };
    expect(found(olds, news, rules)).toEqual(['update indexes[0].size']);
  });

  test('R37: replaces for a property named by a rule, for a property inside it, and for a block around it', () => {
    const rules = { replaceOn: ['name', 'key.schema'] };
    expect(found({ name: 'a' }, { name: 'b' }, rules)).toEqual(['update name !']);
    expect(found({ key: { schema: { id: 1 } } }, { key: { schema: { id: 2 } } }, rules)).toEqual([
      'update key.schema.id !',
    ]);
    expect(found({ key: { schema: 1 } }, {}, rules)).toEqual(['delete key !']);
    expect(found({ names: 'a' }, { names: 'b' }, rules)).toEqual(['update names']);
  });

  test('R37: counts a value that is not known yet as a change, of nothing else', () => {
    expect(found({ role: 'a', name: 'x' }, { role: unknownValue, name: 'x' }, { replaceOn: ['role'] })).toEqual([
      'update role !',
    ]);
    expect(found({}, { role: unknownValue })).toEqual(['add role']);
    expect(found({ ids: ['a', 'b'] }, { ids: ['a', unknownValue] })).toEqual(['update ids[1]']);
  });

  test.each([
    ['tags', ['update timeout']],
    ['tags.a', ['update tags.b', 'update timeout']],
    ['tags["b"]', ['update tags.a', 'update timeout']],
    ['tags[*]', ['update timeout']],
    ['*', []],
  ])('R37: leaves out what %s says to ignore', (pattern, expected) => {
    const [olds, news] = [
      { tags: { a: '1', b: '1' }, timeout: 1 },
      { tags: { a: '2', b: '2' }, timeout: 2 },
    ];
    expect(found(olds, news, plain, [pattern])).toEqual(expected);
  });

  test('R37: compares archives by what is in them, not by where they are', () => {
    expect(found({ code: archive('a', '/one.zip') }, { code: archive('a', '/other.zip') })).toEqual([]);
    expect(found({ code: archive('a', '/one.zip') }, { code: archive('b', '/one.zip') })).toEqual(['update code']);
  });

  test('R37: asks the type when two values mean the same', () => {
    const rules: Rules = {
      ...plain,
      equal: (property, left, right) => property === 'policy' && String(left).trim() === String(right).trim(),
    };
    expect(found({ policy: ' {}' }, { policy: '{} ' }, rules)).toEqual([]);
    expect(found({ other: ' {}' }, { other: '{} ' }, rules)).toEqual(['update other']);
  });

  test('R37: is blind to what the engine keeps for itself', () => {
    expect(found({ __defaults: ['a'] }, { __defaults: ['b'] })).toEqual([]);
  });
});

const inputs = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,4}$/),
  fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), tie('value'), { maxKeys: 3 }),
    ),
  })).value,
  { maxKeys: 4 },
);

describe('R37: any two sets of inputs', () => {
  test('R37: a set of inputs does not differ from itself', () => {
    fc.assert(fc.property(inputs, (any) => expect(found(any, structuredClone(any))).toEqual([])));
  });

  test('R37: looked at from the other side, the same paths change, and what came goes', () => {
    const turned: Readonly<Record<string, string>> = { add: 'delete', delete: 'add', update: 'update' };
    fc.assert(
      fc.property(inputs, inputs, (one, other) => {
        const there = changes(plain, one, other).map(({ property, kind }) => `${turned[kind]} ${property}`);
        const back = changes(plain, other, one).map(({ property, kind }) => `${kind} ${property}`);
        expect(there.sort()).toEqual(back.sort());
      }),
    );
  });
});
