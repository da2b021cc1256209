import { describe, expect, test } from '@jest/globals';
import type { AlarmState } from '../../../pipeline/account/alarmStates.ts';
import { alarmTroubles } from '../../../pipeline/release/alarmTroubles.ts';

const verifiedAt = '2026-03-02T09:10:00.000Z';
const question = { expected: [], verifiedAt, soakMinutes: 60 };
const alarm = (change: Partial<AlarmState> = {}): AlarmState => ({
  ...{ name: 'errors', state: 'OK' as const },
  ...{ changedAt: '2026-03-01T12:00:00.000Z', configuredAt: '2026-03-01T11:58:00.000Z' },
  ...change,
});
const during = '2026-03-02T09:40:00.000Z';

describe('the alarms of the environment below', () => {
  test('R17: say nothing while they are OK since before the release was verified', () => {
    expect(alarmTroubles([alarm()], { ...question, expected: ['errors'] })).toEqual([]);
  });

  test('R17: say so when one rings, since whenever', () => {
    expect(alarmTroubles([alarm({ state: 'ALARM' })], question)).toEqual([{ name: 'errors', problem: 'is not OK' }]);
  });

  test.each(['OK', 'INSUFFICIENT_DATA'] as const)('R17: say so when one rang and is %s again', (state) => {
    expect(alarmTroubles([alarm({ state, changedAt: during })], question)).toEqual([
      { name: 'errors', problem: `changed to ${state} at ${during}, after the release was verified`, gone: true },
    ]);
  });

  test('R17: say so also where only the second is told, and it is that of the verification', () => {
    const verified = { ...question, verifiedAt: '2026-03-02T09:10:00.700Z' };
    const of = (changedAt: string) => alarmTroubles([alarm({ changedAt })], verified);
    expect(of('2026-03-02T09:10:00.000Z')).toHaveLength(1);
    expect(of('2026-03-02T09:10:00.699Z')).toEqual([]);
    expect(of('2026-03-02T09:09:59.000Z')).toEqual([]);
  });

  test('R17: cannot tell a first evaluation from a short alarm, so soak time counts anew from there', () => {
    const [trouble] = alarmTroubles([alarm({ changedAt: during, configuredAt: '2026-03-02T09:35:00.000Z' })], question);
    expect(trouble).toMatchObject({ until: new Date('2026-03-02T10:40:00.000Z') });
    expect(trouble).not.toHaveProperty('gone');
  });

  test('R17: are not evaluated yet when they have no data since before the release was verified', () => {
    expect(alarmTroubles([alarm({ state: 'INSUFFICIENT_DATA' })], question)).toEqual([]);
  });

  test('R17: say so when one that was deployed is not there, also when none is', () => {
    const expected = ['errors', 'age'];
    expect(alarmTroubles([alarm()], { ...question, expected })).toEqual([{ name: 'age', problem: 'is not there' }]);
    expect(alarmTroubles([], { ...question, expected })).toHaveLength(2);
  });
});
