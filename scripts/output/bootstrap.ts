import type { AccountPlan, BootstrapResult } from '../../pipeline/bootstrap/index.ts';
import { planLines, summarise } from '../../pipeline/release/planText.ts';
import { colours } from './colours.ts';

export function printBootstrapPlan(accounts: readonly AccountPlan[]): void {
  for (const { environment, account, region, changes, taken } of accounts) {
    console.log(`${colours.bold(environment)}: account ${account}, ${region}: ${summarise(changes)}`);
    for (const { shown, ours } of taken) {
      console.log(`  take over ${shown}${ours ? ' (an earlier bootstrap made it)' : ' (bootstrap did not make it)'}`);
    }
    for (const line of planLines({ changes, notes: [] })) console.log(`  ${line}`);
  }
}

export const nothingToDo = (accounts: readonly AccountPlan[]): boolean =>
  accounts.every(({ changes }) => changes.length === 0);

/** True when every role is as it should be. */
export function printBootstrapResult({ accounts, roles, stacks }: BootstrapResult): boolean {
  for (const { environment, changes } of accounts) console.log(`${environment}: ${changes} changed`);
  for (const { stack, outcome } of stacks) console.log(`stack ${stack}: ${outcome}`);
  for (const { role, account, outcome, detail } of roles) {
    const sign = outcome === 'wrong' ? colours.red('✗') : colours.green('✓');
    console.log(`${sign} ${role} in ${account}: ${outcome}${detail === '' ? '' : ` (${detail})`}`);
  }
  return roles.every(({ outcome }) => outcome !== 'wrong');
}
