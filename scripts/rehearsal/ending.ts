/** What a rehearsal prints last. */
import type { Sandbox } from '../../sandbox/index.ts';
import { colours } from '../output/colours.ts';
import { progress } from '../progress.ts';
import type { CheckResult } from './check.ts';

export async function stop(sandbox: Sandbox): Promise<void> {
  progress(null, 'stopping the sandbox');
  await sandbox.stop();
  progress(null, 'sandbox stopped', 'ended');
}

export function tellHowToLookAround({ endpoint, folder }: Sandbox): void {
  console.log(
    `\nThe sandbox is still running at ${endpoint}. To look around with any command (--sandbox) or the AWS CLI:`,
  );
  console.log(`  export PAYMENTS_SANDBOX_FOLDER=${folder}`);
  console.log('  eval "$(npm run --silent sandbox -- env prod)"');
  console.log(`To end it: npm run sandbox -- stop && rm -r ${folder}`);
}

/** @param summary where the page is */
export function summarise(results: readonly CheckResult[], summary: string): void {
  console.log('');
  for (const { title, status, seconds } of results) {
    const mark = status === 'passed' ? colours.green('✓') : status === 'failed' ? colours.red('✗') : colours.dim('·');
    console.log(
      `${mark} ${title.padEnd(64)} ${status === 'not run' ? colours.dim('not run') : `${seconds.toFixed(1)} s`}`,
    );
  }
  const passed = results.filter(({ status }) => status === 'passed').length;
  const total = results.reduce((sum, { seconds }) => sum + seconds, 0);
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(
    `\n${passed} of ${results.length} checks passed in ${total.toFixed(0)} s; this process used ${memory} MB at most.`,
  );
  console.log(`Summary, with the reports: ${summary}`);
}
