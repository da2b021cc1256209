/** What `deploy` and `promote` share: build the working tree as a release, walk it, and print what became of it. */
import type { Command } from 'commander';
import type { Settings } from '../infra/settings.ts';
import { exitCodes } from './command.ts';
import type { Workplace } from './workplace.ts';
import { withSandboxOption } from './workplace.ts';

export interface PromotionOptions {
  readonly sandbox?: boolean;
  readonly reason: string;
  readonly yes?: boolean;
  readonly wait?: boolean;
  readonly emergency?: boolean;
  readonly refresh?: boolean;
  readonly reviewed?: string;
}

export const withPromotionOptions = (command: Command, reason: string): Command =>
  withSandboxOption(command)
    .option('--reason <text>', 'recorded as evidence', reason)
    .option('--yes', 'approve every plan without asking')
    .option('--wait', 'wait for a gate that only time keeps shut: soak time, freeze windows')
    .option(
      '--emergency',
      'go on without soak time, alarms, freeze windows and pauses; needs --reason, and is shown until healed',
    )
    .option(
      '--reviewed <file>',
      'what `npm run preview -- --json FILE` wrote: what changed since is shown before you approve',
    );

export async function runPromotion(
  workplace: Workplace,
  environments: readonly Settings[],
  program: Command,
): Promise<void> {
  const options = program.opts<PromotionOptions>();
  const [
    { settle },
    { releasing },
    { buildAndStore },
    { promote },
    { approver },
    { reviewedPlans },
    { printPromotion },
  ] = await Promise.all([
    import('./progress.ts'),
    import('./releasing.ts'),
    import('../pipeline/release/buildAndStore.ts'),
    import('../pipeline/release/promote.ts'),
    import('./approver.ts'),
    import('./reviewedPlans.ts'),
    import('./output/promotion.ts'),
  ]);
  const reviewed = await reviewedPlans(
    options.reviewed,
    environments.map(({ environment }) => environment),
  );
  requireReason(program, options);
  const { context, waitUntil } = releasing(workplace, { wait: options.wait === true });
  const { release, source } = await buildAndStore(context);
  const { reason, yes = false, emergency = false, refresh = false, sandbox = false } = options;
  const results = await promote(context, {
    ...{ source, release, environments, reason, emergency, refresh, waitUntil, reviewed, tests: [] },
    approve: approver({ name: context.actor.name, yes, sandbox, interrupt: context.interrupt }),
  });
  settle();
  process.exitCode = printPromotion(results, release.id, sandbox) ? exitCodes.done : exitCodes.failed;
}

/** An emergency is recorded with a reason that somebody wrote for it. */
function requireReason(program: Command, { emergency }: PromotionOptions): void {
  if (emergency !== true || program.getOptionValueSource('reason') === 'cli') return;
  program.error('error: --emergency needs --reason TEXT: why nobody can wait');
}
