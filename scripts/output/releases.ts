import type { EnvironmentOverview, Overview, Waiting } from '../../pipeline/release/overview.ts';
import { shortId } from '../../pipeline/release/release.ts';
import { colours } from './colours.ts';

/** Prints what runs where and which releases there are. */
export function printOverview({ environments, releases }: Overview): void {
  for (const environment of environments) for (const line of environmentLines(environment)) console.log(line);
  console.log(releases.length === 0 ? '\nNo release is stored yet.' : '\nStored releases, newest first:');
  for (const { id, commit, dirty, builtAt } of releases) {
    console.log(
      `  ${shortId(id)}  commit ${commit.slice(0, 12)}${dirty ? ' with uncommitted changes' : ''}  built ${builtAt}`,
    );
  }
}

function environmentLines({ record, lease, waiting }: EnvironmentOverview): readonly string[] {
  const { environment, current, paused, emergency } = record;
  const lines = [
    `${colours.bold(environment.padEnd(10))}${current === null ? colours.dim('nothing deployed yet') : running(current)}`,
  ];
  if (waiting) lines.push(`  waits: ${shortId(waiting.release)}, ${forWhat(waiting)}`);
  if (lease) lines.push(colours.yellow(`  being changed by ${lease}`));
  if (paused) lines.push(colours.yellow(`  paused since ${paused.since} by ${paused.by}: ${paused.reason}`));
  if (emergency)
    lines.push(colours.red(`  emergency deployment since ${emergency.since} by ${emergency.by}: ${emergency.reason}`));
  return lines;
}

function forWhat({ missing, opensAt, asksForApproval }: Waiting): string {
  const opens = opensAt === null ? '' : ` (the gate opens ${opensAt})`;
  const open = asksForApproval ? 'for somebody to approve its plan' : 'and the gate is open';
  return `${missing.length === 0 ? open : missing.join('; ')}${opens}: npm run promote`;
}

function running({
  release,
  deployedAt,
  verifiedAt,
  by,
}: NonNullable<EnvironmentOverview['record']['current']>): string {
  if (deployedAt === null) return `${shortId(release)} ${colours.red('deployment started and did not end')} (${by})`;
  const state = verifiedAt === null ? colours.red('not verified') : colours.green(`verified ${verifiedAt}`);
  return `${shortId(release)} since ${deployedAt}, ${state}, by ${by}`;
}
