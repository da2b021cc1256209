import type { Settings } from '../infra/settings.ts';
import type { RecoveryCard } from '../pipeline/release/recover.ts';
import { command, exitCodes, runCommand } from './command.ts';
import type { Releasing } from './releasing.ts';
import { commandFor, openWorkplace, withSandboxOption, type Workplace } from './workplace.ts';

interface Options {
  readonly sandbox?: boolean;
  readonly holderIsDead?: boolean;
  readonly continue?: boolean;
  readonly to?: string;
  readonly yes?: boolean;
  readonly emergency?: boolean;
  readonly reason?: string;
  readonly json?: boolean;
}

const program = withSandboxOption(
  command(
    'recover',
    'Recover an environment from a run that died: whose lock it is, what was done, what was not, how to continue.',
  ),
)
  .argument('<environment>', 'environment to recover')
  .option('--holder-is-dead', 'you know that the run which holds the environment is dead')
  .option('--continue', 'then go on with the release that the dead run was moving, through the gates')
  .option('--to <environment>', 'with --continue: last environment (default: the recovered one)')
  .option('--yes', 'with --continue: approve every plan without asking')
  .option('--emergency', 'with --continue: without soak time, alarms, freeze windows and pauses; needs --reason')
  .option('--reason <text>', 'with --continue: recorded as evidence (default: the reason of what died)')
  .option('--json', 'print JSON')
  .addHelpText(
    'after',
    '\nIt takes over in state what the dead run created, and completes what that left half made. Safe to run again.\n\nExamples:\n  npm run recover -- staging\n  npm run recover -- staging --holder-is-dead\n  npm run recover -- dev --continue --to prod',
  )
  .action(run);

async function run(name: string, options: Options): Promise<void> {
  const { to = name, json = false } = options;
  if (options.emergency === true && (options.reason ?? '').trim() === '')
    program.error('error: --emergency needs --reason TEXT: why nobody can wait');
  const workplace = await openWorkplace({ ...options, named: [name, to] });
  const { releasing } = await import('./releasing.ts');
  const move = releasing(workplace, { wait: false });
  const card = await recovered(workplace, move, options.holderIsDead === true);
  if (options.continue === true) return goOn(workplace, move, card, options);
  if (json) return console.log(JSON.stringify(await plain(card), null, 2));
  const { printRecovery } = await import('./output/recovery.ts');
  printRecovery(card, commandFor(options.sandbox === true, card.command));
}

/** The environment to recover, and the last one to go on to. */
type FromTo = Workplace<readonly [Settings, Settings]>;

async function recovered(
  { root, configuration, named: [settings], now }: FromTo,
  { context }: Releasing,
  holderIsDead: boolean,
): Promise<RecoveryCard> {
  const [{ recover }, { buildRelease }, { runStateOf }] = await Promise.all([
    import('../pipeline/release/recover.ts'),
    import('../pipeline/release/build.ts'),
    import('../pipeline/publish/runState.ts'),
  ]);
  const fallback = async () => (await buildRelease(root, configuration.environments, now)).source;
  return recover(context, { settings, holderIsDead, fallback, runState: runStateOf(process.env) });
}

/** Changes without their values. */
async function plain({ known: _known, ...card }: RecoveryCard): Promise<object> {
  const { plainChange } = await import('./output/promotion.ts');
  return { ...card, refreshed: card.refreshed.map(plainChange), remaining: card.remaining.map(plainChange) };
}

/** The stored release, not the working tree: that may have changed since. */
async function goOn(
  { root, configuration: { environments }, named: [first, last] }: FromTo,
  move: Releasing,
  { environment, release: id, begun, command: next, known }: RecoveryCard,
  options: Options,
): Promise<void> {
  const { sandbox = false } = options;
  if (begun?.kind === 'redeployment') {
    process.exitCode = exitCodes.failed;
    return console.log(`recovered, but not continued: a redeployment goes on with: ${commandFor(sandbox, next)}`);
  }
  const [{ loadRelease, readRelease }, { walk }] = await Promise.all([
    import('../pipeline/release/releaseStore.ts'),
    import('./promotion.ts'),
  ]);
  const store = await move.context.effects.store('observe');
  const release = await readRelease(store, id);
  if (release === null) {
    return console.log(`no run had begun anything in ${environment}: ${commandFor(sandbox, 'npm run promote')}`);
  }
  const source = await loadRelease(store, id, root);
  const rest = environments.slice(environments.indexOf(first), environments.indexOf(last) + 1);
  await walk(move, { release, source }, rest, {
    ...options,
    reason: options.reason ?? begun?.reason ?? 'continued after recovery',
    known: (name) => (name === environment ? known : undefined),
    again: commandFor(sandbox, `npm run recover -- ${environment} --continue --to ${last.environment}`),
  });
}

await runCommand(program);
