import type { Covered } from '../../pipeline/bootstrap/coverage.ts';
import { colours } from './colours.ts';

/** One line for each permission of each role: who needs it. */
export function printCoverage(rows: readonly Covered[]): void {
  for (const [role, actions] of Map.groupBy(rows, ({ role: name, account }) => `${name} in ${account}`)) {
    const [used, known] = [actions.filter((it) => it.used).length, actions.filter(isExplained).length];
    console.log(`${colours.bold(role)}: ${actions.length} actions, ${used} used in the recording, ${known} explained`);
    for (const row of actions) console.log(`  ${row.used ? '●' : '○'} ${row.action.padEnd(44)} ${reasonOf(row)}`);
  }
}

const isExplained = ({ used, provider, pipeline }: Covered): boolean =>
  used || provider.length > 0 || pipeline !== null;

function reasonOf({ used, provider, pipeline }: Covered): string {
  const [first, ...rest] = provider;
  const reasons = [
    ...(first === undefined ? [] : [`provider ${first}${rest.length > 0 ? ` and ${rest.length} more` : ''}`]),
    ...(pipeline === null ? [] : [pipeline]),
  ];
  return reasons.join(' · ') || (used ? '' : colours.red('nobody needs it'));
}
