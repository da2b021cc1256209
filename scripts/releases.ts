import { command, runCommand } from './command.ts';
import { openWorkplace, withSandboxOption, type Workplace } from './workplace.ts';

interface Options {
  readonly sandbox?: boolean;
  readonly json?: boolean;
  readonly pause?: string;
  readonly resume?: string;
  readonly reason?: string;
}

const program = withSandboxOption(
  command(
    'releases',
    'List what runs where, since when, verified or not, what waits and for what; then the stored releases.',
  ),
)
  .option('--json', 'print JSON')
  .option('--pause <environment>', 'stop automatic promotion into an environment; needs --reason')
  .option('--resume <environment>', 'let promotion into a paused environment go on')
  .option('--reason <text>', 'why it is paused')
  .addHelpText(
    'after',
    '\nExamples:\n  npm run releases\n  npm run releases -- --pause prod --reason "settlement runs until Monday"\n  npm run releases -- --resume prod',
  )
  .action(run);

async function run(options: Options): Promise<void> {
  const { pause, resume, reason } = options;
  if (pause !== undefined && !reason)
    program.error('error: --pause needs --reason TEXT: whoever waits wants to know why');
  if (pause !== undefined && resume !== undefined) program.error('error: either --pause or --resume');
  const name = pause ?? resume;
  const workplace = await openWorkplace({ ...options, named: name === undefined ? [] : [name] });
  for (const { environment } of workplace.named) await setPause(workplace, environment, pause && reason);
  await print(workplace, options.json === true);
}

async function setPause({ surroundings, now }: Workplace, environment: string, reason?: string): Promise<void> {
  const [{ pausePromotion }, { actorOf }] = await Promise.all([
    import('../pipeline/release/pause.ts'),
    import('../pipeline/release/actor.ts'),
  ]);
  const actor = actorOf(process.env);
  await pausePromotion({ environment, surroundings, actor, reason: reason ?? null, now });
}

async function print({ configuration, surroundings, now }: Workplace, json: boolean): Promise<void> {
  const { releaseOverview } = await import('../pipeline/release/overview.ts');
  const overview = await releaseOverview(configuration, surroundings, now);
  if (json) {
    console.log(JSON.stringify(overview, null, 2));
    return;
  }
  const { printOverview } = await import('./output/releases.ts');
  printOverview(overview);
}

await runCommand(program);
