import { describe, expect, test } from '@jest/globals';
import { check, type CheckArguments } from '../../../sandbox/provider/check.ts';
import { unknownValue, type Inputs, type ResourceType } from '../../../sandbox/provider/resourceType.ts';

const never = () => Promise.reject(new Error('nothing is called in a check'));
const type: ResourceType = {
  token: 'aws:sqs/queue:Queue',
  source: 'made up for this test',
  required: ['size'],
  served: ['name', 'size', 'fifo', 'colour', 'tags'],
  defaults: { colour: 'red' },
  replaceOn: [],
  computed: ['arn', 'tagsAll'],
  autoname: { property: 'name', maximumLength: 20, suffix: ({ fifo }) => (fifo === true ? '.fifo' : '') },
  check: ({ size }) => (typeof size === 'number' && size > 3 ? [['size', 'too big']] : []),
  create: never,
  read: never,
  update: never,
  delete: never,
};

const checked = (news: Inputs, given: Partial<CheckArguments & { type: ResourceType }> = {}) =>
  check(given.type ?? type, {
    resourceName: 'payments',
    randomSeed: new Uint8Array([1, 2, 3]),
    olds: {},
    news,
    defaultTags: { Project: 'payments' },
    region: 'eu-west-1',
    ...given,
  });

describe('R37: checking inputs', () => {
  test('R37: fills in defaults, a name, the place and all tags, and says what it filled in', () => {
    const { inputs, failures } = checked({ size: 1, tags: { Owner: 'us' } });
    expect(failures).toEqual([]);
    expect(inputs).toEqual({
      name: expect.stringMatching(/^payments-[0-9a-f]{7}$/),
      size: 1,
      colour: 'red',
      region: 'eu-west-1',
      tags: { Owner: 'us' },
      tagsAll: { Project: 'payments', Owner: 'us' },
      __defaults: ['colour', 'name'],
    });
  });

  test('R37: keeps what the program says', () => {
    const { inputs } = checked({
      size: 1,
      name: 'own',
      colour: 'blue',
      region: 'us-east-1',
      tags: { Project: 'mine' },
    });
    expect(inputs).toMatchObject({
      name: 'own',
      colour: 'blue',
      region: 'us-east-1',
      tagsAll: { Project: 'mine' },
      __defaults: [],
    });
  });

  test('R37: a name of its own making stays the same from run to run, and is made anew for a replacement', () => {
    const first = checked({ size: 1 }).inputs;
    const later = { randomSeed: new Uint8Array([9]) };
    expect(checked({ size: 2 }, { ...later, olds: first }).inputs['name']).toBe(first['name']);
    expect(checked({ size: 2 }, later).inputs['name']).not.toBe(first['name']);
    expect(checked({ size: 2 }).inputs['name']).toBe(first['name']);
  });

  test('R37: a name that the program gave up is not kept as if it had been made', () => {
    const named = checked({ size: 1, name: 'own' }).inputs;
    expect(checked({ size: 1 }, { olds: named }).inputs['name']).toMatch(/^payments-[0-9a-f]{7}$/);
  });

  test('R37: a made name keeps to its longest length and to its ending', () => {
    const { inputs } = checked({ size: 1, fifo: true }, { resourceName: 'a-very-long-name-indeed' });
    expect(inputs['name']).toMatch(/^a-very--[0-9a-f]{7}\.fifo$/);
    expect(String(inputs['name']).length).toBe(20);
  });

  test('R37: names what is missing, what is not served, and what the type itself finds', () => {
    expect(checked({ smell: 'bad' }).failures).toEqual([
      ['size', "Missing required property 'size'"],
      ['smell', "the sandbox's provider does not serve 'smell' of aws:sqs/queue:Queue"],
    ]);
    expect(checked({ size: 4 }).failures).toEqual([['size', 'too big']]);
  });

  test('R37: what is not known yet is there, and makes all tags unknown', () => {
    expect(checked({ size: unknownValue }).failures).toEqual([]);
    expect(checked({ size: 1, tags: { Owner: unknownValue } }).inputs['tagsAll']).toBe(unknownValue);
  });

  test('R37: gives no tags to what has none and no place to what is the same everywhere', () => {
    const role = { ...type, token: 'aws:iam/role:Role', computed: ['arn'] };
    const { inputs } = checked({ size: 1 }, { type: role });
    expect(inputs).not.toHaveProperty('tagsAll');
    expect(inputs).not.toHaveProperty('region');
  });
});
