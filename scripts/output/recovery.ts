import { planLines } from '../../pipeline/release/planText.ts';
import { shortId } from '../../pipeline/release/release.ts';
import type { RecoveryCard } from '../../pipeline/release/recover.ts';
import { colours } from './colours.ts';

/** Prints what a dead run left, what was made of it, what is open, and the one command that continues. */
export function printRecovery(card: RecoveryCard, next: string): void {
  const { environment, release, holder, lastStep, locks, settled, refreshed, remaining } = card;
  console.log(colours.bold(`${environment}, release ${shortId(release)}`));
  console.log(
    holder === null ? 'no lease was left behind' : `lease of ${holder}: removed; its last step was "${lastStep}"`,
  );
  for (const lock of locks) console.log(`lock of ${lock}: removed`);
  for (const { urn, outcome } of settled) console.log(`pending ${urn.slice(urn.lastIndexOf('::') + 2)}: ${outcome}`);
  console.log(refreshed.length === 0 ? 'state and account agree' : 'taken over from the account:');
  for (const line of planLines({ changes: refreshed, notes: [] })) console.log(`  ${line}`);
  if (remaining.length === 0) {
    console.log(`nothing of this release is missing; verify it: ${colours.bold(next)}`);
    return;
  }
  console.log('not done yet:');
  for (const line of planLines({ changes: remaining, notes: [] })) console.log(`  ${line}`);
  console.log(`continue with: ${colours.bold(next)}`);
}
