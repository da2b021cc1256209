/**
 * Random sequences of runs, verdicts, API faults and people who meddle, against what must always hold: one open issue at most,
 * never a wrong close, no comment said twice.
 */
import fc from 'fast-check';
import type { Verdict } from '../../pipeline/comparison/finding.ts';
import { PublishError } from '../../pipeline/errors.ts';
import { publishIssue } from '../../pipeline/publish/publishIssue.ts';
import { faults, inOrder, type Fault } from '../../sandbox/github/faults.ts';
import { addIssue, newWorld, type World } from '../../sandbox/github/world.ts';
import type { Proof, SoakResult } from './proof.ts';
import { finding, issueRequest, openSetting, report, type Setting } from '../unit/publish/setting.ts';

type Step =
  | {
      readonly kind: 'run';
      readonly verdict: Verdict;
      readonly serious: readonly string[];
      readonly faults: readonly (Fault | null)[];
    }
  /** The same run once more: a job that was re-run, or an action that is used twice. */
  | { readonly kind: 'again' }
  | { readonly kind: 'meddle'; readonly how: keyof typeof meddling };

const meddling = {
  close: (world: World) => change(world, { state: 'closed', stateReason: 'not_planned' }),
  reopen: (world: World) => change(world, { state: 'open', stateReason: 'reopened' }),
  damage: (world: World) =>
    world.issues.slice(-1).forEach((issue) => (issue.body = issue.body.replace('"runs":[{', '"runs":[7,{'))),
  delete: (world: World) => (world.issues = world.issues.slice(0, -1)),
  lock: (world: World) => change(world, { locked: true }),
  unlock: (world: World) => change(world, { locked: false }),
  imitate: (world: World) =>
    addIssue(world, {
      author: 'mallory',
      title: 'Drift',
      body: world.issues.at(-1)?.body ?? '<!-- payments-gitops:drift',
    }),
};

const change = (world: World, to: object): void => world.issues.slice(-1).forEach((issue) => Object.assign(issue, to));

const fault = fc.option(
  fc.constantFrom<Fault>(
    faults.serverError,
    faults.lostAnswer,
    faults.workedButFailed,
    faults.silence,
    faults.secondaryLimit(5),
    faults.secondaryLimit(5000),
  ),
  { freq: 2 },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('run' as const),
      verdict: fc.constantFrom<Verdict>('in-sync', 'drifted', 'unknown'),
      serious: fc.subarray(['s1', 's2', 's3']),
      faults: fc.array(fault, { maxLength: 8 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'again' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('meddle' as const),
      how: fc.constantFrom(...(Object.keys(meddling) as (keyof typeof meddling)[])),
    }),
  },
);

export const proof: Proof = {
  claim: 'One true issue at most, never closed wrongly, and nothing said twice, whatever GitHub answers and people do.',
  cases: 1000,
  chunk: 25,
  run: ({ seed, cases }) => publishSequences({ sequences: cases, seed }),
};

/** The failure carries the seed and the shortest failing sequence. */
export async function publishSequences(options: {
  readonly sequences: number;
  readonly seed: number;
}): Promise<SoakResult> {
  const { sequences: cases, seed } = options;
  const setting = await openSetting();
  try {
    const property = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => play(setting, steps));
    const { failed, numRuns, counterexample, errorInstance } = await fc.check(property, { numRuns: cases, seed });
    const what = `seed ${seed}: ${JSON.stringify(counterexample)}: ${String(errorInstance)}`;
    const { violations } = setting.standIn;
    return { cases: numRuns, failure: failed ? what : violations.length > 0 ? violations.join('\n') : null };
  } finally {
    await setting.standIn.close();
  }
}

async function play(setting: Setting, steps: readonly Step[]): Promise<void> {
  Object.assign(setting.standIn.world, newWorld('acme', 'payments'));
  let runId = 0;
  let last: Extract<Step, { kind: 'run' }> | null = null;
  for (const each of steps) {
    if (each.kind === 'meddle') {
      meddling[each.how](setting.standIn.world);
      continue;
    }
    if (each.kind === 'run') [last, runId] = [each, runId + 1];
    if (last !== null) await publishAndJudge(setting, each.kind === 'run' ? each : { ...last, faults: [] }, runId);
  }
}

async function publishAndJudge(setting: Setting, run: Extract<Step, { kind: 'run' }>, runId: number): Promise<void> {
  const { standIn } = setting;
  const { verdict, serious } = run;
  const findings = verdict === 'drifted' ? serious.map((id) => finding(id, { severity: 'critical' })) : [];
  const before = snapshot(standIn.world);
  standIn.faults = inOrder(...run.faults);
  const outcome = await publishIssue(issueRequest(setting, report(verdict, findings), runId)).catch(
    (error: unknown) => {
      if (error instanceof PublishError) return null;
      throw error;
    },
  );
  standIn.faults = () => null;
  judge(standIn.world, before, verdict, outcome !== null);
}

type Snapshot = ReadonlyMap<number, { readonly author: string; readonly state: string; readonly text: string }>;

const snapshot = (world: World): Snapshot =>
  new Map(
    world.issues.map((issue) => [
      issue.number,
      { author: issue.author, state: issue.state, text: JSON.stringify(issue) },
    ]),
  );

function judge(world: World, before: Snapshot, verdict: Verdict, told: boolean): void {
  const own = world.issues.filter(({ author }) => author === world.login);
  const open = own.filter(({ state }) => state === 'open');
  const check = (holds: boolean, what: string) => {
    if (!holds)
      throw new Error(`${what} (verdict ${verdict}, ${told ? 'told' : 'failed'}): ${JSON.stringify(world.issues)}`);
  };
  const openBefore = [...before.values()].filter(
    ({ author, state }) => author === world.login && state === 'open',
  ).length;
  check(open.length <= Math.max(1, told ? 1 : openBefore), 'more than one open issue');
  if (told) check(open.length === (verdict === 'in-sync' ? 0 : 1), 'the issue does not say what was found');
  if (verdict !== 'in-sync' && openBefore > 0) check(open.length > 0, 'closed although not known to be in sync');
  for (const issue of world.issues) {
    const marks = issue.comments.map(({ body }) => body.split('\n')[0]);
    check(new Set(marks).size === marks.length, 'a comment was posted twice');
    if (issue.author === world.login) continue;
    check(before.get(issue.number)?.text === JSON.stringify(issue), 'an issue of somebody else was touched');
  }
}
