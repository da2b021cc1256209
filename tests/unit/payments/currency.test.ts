import { expect, test } from '@jest/globals';
import { currencies, minorUnitExponent } from '../../../payments/currency.ts';

test('R1: every currency has the minor unit that ISO 4217 gives it', () => {
  const other = currencies.filter(
    (currency) =>
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits !==
      minorUnitExponent(currency),
  );
  // CLDR, which Intl follows, shows these without the minor unit that nobody there uses; ISO 4217 still gives them one.
  expect(other).toEqual('AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR SOS SYP YER'.split(' '));
});

test('R1: every currency is known to Intl, and the large ones are there', () => {
  const known = new Set(Intl.supportedValuesOf('currency'));
  expect(currencies.filter((currency) => !known.has(currency))).toEqual([]);
  expect(currencies).toEqual(expect.arrayContaining(['EUR', 'USD', 'GBP', 'JPY', 'CHF', 'INR', 'BRL', 'KWD']));
  expect(currencies.length).toBeGreaterThan(145);
});

test('R1: withdrawn currencies, funds codes and metals are not currencies', () => {
  for (const code of ['HRK', 'BGN', 'DEM', 'SLL', 'ANG', 'ZWL', 'XAU', 'XXX', 'XTS', 'CLF', 'USN', '__proto__', '']) {
    expect(minorUnitExponent(code)).toBeUndefined();
  }
});
