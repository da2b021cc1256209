import pc from 'picocolors';
import type { PreviewResult } from '../../pipeline/previewEnvironments.ts';
import { planLines, summarise } from '../../pipeline/release/planText.ts';

/** Prints each environment's plan, or what went wrong with it. True when every environment could be previewed. */
export function printPreviews(results: readonly PreviewResult[]): boolean {
  for (const result of results) {
    const { environment } = result;
    if (result.status === 'failed') {
      console.log(`${pc.bold(environment)}: ${pc.red('preview failed')}\n${result.error}`);
      continue;
    }
    console.log(`${pc.bold(environment)}: ${summarise(result.plan.changes)}`);
    for (const line of planLines(result.plan)) console.log(`  ${tint(line)}`);
  }
  return results.every(({ status }) => status === 'planned');
}

function tint(line: string): string {
  if (line.startsWith('+')) return pc.green(line);
  if (line.startsWith('-') || line.startsWith('±')) return pc.red(line);
  return line.startsWith('~') ? pc.yellow(line) : line;
}
