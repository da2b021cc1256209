import type { Delivery } from '../../pipeline/insights/delivery.ts';
import type { Drift } from '../../pipeline/insights/drift.ts';
import type { Insights } from '../../pipeline/insights/insights.ts';
import { colours } from './colours.ts';
import { count } from '../../pipeline/report/headline.ts';
import { duration, percent, spread } from './insightsText.ts';

/** Prints the figures as tables; what was not measured is said to be so. */
export function printInsights({ from, to, delivery, drift, waivers, unreadable }: Insights): void {
  console.log(`${colours.bold('Delivery')} from ${from.slice(0, 10)} to ${to.slice(0, 10)}`);
  printTable(['', 'deployments', 'a week', 'lead time', 'failure rate', 'time to restore'], delivery.map(deliveryRow));
  for (const each of delivery) for (const line of remarks(each)) console.log(colours.yellow(`  ${line}`));
  console.log(`\n${colours.bold('Drift')}`);
  if (drift === null) console.log('  not measured: --reports FOLDER names the reports of the nightly checks');
  else printDrift(drift);
  console.log(`\n${colours.bold('Waivers')}`);
  if (waivers.length === 0) console.log('  none');
  for (const { resource, owner, expires, daysLeft, ageSeconds } of waivers) {
    const left = daysLeft > 0 ? `${daysLeft} days left` : colours.red('expired');
    console.log(`  ${resource}  ${owner}, until ${expires} (${left}), in use for ${duration(ageSeconds)}`);
  }
  for (const { file, reason } of unreadable) console.log(colours.yellow(`\nNot counted: ${file}: ${reason}`));
}

const deliveryRow = ({ environment, deployments, perWeek, leadTime, changeFailureRate, timeToRestore }: Delivery) => [
  environment,
  String(deployments),
  perWeek.toFixed(1),
  spread(leadTime),
  percent(changeFailureRate),
  spread(timeToRestore),
];

const remarks = ({ environment, notRestored, open }: Delivery): readonly string[] => [
  ...(notRestored > 0 ? [`${environment}: ${count(notRestored, 'failure')} not made good yet`] : []),
  ...(open > 0
    ? [`${environment}: ${count(open, 'deployment')} without a result (under way, or npm run recover)`]
    : []),
];

function printDrift({ reports, episodes, open, timeToDetect, timeToResolve }: Drift): void {
  console.log(`  ${count(reports, 'report')}, ${count(episodes.length, 'difference')} found, ${open} still open`);
  console.log(`  time to detect   ${spread(timeToDetect)} (${timeToDetect.count} of them with a known start)`);
  console.log(`  time to resolve  ${spread(timeToResolve)}`);
  for (const { environment, severity, resource, path, firstSeen } of episodes.filter(({ resolved }) => !resolved)) {
    console.log(colours.yellow(`  open since ${firstSeen}  ${severity}  ${environment}: ${resource} ${path}`));
  }
}

function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  console.log(colours.dim(line(head)));
  for (const row of rows) console.log(line(row));
}
