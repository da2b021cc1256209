import { expect, test } from '@jest/globals';
import type { RawProperties } from '../../../pipeline/engine/rawObservation.ts';
import { both, compared, deployed, findingsOf, inAccount, ours, theOne } from './observed.ts';

const secret = (plaintext: string) => ({
  '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
  plaintext: JSON.stringify(plaintext),
});
const withToken = (token: unknown) => (properties: RawProperties) => {
  const { variables } = properties['environment'] as { readonly variables: RawProperties };
  return { ...properties, environment: { variables: { ...variables, TOKEN: token } } };
};
const token = (deployedAs: unknown, inTheAccount: unknown) =>
  compared({
    staging: deployed(ours.function, withToken(deployedAs)),
    prod: both(deployed(ours.function, withToken(deployedAs)), inAccount(ours.function, withToken(inTheAccount))),
  });

test('R33: a secret that changed is found, and the report says neither its value nor its fingerprint', () => {
  const report = token(secret('hunter2'), secret('hunter3'));
  expect(theOne(report)).toMatchObject({
    path: 'environment.variables.TOKEN',
    expected: '[secret]',
    actual: '[secret]',
    severity: 'high',
  });
  expect(JSON.stringify(report)).not.toMatch(/hunter|\[secret:/);
});

test('R33: a secret that stayed the same is no finding', () => {
  expect(findingsOf(token(secret('hunter2'), secret('hunter2')))).toEqual([]);
});

test('R33: a secret that nobody can compare is no finding and is counted as not observable', () => {
  const report = token('[secret]', '[secret]');
  expect(findingsOf(report)).toEqual([]);
  expect(report.summary.notObservable).toBe(2);
});

test('R33: a secret that appeared or vanished is found, though nobody can read it', () => {
  expect(theOne(token(undefined, '[secret]'))).toMatchObject({ change: 'added', expected: null, actual: '[secret]' });
});
