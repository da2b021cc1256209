import type { Repository } from '../../infra/bootstrap/landscape.ts';
import type { AccountPlan, BootstrapResult } from '../../pipeline/bootstrap/index.ts';
import { inWords } from '../../pipeline/bootstrap/existing.ts';
import { repositoryInWords } from '../../pipeline/bootstrap/storedRepository.ts';
import { trustChanges } from '../../pipeline/bootstrap/trustChanges.ts';
import { planLines, summarise } from '../../pipeline/release/planText.ts';
import { colours } from './colours.ts';

export function printBootstrapPlan(accounts: readonly AccountPlan[], repository: Repository): void {
  console.log(`the roles for GitHub open to workflows of ${repositoryInWords(repository)}`);
  for (const { environment, account, region, changes, taken } of accounts) {
    const takeOver = taken.length === 0 ? '' : `${taken.length} to take over, `;
    console.log(`${colours.bold(environment)}: account ${account}, ${region}: ${takeOver}${summarise(changes)}`);
    for (const { ours, ...what } of taken) {
      console.log(`  = ${inWords(what)} (bootstrap ${ours ? 'made it before' : colours.yellow('did not make it')})`);
    }
    for (const line of planLines({ changes, notes: [] })) console.log(`  ${line}`);
    for (const line of trustChanges(changes)) console.log(`  ${colours.yellow('!')} ${line}`);
  }
}

export const nothingToDo = (accounts: readonly AccountPlan[]): boolean =>
  accounts.every(({ changes, taken }) => changes.length + taken.length === 0);

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
