/** What `deploy`, `promote` and `recover --continue` share: walk a release, ask where a gate wants it, print what became of it. */
import type { Command } from 'commander';
import type { Settings } from '../infra/settings.ts';
import type { BuiltRelease } from '../pipeline/release/build.ts';
import type { PromoteRequest } from '../pipeline/release/promote.ts';
import { exitCodes } from './command.ts';
import type { Releasing } from './releasing.ts';
import type { Workplace } from './workplace.ts';
import { withSandboxOption } from './workplace.ts';

interface WalkOptions {
  readonly sandbox?: boolean;
  readonly reason: string;
  readonly yes?: boolean;
  readonly emergency?: boolean;
  readonly refresh?: boolean;
  readonly reviewed?: string;
  readonly json?: boolean;
}

interface PromotionOptions extends WalkOptions {
  readonly wait?: boolean;
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
    )
    .option('--json', 'print the result as JSON; what somebody has to read before that goes to standard error');

/** Builds the working tree as a release and walks it. */
export async function runPromotion(
  workplace: Workplace,
  environments: readonly Settings[],
  program: Command,
): Promise<void> {
  const options = program.opts<PromotionOptions>();
  const [{ releasing }, { buildAndStore }] = await Promise.all([
    import('./releasing.ts'),
    import('../pipeline/release/buildAndStore.ts'),
  ]);
  requireReason(program, options);
  const reviewed = await reviewedOf(options, environments);
  const move = releasing(workplace, { wait: options.wait === true });
  await walk(move, await buildAndStore(move.context), environments, { ...options, reviewed, again: again() });
}

const reviewedOf = async ({ reviewed }: WalkOptions, environments: readonly Settings[]) => {
  const { reviewedPlans } = await import('./reviewedPlans.ts');
  return reviewedPlans(
    reviewed,
    environments.map(({ environment }) => environment),
  );
};

/** Walks a release through the environments. The exit code says whether every one has it. */
export async function walk(
  { context, waitUntil }: Releasing,
  { release, source }: Pick<BuiltRelease, 'release' | 'source'>,
  environments: readonly Settings[],
  options: Omit<WalkOptions, 'reviewed'> & {
    readonly reviewed?: Awaited<ReturnType<typeof reviewedOf>>;
    readonly known?: PromoteRequest['known'];
    readonly again: string;
  },
): Promise<void> {
  const [{ settle }, { promote }, { personAt }, { approver, secondPerson }, { printPromotion, printPromotionJson }] =
    await Promise.all([
      import('./progress.ts'),
      import('../pipeline/release/promote.ts'),
      import('../pipeline/release/commit.ts'),
      import('./approver.ts'),
      import('./output/promotion.ts'),
    ]);
  const {
    reason,
    yes = false,
    emergency = false,
    refresh = false,
    sandbox = false,
    json = false,
    reviewed,
    known,
  } = options;
  const output = json ? process.stderr : process.stdout;
  const results = await promote(context, {
    ...{ source, release, environments, reason, emergency, refresh, waitUntil, tests: [] },
    again: options.again,
    ...(reviewed === undefined ? {} : { reviewed }),
    ...(known === undefined ? {} : { known }),
    approve: approver({
      name: sandbox ? secondPerson : await personAt(context.root),
      ...{ yes, sandbox, interrupt: context.interrupt, output },
    }),
  });
  settle();
  const print = json ? printPromotionJson : printPromotion;
  const done = print({ results, release: release.id, sandbox, again: options.again });
  process.exitCode = done ? exitCodes.done : exitCodes.failed;
}

/** This command, as somebody types it to go on. */
function again(): string {
  const [, script = '', ...rest] = process.argv;
  const name = `npm run ${/([\w-]+)\.ts$/.exec(script)?.[1] ?? 'promote'}`;
  const words = rest.map((word) => (/^[\w./:=@-]+$/.test(word) ? word : JSON.stringify(word)));
  return words.length === 0 ? name : `${name} -- ${words.join(' ')}`;
}

/** An emergency is recorded with a reason that somebody wrote for it. */
function requireReason(program: Command, { emergency }: PromotionOptions): void {
  if (emergency !== true || program.getOptionValueSource('reason') === 'cli') return;
  program.error('error: --emergency needs --reason TEXT: why nobody can wait');
}
