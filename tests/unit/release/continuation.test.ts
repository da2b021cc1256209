import { describe, expect, test } from '@jest/globals';
import { commandAfter, commandAgain } from '../../../pipeline/release/continuation.ts';
import type { Lease } from '../../../pipeline/release/lease.ts';
import { ciRun, person, releaseId } from './records.ts';

const release = releaseId('a');
const promotion = { kind: 'promotion', reason: 'a fix', emergency: false, to: 'prod' } as const;
const redeployment = { ...promotion, kind: 'redeployment', reason: 'errors since 10:40', to: 'dev' } as const;

const lease = (rest: Partial<Lease>): Lease => ({
  ...{ schemaVersion: 1, id: 'l', environment: 'dev', release, step: 'updating', holder: person },
  ...{ since: '2026-03-02T09:00:00Z', renewedAt: '2026-03-02T09:00:00Z' },
  ...rest,
});
const after = (rest: Partial<Lease>) => commandAfter('dev', release, { lease: lease(rest), begun: null });

describe('what goes on with a deployment that died, once it is recovered', () => {
  test('R36: a promotion goes on with its stored release, as far as it was to go', () => {
    expect(after({ asked: promotion })).toBe('npm run recover -- dev --continue --to prod');
    expect(after({ asked: { ...promotion, to: 'dev' } })).toBe('npm run recover -- dev --continue');
  });

  test('R36: an emergency stays one, with its reason', () => {
    expect(after({ asked: { ...promotion, to: 'dev', emergency: true, reason: 'the "queue" is full' } })).toBe(
      'npm run recover -- dev --continue --emergency --reason "the \\"queue\\" is full"',
    );
  });

  test('R36: a redeployment goes on as one, also when it died before its evidence was written', () => {
    const command = `npm run redeploy -- dev ${release.slice(0, 12)} --reason "errors since 10:40"`;
    expect(after({ asked: redeployment })).toBe(command);
    expect(commandAfter('dev', release, { lease: null, begun: redeployment })).toBe(command);
  });

  test('R36: a run of GitHub is run again, also when a first recovery of it died', () => {
    const again = 'gh run rerun 7001 --failed --repo acme/payments';
    expect(after({ holder: ciRun, asked: promotion })).toBe(again);
  });

  test('R36: what a recovery left that died itself is what it took over', () => {
    const found = { holder: 'ada@desk', step: 'updating' };
    expect(after({ holder: ciRun, found, asked: promotion })).toBe('npm run recover -- dev --continue --to prod');
  });

  test('R36: where nothing was begun, a promotion begins', () => {
    expect(commandAfter('dev', release, { lease: null, begun: null })).toBe('npm run promote');
  });
});

describe('what goes on with a deployment that ended in order', () => {
  const stopped = { ...promotion, environment: 'dev', release: { id: release } };

  test('R36: the command that was typed, or the run that was started', () => {
    expect(commandAgain({ ...stopped, again: 'npm run deploy -- dev' }, person)).toBe('npm run deploy -- dev');
    expect(commandAgain(stopped, person)).toBe('npm run promote');
    expect(commandAgain(stopped, ciRun)).toBe('gh run rerun 7001 --failed --repo acme/payments');
    expect(commandAgain({ ...stopped, ...redeployment }, person)).toMatch(/^npm run redeploy -- dev a{12} --reason /);
  });
});
