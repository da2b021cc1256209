import { command, runCommand } from './command.ts';
import { openWorkplace, withSandboxOption } from './workplace.ts';

interface Options {
  readonly sandbox?: boolean;
  readonly holderIsDead?: boolean;
}

const program = withSandboxOption(
  command(
    'recover',
    'Recover an environment from a run that died: whose lock it is, what was done, what was not, how to continue.',
  ),
)
  .argument('<environment>', 'environment to recover')
  .option('--holder-is-dead', 'you know that the run which holds the environment is dead')
  .addHelpText(
    'after',
    '\nIt takes over in state what the dead run created, and completes what that left half made. Safe to run again.\n\nExamples:\n  npm run recover -- staging\n  npm run recover -- staging --holder-is-dead',
  )
  .action(run);

async function run(name: string, { sandbox = false, holderIsDead = false }: Options): Promise<void> {
  const { root, configuration, surroundings, now } = await openWorkplace({ sandbox, named: [name] });
  const { requireEnvironment } = await import('../pipeline/configuration/index.ts');
  const settings = requireEnvironment(configuration, name);
  const [{ recover }, { buildRelease }, { progress }, { interruptSignal }, { printRecovery }, { runStateOf }] =
    await Promise.all([
      import('../pipeline/release/recover.ts'),
      import('../pipeline/release/build.ts'),
      import('./progress.ts'),
      import('./interrupt.ts'),
      import('./output/recovery.ts'),
      import('../pipeline/publish/runState.ts'),
    ]);
  const interrupt = interruptSignal(() =>
    progress(settings.environment, 'interrupted: waiting for work in flight to end'),
  );
  const runState = runStateOf(process.env);
  const card = await recover({
    root,
    settings,
    surroundings,
    holderIsDead,
    fallback: async () => (await buildRelease(root, configuration.environments, now)).source,
    progress,
    interrupt,
    now,
    ...(runState === undefined ? {} : { runState }),
  });
  printRecovery(card);
}

await runCommand(program);
