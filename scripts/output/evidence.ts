import type { Evidence } from '../../pipeline/release/evidence.ts';
import type { EvidenceExport } from '../../pipeline/release/evidenceExport.ts';
import { colours } from './colours.ts';

export function printEvidence({ changes, withoutEvidence, withoutStart, complete }: EvidenceExport): void {
  for (const change of changes) printChange(change);
  for (const { environment, release, startedAt } of withoutEvidence) {
    console.log(colours.red(`${startedAt}  ${environment}  ${release.slice(0, 12)}  was deployed and has no evidence`));
  }
  for (const { environment, id } of withoutStart)
    console.log(colours.red(`${environment}  ${id}  has a result, and its beginning is not on record`));
  const count = changes.length === 1 ? '1 change' : `${changes.length} changes`;
  console.log(
    complete ? `${count}, the evidence is complete` : colours.yellow(`${count}, and something is missing (see above)`),
  );
}

function printChange({ start, end, missing }: Evidence): void {
  const { startedAt, environment, kind, release, reason, authors, approvers, startedBy, card } = start;
  const outcome = end === null ? 'no result' : end.outcome;
  console.log(`${startedAt}  ${colours.bold(environment)}  ${release.slice(0, 12)}  ${kind}: ${paint(outcome)}`);
  console.log(`  why       ${reason}`);
  console.log(`  who       written by ${list(authors)}; started by ${startedBy}; approved by ${list(approvers)}`);
  console.log(
    `  plan      ${card.plan.fingerprint.slice(0, 12)}: ${card.plan.summary}; ${card.widenings.length} widenings of access`,
  );
  if (end?.payment) console.log(`  payment   ${end.payment}`);
  if (end?.error) console.log(`  error     ${end.error.split('\n')[0] ?? ''}`);
  if (end?.wayBack) console.log(`  way back  ${end.wayBack}`);
  if (missing.length > 0) console.log(colours.yellow(`  missing   ${missing.join('; ')}`));
}

const list = (names: readonly string[]): string => (names.length === 0 ? 'nobody on record' : names.join(', '));

const paint = (outcome: string): string =>
  outcome === 'verified'
    ? colours.green(outcome)
    : outcome === 'recovered'
      ? colours.yellow(outcome)
      : colours.red(outcome);
