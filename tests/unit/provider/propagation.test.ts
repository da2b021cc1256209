import { describe, expect, test } from '@jest/globals';
import { refusal } from '../../../sandbox/provider/absence.ts';
import { until, whileSettling } from '../../../sandbox/provider/propagation.ts';

const unassumable = refusal(
  'InvalidParameterValueException',
  'The role defined for the function cannot be assumed by Lambda.',
);
const passing = [['InvalidParameterValueException', 'cannot be assumed']] as const;
const waiting = { signal: undefined, timeoutSeconds: 5, pauseMilliseconds: 1 };

/** Answers with each of these in turn: an error is thrown. */
function answering(...answers: readonly unknown[]) {
  let asked = 0;
  const ask = async (): Promise<unknown> => {
    const answer = answers[Math.min(asked++, answers.length - 1)];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { ask, asked: () => asked };
}

describe('R37: while AWS is not yet of one mind', () => {
  test('R37: a refusal that passes is tried again until it has passed', async () => {
    const { ask, asked } = answering(unassumable, unassumable, 'made');
    expect(await whileSettling(passing, ask, waiting)).toBe('made');
    expect(asked()).toBe(3);
  });

  test.each([
    ['another code', refusal('AccessDeniedException', 'The role cannot be assumed')],
    ['another text', refusal('InvalidParameterValueException', 'The runtime is unknown')],
  ])('R37: %s is final at once', async (_what, error) => {
    const { ask, asked } = answering(error);
    await expect(whileSettling(passing, ask, waiting)).rejects.toBe(error);
    expect(asked()).toBe(1);
  });

  test('R37: patience ends with its time, with the error of AWS', async () => {
    const { ask } = answering(unassumable);
    await expect(whileSettling(passing, ask, { ...waiting, timeoutSeconds: 0.02 })).rejects.toBe(unassumable);
  });

  test('R36: a canceled run stops trying again at once', async () => {
    const abort = new AbortController();
    const { ask, asked } = answering(unassumable);
    const trying = whileSettling(passing, ask, {
      signal: abort.signal,
      timeoutSeconds: 600,
      pauseMilliseconds: 60_000,
    });
    abort.abort();
    await expect(trying).rejects.toBe(unassumable);
    expect(asked()).toBeLessThanOrEqual(2);
  });
});

describe('R37: waiting for a state', () => {
  test('R37: ends with the answer that is waited for', async () => {
    const { ask, asked } = answering('Pending', 'Pending', 'Active');
    expect(await until(ask, (state) => state === 'Active', 'the function', waiting)).toBe('Active');
    expect(asked()).toBe(3);
  });

  test('R37: says what it was waiting for when time is over, and when the run is canceled', async () => {
    const never = () => false;
    const { ask } = answering('Pending');
    await expect(until(ask, never, 'the function', { ...waiting, timeoutSeconds: 0.01 })).rejects.toThrow(
      'timeout while waiting for the function',
    );
    await expect(until(ask, never, 'the function', { ...waiting, signal: AbortSignal.abort() })).rejects.toThrow(
      'waiting for the function was canceled',
    );
  });
});
