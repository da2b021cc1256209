import type { PreviewResult } from '../../pipeline/previewEnvironments.ts';
import { previewSections } from '../../pipeline/previewSections.ts';
import { planLines, summarise } from '../../pipeline/release/planText.ts';
import { colours } from './colours.ts';

/** Prints each environment's plan, or what went wrong with it. True when every environment could be previewed. */
export function printPreviews(results: readonly PreviewResult[]): boolean {
  for (const result of results) {
    const { environment } = result;
    if (result.status === 'failed') {
      console.log(`${colours.bold(environment)}: ${colours.red('preview failed')}\n${result.error}`);
      continue;
    }
    console.log(`${colours.bold(environment)}: ${summarise(result.plan.changes)}`);
    for (const line of planLines(result.plan)) console.log(`  ${tint(line)}`);
    for (const { title, lines } of previewSections(result)) {
      console.log(`  ${title}`);
      for (const line of lines) console.log(`    ${line}`);
    }
  }
  return results.every(({ status }) => status === 'planned');
}

function tint(line: string): string {
  if (line.startsWith('+')) return colours.green(line);
  if (line.startsWith('-') || line.startsWith('±')) return colours.red(line);
  return line.startsWith('~') ? colours.yellow(line) : line;
}
