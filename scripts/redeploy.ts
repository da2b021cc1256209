import { command, runCommand } from './command.ts';
import { openWorkplace, withSandboxOption } from './workplace.ts';

interface Options {
  readonly sandbox?: boolean;
  readonly reason: string;
  readonly dryRun?: boolean;
}

const program = withSandboxOption(
  command(
    'redeploy',
    'Deploy a stored release again, where it was verified before: the way back, and the way to revert drift.',
  ),
)
  .argument('<environment>', 'environment to deploy to')
  .argument('<release>', 'release id, or its first digits (npm run releases)')
  .requiredOption('--reason <text>', 'why; recorded with the deployment')
  .option('--dry-run', 'show the plan and what it would lose, and change nothing')
  .addHelpText(
    'after',
    '\nThe account is refreshed first, so that the real state is what gets changed. A plan that destroys data is refused.\n\nExample:\n  npm run redeploy -- prod 0f3a9c1d2e4b --reason "errors since 10:40"',
  )
  .action(run);

async function run(name: string, release: string, options: Options): Promise<void> {
  const { root, configuration, surroundings } = await openWorkplace({ sandbox: options.sandbox === true });
  const { requireEnvironment } = await import('../pipeline/configuration/index.ts');
  const { environment } = requireEnvironment(configuration, name);
  const [{ progress }, { interruptSignal }, { redeploy }, { summarise, planLines }] = await Promise.all([
    import('./progress.ts'),
    import('./interrupt.ts'),
    import('../pipeline/release/redeploy.ts'),
    import('../pipeline/release/planText.ts'),
  ]);
  const interrupt = interruptSignal(() => progress(environment, 'interrupted: waiting for work in flight to end'));
  const { actorOf } = await import('../pipeline/release/actor.ts');
  const result = await redeploy({
    root,
    environment,
    release,
    surroundings,
    actor: actorOf(process.env),
    reason: options.reason,
    dryRun: options.dryRun === true,
    progress,
    interrupt,
    now: () => new Date(),
  });
  console.log(
    `${environment} ${options.dryRun === true ? 'would get' : 'runs'} release ${result.release.slice(0, 12)}: ${summarise(result.changes)}`,
  );
  for (const line of planLines({ changes: result.changes, notes: [] })) console.log(`  ${line}`);
}

await runCommand(program);
