import { beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { join } from 'node:path';

interface Standing {
  readonly release: string | null;
  readonly verified: boolean;
  readonly paused: string | null;
  readonly lease: boolean;
  /** Version of the state file. */
  readonly state: string | null;
  readonly evidence: readonly {
    readonly kind: string;
    readonly outcome: string | null;
    readonly wayBack: string | null;
    readonly missing: readonly string[];
  }[];
}

interface Outcome {
  readonly scenario: string;
  readonly error: string | null;
  readonly advice: string | null;
  readonly name: string | null;
  readonly before: Standing;
  readonly after: Standing;
}

const outcomes = new Map<string, Outcome>();
const of = (scenario: string): Outcome => {
  const found = outcomes.get(scenario);
  if (found === undefined) throw new Error(`the scenario "${scenario}" did not run`);
  return found;
};

beforeAll(async () => {
  const { promise, resolve, reject } = Promise.withResolvers<{ code: number | null; lines: string; log: string }>();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'scenariosRun.ts')], {
    cwd: join(import.meta.dirname, '..', '..', '..'),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [lines, log] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (lines += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  child.once('error', reject);
  child.once('close', (code) => resolve({ code, lines, log }));
  const ended = await promise;
  if (ended.code !== 0) throw new Error(`the scenarios ended with ${ended.code}:\n${ended.log}`);
  for (const line of ended.lines.trim().split('\n')) {
    const outcome = JSON.parse(line) as Outcome;
    outcomes.set(outcome.scenario, outcome);
  }
}, 600_000);

describe('a promotion that is refused leaves everything as it was', () => {
  test.each([
    [
      'another plan than the approved one',
      /^the plan for dev is not the one that was approved:\n {2}update .*with other values: /,
    ],
    ['a closed gate', /^the gate of staging is closed: dev runs [0-9a-f]{12}, not [0-9a-f]{12}$/],
    ['an approver who wrote it', /^reviewer wrote a commit of this release and cannot approve it for dev$/],
    ['an approval that nobody gave', /^dev asks for approval, and nobody approved$/],
    ['a second promotion at once', /^dev is being changed by grace@desk since /],
    [
      'a promotion while it is paused',
      /^the gate of dev is closed: promotion to dev is paused since .* rolled back to /,
    ],
    ['an alarm during soak', /^alarm NAME of dev is not OK$/],
    // The sandbox's alarm is minutes old: it may have been evaluated for the first time, so only soak time is lost.
    [
      'an alarm that fell silent again during soak',
      /alarm NAME of dev is OK since \S+ only, and soak time counts from there/,
    ],
    ['a damaged lease', /^leases\/dev\.json cannot be read$/],
    ['no state bucket', /^the state bucket "payments-state-of-nobody" does not exist/],
  ])('R17 R34 R36 R43: %s', (scenario, message) => {
    const { error, advice, before, after } = of(scenario);
    expect(error).toMatch(message);
    if (!scenario.startsWith('an alarm ')) expect(advice).toEqual(expect.stringMatching(/\w/));
    expect(after).toEqual(before);
  });
});

describe('a sample of the long proofs', () => {
  test.each(['two at once', 'a bucket that answers wrongly'])(
    'R17 R36: %s: exactly one deploys, what is said to be done is done, and there is a way on',
    (scenario) => expect(of(scenario).error).toBeNull(),
  );
});

describe('a promotion that cannot be finished says what became of it and leaves a way on', () => {
  test('R36: credentials that end in the middle: nothing is applied, the lease is gone, the evidence says that it failed', () => {
    const { error, advice, before, after } = of('credentials that end in the middle');
    expect(error).toMatch(/does not know who asks/);
    expect(advice).toMatch(/log in again, then run the same command/);
    expect(after).toMatchObject({ state: before.state, lease: false, verified: false });
    expect(after.evidence.at(-1)).toMatchObject({ outcome: 'failed', missing: [] });
    expect(after.evidence.at(-1)?.wayBack).toMatch(/^npm run redeploy -- dev [0-9a-f]{12} /);
  });

  test('R36: a locked stack names who holds it, and recovery asks before it breaks a lock that nobody vouches for', () => {
    expect(of('a locked stack')).toMatchObject({
      error: expect.stringMatching(/^stack dev is locked by grace@desk \(process 4242\)/) as unknown,
      advice: 'If that run is dead: npm run recover -- dev',
      after: { lease: false },
    });
    expect(of('recovery from a lock that nobody vouches for')).toMatchObject({
      error: expect.stringMatching(/^cannot tell whether grace@desk/) as unknown,
      advice: expect.stringContaining('--holder-is-dead') as unknown,
    });
    expect(of('recovery from a lock whose holder is dead').error).toBeNull();
  });

  test('R36: a rule that a dead run made and had no time to tag is taken over, and the next deployment tags it', () => {
    expect(of('a rule without its tags').error).toBeNull();
    expect(of('the same release after a rule without its tags')).toMatchObject({
      error: null,
      after: { verified: true, lease: false },
    });
  });

  test('R36: a state that is cut short stops it before anything is changed, and says where the earlier one is', () => {
    const { error, advice, after } = of('a state that is cut short');
    expect(error).toMatch(/^the state of stack dev .* cannot be read$/);
    expect(advice).toMatch(/\.bak/);
    expect(after.lease).toBe(false);
  });

  test('R36: a state that is older than the last deployment closes the gate, which names both releases and the way on', () => {
    const { error, after } = of('a state that is older than the last deployment');
    expect(error).toMatch(
      /^the gate of dev is closed: the state of dev is of [0-9a-f]{12}, but [0-9a-f]{12} was deployed .* bring back the newest version/,
    );
    expect(after).toMatchObject({ lease: false, verified: true });
  });

  test('R17 R41: the first release is deployed, verified, and completely on record', () => {
    const { error, after } = of('the first release');
    expect(error).toBeNull();
    expect(after).toMatchObject({ verified: true, lease: false });
    expect(after.evidence).toEqual([{ kind: 'promotion', outcome: 'verified', wayBack: null, missing: [] }]);
  });

  // The state is brought back just before, and its backup is missing.
  test('R17 R36 R41: a verification that fails goes back by itself, tells why, and pauses promotion', () => {
    const { error, name, advice, after } = of('a verification that fails, where it goes back by itself');
    expect(name).toBe('VerificationError');
    expect(error).toMatch(/payments-ingest visibilityTimeoutSeconds changed/);
    expect(advice).toMatch(/^Back to what worked: npm run redeploy -- dev [0-9a-f]{12} /);
    expect(after).toMatchObject({ release: of('the first release').after.release, verified: true, lease: false });
    expect(after.paused).toMatch(/^rolled back to [0-9a-f]{12}: [0-9a-f]{12} was not verified/);
    expect(after.evidence.slice(-2)).toMatchObject([
      { kind: 'promotion', outcome: 'failed', missing: [] },
      { kind: 'redeployment', outcome: 'verified', missing: [] },
    ]);
  });

  test('R17: after somebody resumed it, the same release gets in', () => {
    const { error, before, after } = of('a promotion after it was resumed');
    expect(error).toBeNull();
    expect(after).toMatchObject({ paused: null, verified: true, lease: false });
    expect(after.release).not.toBe(before.release);
    expect(after.evidence.flatMap(({ missing }) => missing)).toEqual([]);
  });
});
