import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addressWithin } from '../../../pipeline/snapshot/network.ts';

test('R30: a range inside the own network is its place in it, the same in every environment', () => {
  expect(addressWithin('10.10.0.0/20', '10.10.0.0/20')).toBe('${network}');
  expect(addressWithin('10.10.0.0/20', '10.10.4.0/22')).toBe('${network 1/4}');
  expect(addressWithin('10.30.0.0/20', '10.30.4.0/22')).toBe('${network 1/4}');
  expect(addressWithin('10.10.0.0/20', '10.10.15.255/32')).toBe('${network 4095/4096}');
});

test.each([
  '0.0.0.0/0',
  '10.10.16.0/22',
  '10.9.252.0/22',
  '10.0.0.0/8',
  '10.10.1.0/20',
  '10.10.2.0/22',
  '10.999.0.0/24',
  '::/0',
])('R30: any other range stays what it is: %s', (range) => {
  expect(addressWithin('10.10.0.0/20', range)).toBe(range);
  expect(addressWithin(undefined, range)).toBe(range);
});

test('R30: two different parts of a network never become one', () => {
  const parts = fc.record({ length: fc.integer({ min: 20, max: 32 }), at: fc.nat() });
  const written = ({ length, at }: { readonly length: number; readonly at: number }): string => {
    const first = (10 * 2 ** 24 + 10 * 2 ** 16 + (at % 2 ** (length - 20)) * 2 ** (32 - length)) >>> 0;
    return `${[24, 16, 8, 0].map((shift) => (first >>> shift) & 255).join('.')}/${length}`;
  };
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      const [a, b] = [written(one), written(other)];
      expect(addressWithin('10.10.0.0/20', a)).toMatch(/^\$\{network/);
      expect(addressWithin('10.10.0.0/20', a) === addressWithin('10.10.0.0/20', b)).toBe(a === b);
    }),
  );
});
