import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { decide } from '../../../pipeline/release/gate.ts';
import type { GateFacts } from '../../../pipeline/release/gateFacts.ts';
import { promote } from '../../../pipeline/release/promote.ts';
import { storeRelease } from '../../../pipeline/release/releaseStore.ts';
import { smallRelease } from './histories/releases.ts';
import { contextOf, environments, newWorld } from './histories/world.ts';
import { MemoryStore } from './memoryStore.ts';
import { deployment, openGate, record, releaseId } from './records.ts';

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'payments-gate-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const release = releaseId('a');
const other = releaseId('b');
const paused = { since: '2026-03-01T08:00:00.000Z', by: 'grace@desk', reason: 'rolled back' };
/** Verified at 09:10 on a Monday. */
const lower = record('staging', { current: deployment(release) });
const always = { from: '00:00', to: '00:00', days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], timezone: 'UTC' };
const nights = { from: '16:00', to: '08:00', days: ['fri', 'sat', 'sun'], timezone: 'UTC' };

const facts = (overrides: Partial<GateFacts> = {}): GateFacts => ({
  kind: 'promotion',
  release,
  uncommitted: false,
  environment: 'prod',
  gate: openGate,
  own: record('prod'),
  lower,
  lowerAlarms: null,
  newer: null,
  stateRelease: undefined,
  now: new Date('2026-03-02T12:00:00Z'),
  emergency: false,
  ...overrides,
});
const gate = (overrides: object): GateFacts['gate'] => ({ ...openGate, ...overrides });

/** Each fact that can be missing, what the refusal says of it, and whether an emergency goes on without it. */
const cases: readonly (readonly [string, Partial<GateFacts>, string, boolean])[] = [
  ['the environment below runs nothing', { lower: record('staging') }, 'staging runs no release yet', false],
  [
    'the environment below runs another release',
    { lower: record('staging', { current: deployment(other) }) },
    'staging runs bbbbbbbbbbbb, not aaaaaaaaaaaa',
    false,
  ],
  [
    'the release is not verified below',
    { lower: record('staging', { current: deployment(release, { verifiedAt: null }) }) },
    'staging runs aaaaaaaaaaaa, but it is not verified there',
    false,
  ],
  [
    'uncommitted changes were built in, and it asks for approval',
    { uncommitted: true, gate: gate({ requireApproval: true }) },
    'aaaaaaaaaaaa was built with uncommitted changes, which prod does not take: commit them, and build it again from there',
    false,
  ],
  [
    'the state is older than the last deployment',
    { own: record('prod', { current: deployment(release) }), stateRelease: other },
    `the state of prod is of bbbbbbbbbbbb, but aaaaaaaaaaaa was deployed ${deployment(release).deployedAt}: bring back the newest version of its state (docs/operations.md#an-old-state), then npm run recover -- prod`,
    false,
  ],
  [
    'somebody deployed with the stock CLI',
    { own: record('prod', { current: deployment(release) }), stateRelease: 'outside-the-pipeline' },
    'the state of prod was written outside of the pipeline: npm run redeploy -- prod aaaaaaaaaaaa --reason TEXT takes it over',
    false,
  ],
  [
    'a newer release was verified here',
    { newer: deployment(other, { committedAt: '2026-03-02T08:00:00.000Z' }) },
    'bbbbbbbbbbbb (committed 2026-03-02T08:00:00.000Z) was verified in prod, and is newer than aaaaaaaaaaaa: what should replace it is committed after it',
    false,
  ],
  [
    'a newer release was verified here, and this one before',
    { own: record('prod', { verified: [deployment(release)] }), newer: deployment(other) },
    'bbbbbbbbbbbb was verified in prod, and is newer than aaaaaaaaaaaa: going back is npm run redeploy -- prod aaaaaaaaaaaa --reason TEXT',
    false,
  ],
  [
    'promotion is paused',
    { own: record('prod', { paused }) },
    'promotion to prod is paused since 2026-03-01T08:00:00.000Z by grace@desk: rolled back (npm run releases -- --resume prod)',
    true,
  ],
  [
    'it has not soaked',
    { gate: gate({ soakMinutes: 60 }), now: new Date('2026-03-02T09:50:30Z') },
    'staging has run it for 40 of 60 minutes',
    true,
  ],
  [
    'alarms could not be read',
    { gate: gate({ requireAlarmsOk: true }) },
    'the alarms of staging could not be read',
    true,
  ],
  [
    'an alarm rings',
    { gate: gate({ requireAlarmsOk: true }), lowerAlarms: [{ name: 'payments-staging-errors', problem: 'is not OK' }] },
    'alarm payments-staging-errors of staging is not OK',
    true,
  ],
  [
    'an alarm rang and is quiet again',
    {
      gate: gate({ requireAlarmsOk: true }),
      lowerAlarms: [{ name: 'payments-staging-errors', problem: 'changed to OK', gone: true }],
    },
    'alarm payments-staging-errors of staging changed to OK: look into it, then verify it anew: npm run redeploy -- staging aaaaaaaaaaaa --reason TEXT',
    true,
  ],
  [
    'the environment is frozen',
    { gate: gate({ freezeWindows: [nights] }), now: new Date('2026-03-07T03:00:00Z') },
    'prod is frozen 16:00-08:00 on fri, sat, sun (UTC)',
    true,
  ],
];

describe('a gate', () => {
  test('R17: is open when the environment below runs this release verified and nothing else is asked for', () => {
    expect(decide(facts())).toEqual({ missing: [], overridden: [], opensAt: null });
  });

  test('R17: asks nothing of an environment below the lowest one', () => {
    expect(decide(facts({ lower: null, gate: gate({ soakMinutes: 60, requireAlarmsOk: true }) })).missing).toEqual([]);
  });

  test.each(cases)('R17: says so when %s', (_name, overrides, text) => {
    expect(decide(facts(overrides)).missing).toEqual([text]);
  });

  test.each(cases)('R17: knows whether an emergency may go on when %s', (_name, overrides, text, passable) => {
    const { missing, overridden } = decide(facts({ ...overrides, emergency: true }));
    expect({ missing, overridden }).toEqual(
      passable ? { missing: [], overridden: [text] } : { missing: [text], overridden: [] },
    );
  });

  test.each(cases.filter(([name]) => !name.startsWith('the state is older')))(
    'R17: lets a redeployment go back although %s',
    (_name, overrides) => {
      expect(decide(facts({ ...overrides, kind: 'redeployment' }))).toMatchObject({ missing: [], overridden: [] });
    },
  );

  test.each([false, true])(
    'R17 R36: is closed to a redeployment too, emergency %s, while the state is older than the last deployment',
    (emergency) => {
      const own = record('prod', { current: deployment(release) });
      const { missing } = decide(facts({ own, stateRelease: other, kind: 'redeployment', emergency }));
      expect(missing).toEqual([
        expect.stringMatching(/^the state of prod is of bbbbbbbbbbbb.*npm run recover -- prod$/),
      ]);
    },
  );

  test('R17: names every missing fact at once', () => {
    const all = facts({
      own: record('prod', { paused }),
      gate: gate({ soakMinutes: 60, requireAlarmsOk: true, freezeWindows: [always] }),
      now: new Date('2026-03-02T09:20:00Z'),
      lowerAlarms: ['one', 'two'].map((name) => ({ name, problem: 'is not OK' })),
    });
    expect(decide(all).missing).toHaveLength(5);
  });

  test('R17: counts no time at all when the clock is behind the record', () => {
    const { missing } = decide(facts({ gate: gate({ soakMinutes: 30 }), now: new Date('2026-03-02T03:00:00Z') }));
    expect(missing).toEqual(['staging has run it for 0 of 30 minutes']);
  });

  test('R17: opens when the soak time is over, to the minute', () => {
    const soaking = facts({ gate: gate({ soakMinutes: 60 }), now: new Date('2026-03-02T09:20:00Z') });
    const { opensAt } = decide(soaking);
    expect(opensAt).toEqual(new Date('2026-03-02T10:10:00Z'));
    expect(decide({ ...soaking, now: opensAt as Date }).missing).toEqual([]);
    expect(decide({ ...soaking, now: new Date('2026-03-02T10:09:59Z') }).missing).toHaveLength(1);
  });

  test('R17: a soak that ends inside a freeze window opens after the window', () => {
    const gateOf = gate({ soakMinutes: 600, freezeWindows: [{ ...nights, days: ['mon'] }] });
    expect(decide(facts({ gate: gateOf })).opensAt?.getTime()).toBeGreaterThanOrEqual(
      Date.parse('2026-03-03T08:00:00Z'),
    );
  });

  test('R17: opens when an alarm that may have been evaluated for the first time has been quiet for the soak time', () => {
    const until = new Date('2026-03-02T12:30:00Z');
    const asked = facts({
      gate: gate({ requireAlarmsOk: true }),
      lowerAlarms: [{ name: 'errors', problem: 'is new', until }],
    });
    expect(decide(asked)).toMatchObject({ missing: ['alarm errors of staging is new'], opensAt: until });
    expect(decide({ ...asked, now: until }).missing).toEqual([]);
  });

  test('R17: does not say when it opens if somebody has to do something first', () => {
    const { opensAt } = decide(facts({ gate: gate({ soakMinutes: 600 }), own: record('prod', { paused }) }));
    expect(opensAt).toBeNull();
  });

  test('R17: a freeze without end has no time at which it opens', () => {
    const { missing, opensAt } = decide(facts({ gate: gate({ freezeWindows: [always] }) }));
    expect({ missing: missing.length, opensAt }).toEqual({ missing: 1, opensAt: null });
  });

  test('R17: whenever it names a time, it is open at that time', () => {
    const instants = fc.date({
      min: new Date('2026-03-02T09:10:00Z'),
      max: new Date('2026-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 10_080 }), (now, soakMinutes) => {
        const asked = facts({
          now,
          gate: gate({ soakMinutes, freezeWindows: [{ ...nights, timezone: 'Europe/Dublin' }] }),
        });
        const { opensAt } = decide(asked);
        return opensAt === null || decide({ ...asked, now: opensAt }).missing.length === 0;
      }),
    );
  });
});

test('R41: where nobody approves, uncommitted work may be tried', () => {
  expect(decide(facts({ uncommitted: true })).missing).toEqual([]);
});

test.each([
  ['aws', ['dev', 'staging'], 'built with uncommitted changes, which prod does not take'],
  ['sandbox', ['dev', 'staging', 'prod'], undefined],
] as const)('R41: in %s, uncommitted work is promoted to %j', async (kind, promoted, said) => {
  const world = newWorld(folder);
  const { built, release, source } = smallRelease(folder, `dirty-${kind}`, environments, { dirty: true });
  world.contents.set(release.id, 1);
  await storeRelease(new MemoryStore(world.documents), built);
  const context = contextOf(world, {
    ...{ name: 'ada', interrupt: new AbortController().signal, hook: async () => {} },
    ...{ showCard: () => {}, onUpdate: () => {} },
  });
  const results = await promote(
    { ...context, surroundings: { ...context.surroundings, kind } },
    {
      ...{ source, release, environments, reason: 'a try', emergency: true, refresh: false, tests: [] },
      approve: async () => ({ status: 'approved', by: ['reviewer@example.com'] }),
      waitUntil: async () => false,
    },
  );
  expect(results.flatMap(({ environment, status }) => (status === 'promoted' ? environment : []))).toEqual(promoted);
  const refused = results.find((result) => result.status === 'refused');
  expect(refused?.missing.join()).toEqual(said === undefined ? undefined : expect.stringContaining(said));
});
