import type { StepResult } from '../../pipeline/release/promote.ts';
import { summarise } from '../../pipeline/release/planText.ts';
import { commandFor } from '../workplace.ts';
import { colours } from './colours.ts';

/** Prints what was done, what was not, and the command that continues. True when every environment has the release. */
export function printPromotion(results: readonly StepResult[], release: string, sandbox: boolean): boolean {
  for (const result of results) console.log(`${colours.bold(result.environment.padEnd(10))}${outcome(result)}`);
  const open = results.find(({ status }) => status !== 'promoted' && status !== 'already-there');
  if (open === undefined) return true;
  console.log(`\n${open.environment} did not get release ${release.slice(0, 12)}. Nothing above it was started.`);
  console.log(`When the cause is gone, this continues from ${open.environment}: ${continuation(open, sandbox)}`);
  return false;
}

/** A failed update may have left a lease or pending operations behind; recovery looks before anything runs again. */
const continuation = ({ status, environment }: StepResult, sandbox: boolean): string => {
  const promote = commandFor(sandbox, 'npm run promote');
  return status === 'failed' ? `${commandFor(sandbox, `npm run recover -- ${environment}`)}, then ${promote}` : promote;
};

function outcome(result: StepResult): string {
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
