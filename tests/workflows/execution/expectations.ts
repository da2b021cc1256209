/** What must have become of the events of each long story, as a list of what did not. */
import type { Ran } from './stage.ts';
import type { StoryName } from './stories.ts';

type Judge = (ran: readonly Ran[]) => string[];

const calls = { dev: 'To dev', staging: 'To staging', prod: 'To prod' } as const;
type Environment = keyof typeof calls;

const steps = ['Plan', 'Make way for', 'Deploy', 'Look at'] as const;
const jobsOf = (call: string, environment: Environment, which: readonly (typeof steps)[number][] = steps) =>
  which.map((step) => `${call}/Promote to one environment/${step} ${environment}`);
const whole = (environment: Environment) => jobsOf(calls[environment], environment);
/** What is in place needs neither approval nor deployment. */
const inPlace = (environment: Environment) => jobsOf(calls[environment], environment, ['Plan', 'Look at']);
const untilFailed = (environment: Environment) => jobsOf(calls[environment], environment, ['Plan', 'Make way for']);
const failed = (environment: Environment) => jobsOf(calls[environment], environment, ['Deploy']);

const startedAnew = (environment: Environment) =>
  `${calls[environment]}/Promote to one environment/Plan ${environment} anew`;

const build = 'Promote/Build the release';
const planned = ['dev-1', 'staging-2', 'prod-3'].map((job) => `Preview/Plan ${job}`);
const observed = ['Drift/Observe staging-1', 'Drift/Observe prod-2'];

export const expectations: Readonly<Record<Exclude<StoryName, 'pullRequests'>, Judge>> = {
  fork: ([preview, comment]) => [
    ...ended(preview, ['Preview/Configuration', 'Preview/Offline preview', 'Preview/Preview passed']),
    ...ended(comment, ['Offline preview comment/Comment']),
    ...lacks(comment?.issues[1]?.comments.join('\n'), [
      /without credentials/,
      /^\| dev \| no changes, \d+ unchanged \|$/m,
      /^\| staging \| 1 to update, \d+ unchanged; opens 1 difference from dev \|$/m,
      /^\| prod \| 1 to update, \d+ unchanged \|$/m,
    ]),
  ],

  merge: ([push, quiet, changed, redeploy, check, promote, preview]) => [
    ...ended(push, [build, ...whole('dev'), ...whole('staging'), ...whole('prod')]),
    ...ended(quiet, [...observed, 'Drift/Compare']),
    ...drift(quiet, []),
    ...ended(changed, observed, ['Drift/Compare']),
    ...drift(changed, ['open']),
    ...ended(redeploy, ['Deploy by hand/Check the request', ...jobsOf('Into prod', 'prod')]),
    ...ended(check, ['Deploy by hand/Check the request', ...driftJobs('Drift check')]),
    ...drift(check, ['closed']),
    ...ended(promote, ['Deploy by hand/Check the request', ...jobsOf('Into prod', 'prod', ['Plan', 'Look at'])]),
    ...ended(preview, ['Preview/Configuration', ...planned, 'Preview/Comment', 'Preview/Preview passed']),
    ...lacks(preview?.issues[0]?.comments.join('\n'), [
      /^\| dev \| no changes/m,
      /^\| prod \| .*1 to update.*opens 1 difference from staging/m,
    ]),
  ],

  failures: ([dev, prod, other, anew]) => [
    ...ended(dev, [build, ...untilFailed('dev')], failed('dev')),
    ...lacks(dev?.summaries.join('\n'), [/Nothing above dev was started/, /npm run recover -- dev/]),
    ...lacks(
      prod?.summaries.find((text) => text.startsWith('### dev runs')),
      [/Since the review/, /new: create aws:/],
    ),
    ...ended(prod, [build, ...whole('dev'), ...whole('staging'), ...untilFailed('prod')], failed('prod')),
    ...lacks(prod?.summaries.join('\n'), [/### prod did not get/, /npm run recover -- prod/, /re-run all jobs/]),
    ...ended(
      other,
      [build, ...inPlace('dev'), ...inPlace('staging'), ...untilFailed('prod'), startedAnew('prod')],
      failed('prod'),
    ),
    ...lacks(other?.summaries.join('\n'), [
      /the plan is another one/,
      /new: update aws:cloudwatch\/metricAlarm:MetricAlarm/,
      /Nothing was applied/,
    ]),
    ...lacks(JSON.stringify(other?.started), [/"workflow":"promote.yml","ref":"main","inputs":\{\}/]),
    ...ended(anew, [build, ...inPlace('dev'), ...inPlace('staging'), ...whole('prod')]),
  ],
};

function driftJobs(call: string): readonly string[] {
  return ['Observe staging-1', 'Observe prod-2', 'Compare'].map((job) => `${call}/Drift/${job}`);
}

/** These jobs succeeded, these failed, and no other one did either. */
function ended(run: Ran | undefined, succeeded: readonly string[], failures: readonly string[] = []): string[] {
  if (run === undefined) return ['an event did not happen'];
  const result = (wanted: string) => Object.keys(run.results).filter((name) => run.results[name] === wanted);
  const told = `${run.workflow} on ${run.event}: ${JSON.stringify(run.results)}`;
  return same(result('success'), succeeded) && same(result('failure'), failures) ? [] : [told];
}

const same = (some: readonly string[], others: readonly string[]): boolean =>
  [...some].sort().join('\n') === [...others].sort().join('\n');

const lacks = (text: string | undefined, expected: readonly RegExp[]): string[] =>
  expected.filter((each) => !each.test(text ?? '')).map((each) => `${String(each)} is not in: ${text ?? 'nothing'}`);

/** States of the drift issues after a run. */
function drift(run: Ran | undefined, states: readonly string[]): string[] {
  const found = (run?.issues ?? []).filter(({ title }) => /drift|differs/i.test(title)).map(({ state }) => state);
  return same(found, states) ? [] : [`drift issues after ${run?.workflow ?? 'nothing'}: ${found.join(', ') || 'none'}`];
}
