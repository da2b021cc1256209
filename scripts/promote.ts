import { command, exitCodes, runCommand } from './command.ts';
import { openWorkplace, withSandboxOption } from './workplace.ts';

interface Options {
  readonly sandbox?: boolean;
  readonly to?: string;
  readonly reason: string;
  readonly yes?: boolean;
}

const program = withSandboxOption(
  command(
    'promote',
    'Build the working tree as a release and walk it through the environments, each gated on the one before.',
  ),
)
  .option('--to <environment>', 'last environment (default: the highest)')
  .option('--reason <text>', 'recorded with each promotion', 'promoted by hand')
  .option('--yes', 'approve every plan without asking')
  .addHelpText('after', '\nExamples:\n  npm run promote -- --to staging\n  npm run promote -- --sandbox --yes')
  .action(run);

async function run({ sandbox = false, to, reason, yes = false }: Options): Promise<void> {
  const { root, configuration, surroundings } = await openWorkplace({ sandbox });
  const { requireEnvironment } = await import('../pipeline/configuration/index.ts');
  const last = to === undefined ? configuration.hub : requireEnvironment(configuration, to);
  const environments = configuration.environments.slice(0, configuration.environments.indexOf(last) + 1);
  const [
    { progress },
    { interruptSignal },
    { actorOf },
    { promote },
    { buildAndStore },
    { approver },
    { alarmsNotOk },
  ] = await Promise.all([
    import('./progress.ts'),
    import('./interrupt.ts'),
    import('../pipeline/release/actor.ts'),
    import('../pipeline/release/promote.ts'),
    import('../pipeline/release/buildAndStore.ts'),
    import('./approver.ts'),
    import('../pipeline/release/alarmsNotOk.ts'),
  ]);
  const interrupt = interruptSignal(() => progress(null, 'interrupted: waiting for work in flight to end'));
  const now = () => new Date();
  const { release, source } = await buildAndStore({ root, configuration, surroundings, progress, now });
  const results = await promote({
    source,
    release,
    environments,
    surroundings,
    actor: actorOf(process.env),
    reason,
    approve: approver(yes),
    alarmsOf: (environment) => alarmsNotOk(surroundings, environment),
    progress,
    interrupt,
    now,
  });
  const { printPromotion } = await import('./output/promotion.ts');
  process.exitCode = printPromotion(results, release.id) ? exitCodes.done : exitCodes.failed;
}

await runCommand(program);
