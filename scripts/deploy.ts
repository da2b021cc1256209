import { command, runCommand } from './command.ts';
import { openWorkplace, withSandboxOption } from './workplace.ts';

interface Options {
  readonly sandbox?: boolean;
  readonly reason: string;
  readonly refresh?: boolean;
}

const program = withSandboxOption(
  command('deploy', 'Build the working tree as a release and deploy it to one environment.'),
)
  .argument('<environment>', 'environment to deploy to')
  .option('--reason <text>', 'recorded with the deployment', 'deployed by hand')
  .option('--refresh', 'look at the account first and put right what was changed behind the pipeline')
  .addHelpText('after', '\nExample:\n  npm run deploy -- dev --reason "try the new alarm"')
  .action(run);

async function run(name: string, { sandbox = false, reason, refresh = false }: Options): Promise<void> {
  const { root, configuration, surroundings } = await openWorkplace({ sandbox });
  const { requireEnvironment } = await import('../pipeline/configuration/index.ts');
  const { environment } = requireEnvironment(configuration, name);
  const [{ progress }, { interruptSignal }, { actorOf }] = await Promise.all([
    import('./progress.ts'),
    import('./interrupt.ts'),
    import('../pipeline/release/actor.ts'),
  ]);
  const interrupt = interruptSignal(() => progress(environment, 'interrupted: waiting for work in flight to end'));
  const now = () => new Date();
  const { buildAndStore } = await import('../pipeline/release/buildAndStore.ts');
  const { deployRelease } = await import('../pipeline/release/deploy.ts');
  const { release, source } = await buildAndStore({ root, configuration, surroundings, progress, now });
  const actor = actorOf(process.env);
  const { update } = await deployRelease({
    source,
    release,
    environment,
    surroundings,
    actor,
    reason,
    refresh,
    progress,
    interrupt,
    now,
  });
  const { summarise } = await import('../pipeline/release/planText.ts');
  console.log(`${environment} runs release ${release.id.slice(0, 12)}: ${summarise(update.changes)}`);
}

await runCommand(program);
