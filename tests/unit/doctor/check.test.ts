import { describe, expect, test } from '@jest/globals';
import { examine, exitCodeOf, ok, problem, unknown, type Check, type State } from '../../../pipeline/doctor/check.ts';
import { ConfigurationError, EngineError } from '../../../pipeline/errors.ts';

const check = (id: string, look: Check['look']): Check => ({ id, title: id, look });
const failing =
  (error: Error): Check['look'] =>
  () =>
    Promise.reject(error);

describe('looking at everything at once', () => {
  test('R37: no check waits for another one, and results keep the order of the checks', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const waiting = check('first', async () => (await promise, ok('after the second')));
    const releasing = check('second', async () => (resolve('go'), ok('at once')));
    const results = await examine([waiting, releasing], { limitMilliseconds: 5000 });
    expect(results.map(({ id, state }) => [id, state])).toEqual([
      ['first', 'ok'],
      ['second', 'ok'],
    ]);
  });

  test('R33: a check that does not answer is unknown after its limit, never fine', async () => {
    const [result] = await examine([check('slow', () => new Promise(() => undefined))], { limitMilliseconds: 20 });
    expect(result).toMatchObject({ state: 'unknown', reason: 'no answer within 0.02 s', fix: expect.any(String) });
    expect(result?.milliseconds).toBeGreaterThanOrEqual(19);
  });

  test.each([
    [new ConfigurationError('wrong key', { advice: 'correct it' }), problem('wrong key', 'correct it')],
    [new ConfigurationError('wrong key'), problem('wrong key', 'Correct it and run the command again.')],
    [new EngineError('AWS is silent', { advice: 'wait' }), unknown('AWS is silent', 'wait')],
    [new Error('socket hang up'), unknown('socket hang up')],
  ])('R33: a check that throws %p makes only itself a problem or unknown', async (error, expected) => {
    const results = await examine([check('bad', failing(error)), check('good', async () => ok('fine'))], {
      limitMilliseconds: 1000,
    });
    expect(results[0]).toEqual({ id: 'bad', title: 'bad', milliseconds: expect.any(Number), ...expected });
    expect(results[1]).toMatchObject(ok('fine'));
  });
});

test.each<[number, readonly [string, State][]]>([
  [0, [['machine.node', 'ok']]],
  [0, [['github.branch', 'not-applicable']]],
  [
    3,
    [
      ['machine.node', 'ok'],
      ['github.branch', 'unknown'],
    ],
  ],
  [
    1,
    [
      ['machine.node', 'problem'],
      ['github.branch', 'unknown'],
    ],
  ],
  [
    64,
    [
      ['configuration.parity', 'problem'],
      ['machine.node', 'problem'],
    ],
  ],
  [3, [['configuration.parity', 'unknown']]],
])('R33: the exit code is %i for %j', (code, found) => {
  const results = found.map(([id, state]) => ({ id, title: id, state, reason: '', milliseconds: 1 }));
  expect(exitCodeOf(results)).toBe(code);
});
