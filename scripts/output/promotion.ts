import type { PlannedChange } from '../../pipeline/engine/plan.ts';
import type { StepResult } from '../../pipeline/release/promote.ts';
import { summarise } from '../../pipeline/release/planText.ts';
import { commandFor } from '../workplace.ts';
import { colours } from './colours.ts';

export interface PromotionOutcome {
  readonly results: readonly StepResult[];
  /** Id of the release. */
  readonly release: string;
  readonly sandbox: boolean;
  /** The command that goes on from where this one stopped. */
  readonly again: string;
}

/** The first environment that did not get the release; undefined when every one has it. */
const openIn = ({ results }: PromotionOutcome): StepResult | undefined =>
  results.find(({ status }) => status !== 'promoted' && status !== 'already-there');

/** Prints what was done, what was not, and the command that continues. True when every environment has the release. */
export function printPromotion(outcome: PromotionOutcome): boolean {
  for (const result of outcome.results) console.log(`${colours.bold(result.environment.padEnd(10))}${inWords(result)}`);
  const open = openIn(outcome);
  if (open === undefined) return true;
  console.log(
    `\n${open.environment} did not get release ${outcome.release.slice(0, 12)}. Nothing above it was started.`,
  );
  const advice = adviceOf(open);
  if (advice !== null) console.log(advice);
  console.log(`When the cause is gone, this continues from ${open.environment}: ${continuation(open, outcome)}`);
  return false;
}

/** The same for programs. True when every environment has the release. */
export function printPromotionJson(outcome: PromotionOutcome): boolean {
  const open = openIn(outcome);
  const environments = outcome.results.map(plainResult);
  const next = open === undefined ? null : continuation(open, outcome);
  console.log(JSON.stringify({ release: outcome.release, done: open === undefined, environments, next }, null, 2));
  return open === undefined;
}

function plainResult(result: StepResult): object {
  const { environment, status } = result;
  switch (result.status) {
    case 'promoted': {
      const { changes, smoke, card } = result.result;
      return { environment, status, changes: changes.map(plainChange), payment: smoke, card };
    }
    case 'refused':
      return { environment, status, missing: result.missing, opensAt: result.opensAt };
    case 'failed':
      return { environment, status, error: result.error.message, advice: adviceOf(result) };
    case 'already-there':
    case 'not-approved':
    case 'not-started':
      return { environment, status };
  }
}

/** A planned or applied change without its values. */
export const plainChange = ({ operation, type, name, urn, properties }: PlannedChange): object => ({
  ...{ operation, type, name, urn },
  properties: Object.keys(properties),
});

function adviceOf(result: StepResult): string | null {
  const advice = result.status === 'failed' && 'advice' in result.error ? result.error.advice : null;
  return typeof advice === 'string' ? advice : null;
}

/** Where an update died in the middle, recovery looks before anything runs again. */
const continuation = (result: StepResult, { sandbox, again }: PromotionOutcome): string =>
  result.status === 'failed' && result.recoverFirst
    ? `${commandFor(sandbox, `npm run recover -- ${result.environment}`)}, then ${again}`
    : again;

function inWords(result: StepResult): string {
  switch (result.status) {
    case 'promoted':
      return `${colours.green('promoted')}  ${summarise(result.result.changes)}${payment(result.result.smoke)}`;
    case 'already-there':
      return `${colours.green('in place')}  runs this release, verified; nothing to change`;
    case 'refused':
      return `${colours.yellow('refused')}   ${result.missing.join('; ')}`;
    case 'not-approved':
      return colours.yellow('not approved');
    case 'failed':
      return `${colours.red('failed')}    ${result.error.message}`;
    case 'not-started':
      return colours.dim('not started');
  }
}

const payment = (smoke: { readonly publishedMilliseconds: number } | null): string =>
  smoke === null ? '' : `; a payment went through in ${smoke.publishedMilliseconds} ms`;
