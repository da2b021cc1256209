import pc from 'picocolors';
import type { EnvironmentOverview, Overview } from '../../pipeline/release/overview.ts';
import { shortId } from '../../pipeline/release/release.ts';

/** Prints what runs where and which releases there are. */
export function printOverview({ environments, releases }: Overview): void {
  for (const environment of environments) for (const line of environmentLines(environment)) console.log(line);
  console.log(releases.length === 0 ? '\nNo release is stored yet.' : '\nStored releases, newest first:');
  for (const { id, commit, dirty, builtAt } of releases) {
    console.log(`  ${shortId(id)}  commit ${commit.slice(0, 12)}${dirty ? ' with uncommitted changes' : ''}  built ${builtAt}`);
  }
}

function environmentLines({ record, lease, waiting }: EnvironmentOverview): readonly string[] {
  const { environment, current, paused, emergency } = record;
  const lines = [`${pc.bold(environment.padEnd(10))}${current === null ? pc.dim('nothing deployed yet') : running(current)}`];
  if (waiting) lines.push(`  waits: ${shortId(waiting.release)}, ${waiting.verifiedBelow ? 'verified below' : 'not yet verified below'}`);
  if (lease) lines.push(pc.yellow(`  being changed by ${lease}`));
  if (paused) lines.push(pc.yellow(`  paused since ${paused.since} by ${paused.by}: ${paused.reason}`));
  if (emergency) lines.push(pc.red(`  emergency deployment since ${emergency.since} by ${emergency.by}: ${emergency.reason}`));
  return lines;
}

function running({ release, deployedAt, verifiedAt, by }: NonNullable<EnvironmentOverview['record']['current']>): string {
  if (deployedAt === null) return `${shortId(release)} ${pc.red('deployment started and did not end')} (${by})`;
  const state = verifiedAt === null ? pc.red('not verified') : pc.green(`verified ${verifiedAt}`);
  return `${shortId(release)} since ${deployedAt}, ${state}, by ${by}`;
}
