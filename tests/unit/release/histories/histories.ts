/** Random histories of releases: merges, promotions, people who answer late or never, alarms, hands in the account, and deaths. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Approval } from '../../../../pipeline/release/approval.ts';
import { changePromotion, readPromotion } from '../../../../pipeline/release/promotionRecord.ts';
import { storeRelease } from '../../../../pipeline/release/releaseStore.ts';
import type { SoakResult } from '../../../soak/proof.ts';
import { MemoryStore } from '../memoryStore.ts';
import { judgeEnd } from './judge.ts';
import { smallRelease, type SmallRelease } from './releases.ts';
import { promoteRun, recoverRun, redeployRun, ringBelow, unharmed, type Fate } from './runs.ts';
import { accountOf, environments, happenings, newWorld, saw, setAlarm, writersFor, type World } from './world.ts';

const environment = fc.constantFrom(...environments.map((settings) => settings.environment));
const fate: fc.Arbitrary<Fate> = fc.record({
  killAt: fc.option(fc.integer({ min: 1, max: 120 }), { freq: 2 }),
  interruptAt: fc.option(fc.integer({ min: 1, max: 120 }), { freq: 2 }),
  pace: fc.integer({ min: 0, max: 1_000 }),
});
const promotion = fc.record({
  kind: fc.constant('promote' as const),
  age: fc.constantFrom(0, 0, 0, 1, 2),
  from: fc.constantFrom(0, 0, 0, 1, 2),
  upTo: fc.constantFrom(1, 2, 3, 3, 3),
  emergency: fc.constantFrom(false, false, false, true),
  answer: fc.constantFrom(
    'yes',
    'yes',
    'no',
    'late',
    'author',
    'author',
    'earlier author',
    'nobody',
    'meddled',
    'alarm',
    'short alarm',
  ),
  waits: fc.boolean(),
  alarm: fc.constantFrom('none', 'none', 'lasting', 'short'),
  fate,
});
const redeployment = fc.record({ kind: fc.constant('redeploy' as const), environment, age: fc.nat(2), fate });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('merge' as const),
      brokenIn: fc.option(environment, { freq: 3 }),
      reverts: fc.constantFrom(false, false, false, true),
    }),
  },
  { weight: 8, arbitrary: promotion },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('supersede' as const), fate }) },
  { weight: 2, arbitrary: redeployment },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('two' as const),
      first: promotion,
      second: fc.oneof(promotion, redeployment),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      minutes: fc.constantFrom(1, 45, 600, 2_880, 7_200, 43_200),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('alarm' as const), environment }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('meddle' as const), environment }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pause' as const), environment }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('resume' as const), environment }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('recover' as const), environment, fate, second: fc.option(fate) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Moving = Extract<Step, { kind: 'promote' | 'redeploy' }>;

/** Releases of one history, oldest first, and a source of names. */
interface Play {
  readonly world: World;
  readonly pool: readonly SmallRelease[];
  readonly merged: SmallRelease[];
  names: number;
}

const reviewer = 'reviewer@example.com';
const yes: Approval = { status: 'approved', by: [reviewer] };
/** Each merge is by another one than the merge before. */
const authorOf = (index: number): string => `author-${index % 3}@example.com`;

export interface Played extends SoakResult {
  /** What the histories are about and none of them had. */
  readonly unseen: readonly string[];
}

/** @returns the failure with its seed and the shortest history that shows it */
export async function playHistories({
  histories,
  seed,
}: {
  readonly histories: number;
  readonly seed: number;
}): Promise<Played> {
  const root = await mkdtemp(join(tmpdir(), 'payments-histories-'));
  try {
    const pool = Array.from({ length: 40 }, (_, index) =>
      smallRelease(root, `release-${index}`, environments, { authors: [authorOf(index)] }),
    );
    const seen: World['seen'] = new Map();
    const property = fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), (steps) =>
      play({ ...newWorld(root), seen }, pool, steps),
    );
    const { failed, numRuns, counterexample, errorInstance } = await fc.check(property, { numRuns: histories, seed });
    return {
      cases: numRuns,
      failure: failed ? `seed ${seed}: ${JSON.stringify(counterexample)}: ${String(errorInstance)}` : null,
      unseen: happenings.filter((each) => !seen.has(each)),
    };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function play(world: World, pool: readonly SmallRelease[], steps: readonly Step[]): Promise<void> {
  const state: Play = { world, pool, merged: [], names: 0 };
  await merge(state, null);
  for (const each of steps) await take(state, each);
  await end(state);
  const { violations } = state.world;
  if (violations.length > 0) throw new Error([...new Set(violations)].join('\n'));
}

async function merge({ world, pool, merged }: Play, brokenIn: string | null): Promise<void> {
  const made = pool[merged.length];
  if (made === undefined) throw new Error('the history merges more releases than there are');
  const next = committedNow(world, made);
  // Every third release changes nothing but the one before did.
  world.contents.set(next.release.id, Math.floor((merged.length * 2) / 3));
  world.commits.push({ commit: next.release.commit, author: authorOf(merged.length), at: world.clock });
  if (brokenIn !== null) world.broken.add(`${next.release.id} ${brokenIn}`);
  await storeRelease(new MemoryStore(world.documents), next.built);
  merged.push(next);
}

/** A merge that takes the last one back: the release of the one before, with a commit and an author of its own. */
function revert({ world, merged }: Play): void {
  const before = merged.at(-2);
  if (before === undefined) return;
  const author = authorOf(merged.length);
  const commit = merged.length.toString(16).padStart(40, 'e');
  merged.push(committedNow(world, { ...before, release: { ...before.release, commit, authors: [author] } }));
  world.commits.push({ commit, author, at: world.clock });
}

function committedNow(world: World, small: SmallRelease): SmallRelease {
  world.clock += 60_000;
  if (world.committed.has(small.release.id)) world.reverted.add(small.release.id);
  world.committed.set(small.release.id, world.clock);
  const release = { ...small.release, committedAt: new Date(world.clock).toISOString() };
  return { ...small, release, built: { ...small.built, release } };
}

async function take(state: Play, each: Step): Promise<void> {
  const { world } = state;
  const store = new MemoryStore(world.documents);
  switch (each.kind) {
    case 'merge':
      return each.reverts ? revert(state) : merge(state, each.brokenIn);
    case 'promote':
    case 'redeploy':
      return move(state, each);
    case 'supersede':
      return supersede(state, each.fate);
    case 'two':
      world.contended = true;
      saw(world, 'two at once');
      await Promise.all([move(state, each.first), move(state, each.second)]);
      world.contended = false;
      return;
    case 'pass':
      world.clock += each.minutes * 60_000;
      return;
    case 'alarm':
      setAlarm(world, each.environment, !accountOf(world, each.environment).alarm);
      return;
    case 'meddle':
      accountOf(world, each.environment).content += 1_000;
      return;
    case 'pause':
    case 'resume': {
      const since = new Date(world.clock).toISOString();
      const paused = each.kind === 'pause' ? { since, by: 'ada', reason: 'settlement' } : null;
      await changePromotion(store, each.environment, (record) => ({ ...record, paused }));
      return;
    }
    case 'recover':
      await recoverIn(state, each);
  }
}

async function recoverIn(
  state: Play,
  { environment: name, fate: first, second }: Extract<Step, { kind: 'recover' }>,
): Promise<void> {
  const fates = second === null ? [first] : [first, second];
  if (fates.length > 1) saw(state.world, 'two recoveries at once');
  await Promise.all(fates.map((each) => recoverOnce(state, name, each)));
}

async function recoverOnce(state: Play, name: string, how: Fate): Promise<void> {
  const [working] = state.merged;
  if (working === undefined) throw new Error('nothing was merged');
  await recoverRun(state.world, { name: nameOf(state), environment: name, working }, how);
}

const nameOf = (state: Play): string => `run-${++state.names}`;

async function move(state: Play, each: Moving): Promise<void> {
  const { world, merged } = state;
  if (each.kind === 'redeploy') {
    const { verified } = await readPromotion(new MemoryStore(world.documents), each.environment);
    const release = verified[each.age]?.release ?? merged[0]?.release.id ?? '';
    await redeployRun(world, { name: nameOf(state), environment: each.environment, release }, each.fate);
    return;
  }
  const small = merged[Math.max(0, merged.length - 1 - each.age)];
  if (small === undefined) return;
  const { from, upTo, emergency, waits, alarm } = each;
  const approve = (environment: string) => answerOf(state, each.answer, environment, small);
  await promoteRun(world, { name: nameOf(state), small, from, upTo, emergency, waits, alarm, approve }, each.fate);
}

/** Of two changes that come after what runs everywhere, the second brings the first along; whoever wrote that one approves. */
async function supersede(state: Play, how: Fate): Promise<void> {
  const everywhere = { kind: 'promote', age: 0, from: 0, upTo: 3, emergency: false } as const;
  await move(state, { ...everywhere, answer: 'yes', waits: true, alarm: 'none', fate: unharmed });
  await merge(state, null);
  await merge(state, null);
  await move(state, { ...everywhere, answer: 'earlier author', waits: true, alarm: 'none', fate: how });
}

/** A late answer comes after thirty days, in which a newer release has come to staging: it must not be let in any more. */
async function answerOf(state: Play, answer: string, environment: string, small: SmallRelease): Promise<Approval> {
  if (answer === 'no') return { status: 'refused' };
  const index = state.merged.indexOf(small);
  if (answer === 'author') return { status: 'approved', by: [reviewer, authorOf(index)] };
  if (answer === 'earlier author' && index > 0) {
    const earlier = authorOf(index - 1);
    if (writersFor(state.world, environment, small.release.commit).includes(earlier))
      saw(state.world, 'the author of a superseded change approved');
    return { status: 'approved', by: [earlier] };
  }
  if (answer === 'nobody') return { status: 'approved', by: [] };
  // Prod takes a value over from staging: a plan that was approved before is another one now.
  if (answer === 'meddled') accountOf(state.world, 'staging').content += 1_000;
  if (answer === 'alarm') ringBelow(state.world, environment, 'an alarm during approval');
  if (answer === 'short alarm') ringBelow(state.world, environment, 'an alarm during approval', { short: true });
  if (answer === 'late') {
    saw(state.world, 'answered after 30 days');
    state.world.clock += 30 * 24 * 60 * 60_000;
    await merge(state, null);
    const newest = state.merged.at(-1);
    const newer = { name: nameOf(state), from: 0, upTo: 2, emergency: false, waits: true, approve: async () => yes };
    if (newest !== undefined) await promoteRun(state.world, { ...newer, small: newest });
  }
  return yes;
}

/** Whatever happened: after recovery and with nobody in the way, the newest release gets everywhere with one command. */
async function end(state: Play): Promise<void> {
  const { world } = state;
  for (const settings of environments) {
    await recoverOnce(state, settings.environment, unharmed);
    setAlarm(world, settings.environment, false);
    await take(state, { kind: 'resume', environment: settings.environment });
  }
  await merge(state, null);
  const small = state.merged.at(-1);
  if (small === undefined) return;
  const outcome = await promoteRun(world, {
    ...{ name: nameOf(state), small, from: 0, upTo: environments.length, emergency: false, waits: true },
    approve: async () => yes,
  });
  const results = outcome.status === 'ended' ? outcome.value : [];
  const stuck = results.filter(({ status }) => status !== 'promoted');
  if (stuck.length > 0 || results.length < environments.length)
    world.violations.push(`the last promotion: ${JSON.stringify(outcome)} ${stuck.map(why).join()}`);
  await judgeEnd(world, small.release.id);
}

const why = (result: { readonly status: string; readonly error?: Error }): string => result.error?.message ?? '';
