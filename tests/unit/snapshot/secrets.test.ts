import { expect, test } from '@jest/globals';
import { canonicalise } from '../../../pipeline/snapshot/canonicalise.ts';
import { isSecretText } from '../../../pipeline/snapshot/signatures.ts';
import type { RawObservation } from '../../../pipeline/engine/rawObservation.ts';
import { changeResource, contextOf, prod, rawPayments } from './rawPayments.ts';

const marked = (plaintext: unknown) => ({
  '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
  plaintext: JSON.stringify(plaintext),
});
const encrypted = (ciphertext: string) => ({
  '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
  ciphertext,
});

function withToken(state: unknown, live: unknown = state): RawObservation {
  const properties = (token: unknown) => ({ name: 'x', environment: { variables: { TOKEN: token } } });
  return changeResource(rawPayments(prod), 'payments-function', 'function:Function', (each) => ({
    ...each,
    programInputs: properties(state),
    stateInputs: properties(state),
    stateOutputs: properties(state),
    live: { status: 'present', inputs: properties(live), outputs: properties(live) },
  }));
}

function tokens(raw: RawObservation, key: string | null = 'key') {
  const observation = canonicalise(raw, { ...contextOf(prod), fingerprintKey: key ?? undefined });
  const found = observation.resources.find(({ type }) => type === 'aws:lambda/function:Function');
  const of = (view: unknown): unknown =>
    (view as { environment: { variables: { TOKEN: unknown } } }).environment.variables.TOKEN;
  if (found?.live.status !== 'present') throw new Error('the function was not seen');
  return { observation, state: of(found.state), live: of(found.live.properties) };
}

test('R33: a secret is a fingerprint: equal when equal, different when not, and never itself', () => {
  const same = tokens(withToken(marked('hunter2')));
  expect(same.live).toBe(same.state);
  expect(isSecretText(same.state)).toBe(true);
  const changed = tokens(withToken(marked('hunter2'), marked('hunter3')));
  expect(changed.live).not.toBe(changed.state);
  expect(JSON.stringify([same.observation, changed.observation])).not.toContain('hunter');
});

test('R33: without the key nobody can guess a secret by trying words', () => {
  expect(tokens(withToken(marked('hunter2')), 'another key').state).not.toBe(
    tokens(withToken(marked('hunter2'))).state,
  );
});

test('R33: a secret that cannot be compared is named as not observable', () => {
  for (const { observation } of [
    tokens(withToken('[secret]')),
    tokens(withToken(encrypted('v1:abc'), encrypted('v1:def'))),
    tokens(withToken(marked('hunter2'), marked('hunter3')), null),
  ]) {
    expect(observation.notObservable).toEqual([
      {
        resource: 'aws:lambda/function:Function/payments-function',
        path: 'environment.variables.TOKEN',
        reason: 'a secret, of which the engine shows neither value nor fingerprint',
      },
    ]);
  }
});

test('R33: an output that the program did not mark as secret hides nothing', () => {
  const output = (secret: boolean) => ({
    '4dabf18193072939515e22adb298388d': 'd0e6a833031e9bbcd3f4e8bde6ca49a4',
    value: 'v',
    secret,
  });
  expect(isSecretText(tokens(withToken(output(true))).state)).toBe(true);
  expect(isSecretText(tokens(withToken(output(false))).state)).toBe(false);
});
