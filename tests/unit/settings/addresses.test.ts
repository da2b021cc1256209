import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatRange, overlaps, parseRange, subnetRanges } from '../../../infra/network/addresses.ts';

const range = fc
  .tuple(fc.nat(2 ** 32 - 1), fc.integer({ min: 8, max: 28 }))
  .map(([address, prefixLength]) => ({ first: address - (address % 2 ** (32 - prefixLength)), prefixLength }));

const lastOf = ({ first, prefixLength }: { first: number; prefixLength: number }) =>
  first + 2 ** (32 - prefixLength) - 1;

test('R12: a range is the same after it was written and read', () => {
  fc.assert(fc.property(range, (value) => expect(parseRange(formatRange(value))).toEqual(value)));
});

test('R12: what is no range, or has bits beyond its prefix, is not read as one', () => {
  for (const text of [
    '',
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0.1/24',
    '10.0.0/24',
    '256.0.0.0/8',
    'a.b.c.d/8',
    '10.0.0.0/24 ',
  ]) {
    expect(parseRange(text)).toBeUndefined();
  }
});

test('R12: two ranges overlap exactly when they share an address', () => {
  fc.assert(
    fc.property(range, range, (left, right) => {
      const shared = Math.max(left.first, right.first) <= Math.min(lastOf(left), lastOf(right));
      expect(overlaps(left, right)).toBe(shared);
      expect(overlaps(right, left)).toBe(shared);
    }),
  );
});

test('R12: subnets lie inside their VPC, are equal quarters, and share no address', () => {
  fc.assert(
    fc.property(range, fc.integer({ min: 1, max: 4 }), (vpc, count) => {
      const subnets = subnetRanges(formatRange(vpc), count).map((text) => parseRange(text));
      expect(subnets).toHaveLength(count);
      for (const [index, subnet] of subnets.entries()) {
        if (subnet === undefined) throw new Error('not a range');
        expect(subnet.prefixLength).toBe(vpc.prefixLength + 2);
        expect(subnet.first >= vpc.first && lastOf(subnet) <= lastOf(vpc)).toBe(true);
        expect(subnets.slice(index + 1).every((other) => other !== undefined && !overlaps(subnet, other))).toBe(true);
      }
    }),
  );
});

test('R12: a VPC that cannot be cut is an error', () => {
  expect(() => subnetRanges('10.0.0.0', 2)).toThrow(RangeError);
  expect(() => subnetRanges('10.0.0.0/31', 2)).toThrow(RangeError);
  expect(() => subnetRanges('10.0.0.0/24', 5)).toThrow(RangeError);
});
