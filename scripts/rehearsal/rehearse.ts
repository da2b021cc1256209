/** The rehearsal: the repository's own configuration and program on a private sandbox, from empty accounts to a repaired drift. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfiguration } from '../../pipeline/configuration/index.ts';
import { actorOf } from '../../pipeline/release/actor.ts';
import { cardLines } from '../../pipeline/release/resumeCard.ts';
import { releaseContext } from '../../pipeline/releaseContext.ts';
import { SandboxClock } from '../../sandbox/clock.ts';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { exitCodes } from '../command.ts';
import { interruptSignal } from '../interrupt.ts';
import { progress } from '../progress.ts';
import { runChecks, type CheckResult } from './check.ts';
import { checks } from './checks.ts';
import { colours } from '../output/colours.ts';

export interface RehearsalOptions {
  readonly keep: boolean;
  readonly report?: string;
}

/** @returns exit code: 0 when every check passed */
export async function rehearse({ keep, report }: RehearsalOptions): Promise<number> {
  const root = process.cwd();
  const configuration = loadConfiguration(join(root, 'config'));
  const interrupt = interruptSignal(() =>
    progress(null, 'interrupted: the engine ends its work in flight, then the sandbox stops'),
  );
  const folder = await mkdtemp(join(tmpdir(), 'payments-rehearsal-'));
  const reports = report ?? join(root, 'reports', 'rehearsal');
  progress(null, 'starting a private sandbox');
  const sandbox = await startSandbox({
    folder,
    detached: keep,
    environments: configuration.environments,
    configurationFiles: configuration.files,
  });
  try {
    progress(null, `sandbox ready at ${sandbox.endpoint}`);
    const clock = new SandboxClock();
    const releasing = releaseContext({
      ...{ root, configuration, progress, interrupt, now: clock.now },
      surroundings: sandbox.surroundings,
      actor: actorOf(process.env),
      showCard: (card) => cardLines(card).forEach((line) => progress(card.environment, line)),
    });
    const context = { root, reports, configuration, sandbox, clock, releasing, built: null, handChanges: [] };
    const results = await runChecks(checks, context, interrupt);
    summarise(results, reports);
    return results.every(({ status }) => status === 'passed') ? exitCodes.done : exitCodes.failed;
  } finally {
    await close(sandbox, folder, keep);
  }
}

async function close(sandbox: Sandbox, folder: string, keep: boolean): Promise<void> {
  if (keep) {
    console.log(
      `The sandbox is still running at ${sandbox.endpoint} (process group ${sandbox.pid}, data in ${folder}).`,
    );
    console.log(`End it with: kill -- -${sandbox.pid}`);
    return;
  }
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true });
}

function summarise(results: readonly CheckResult[], reports: string): void {
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
  console.log(`Reports: ${reports}`);
}
