import { describe, expect, test } from '@jest/globals';
import { setters } from './api/index.ts';
import { immutable, providerArguments } from './api/unchangeable.ts';
import { changeablePairs, fatesOf, programPairs } from './pairs.ts';

const pairs = programPairs('prod');

describe('what can become of an input in the account', () => {
  test('R40: each of 200 inputs and more is changed by an API call, or cannot be, or is a listed blind spot', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(200);
    const unclear = pairs.filter((pair) => fatesOf(pair).length !== 1);
    expect(unclear.map((pair) => `${pair.type} ${pair.path}: ${fatesOf(pair).join(' and ') || 'nothing'}`)).toEqual([]);
  });

  test('R33: no table speaks of an input that the program does not set', () => {
    const known = new Set(pairs.map(({ type, property }) => `${type} ${property}`));
    const named = [
      ...Object.entries(setters).flatMap(([type, of]) => Object.keys(of).map((name) => `${type} ${name}`)),
      ...Object.entries(immutable).flatMap(([type, of]) => Object.keys(of).map((name) => `${type} ${name}`)),
      ...Object.entries(providerArguments).flatMap(([type, of]) => of.map((name) => `${type} ${name}`)),
    ];
    // Both kinds of rule share one table; only one of them has a prefix list.
    const shared = ['aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule prefixListId'];
    expect(named.filter((each) => !known.has(each))).toEqual(shared);
  });

  test('R40: most of them can be changed', () => {
    expect(changeablePairs('prod').length).toBeGreaterThanOrEqual(150);
  });
});
