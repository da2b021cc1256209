/** `npm run sandbox -- start|stop|status|env`: the local AWS that other commands attach to with `--sandbox`. */
import { command, runCommand } from './command.ts';
import { interruptSignal } from './interrupt.ts';

const program = command(
  'sandbox',
  'A local AWS with one account per environment, left running until it is stopped.',
).addHelpText(
  'after',
  '\nIts data is kept in .sandbox/, or in the folder that PAYMENTS_SANDBOX_FOLDER names.\n\nExamples:\n  npm run sandbox -- start\n  eval "$(npm run --silent sandbox -- env prod)" && aws lambda list-functions\n  npm run sandbox -- stop',
);

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

// Loaded only when an action runs, so that --help does not load the AWS SDK.
const actions = () => import('../sandbox/actions.ts');

program
  .command('start')
  .description('start it and create accounts, roles and the state bucket; data of an earlier one is taken up again')
  .action(async () => {
    const [{ loadConfiguration }, { progress, settle }] = await Promise.all([
      import('../pipeline/configuration/index.ts'),
      import('./progress.ts'),
    ]);
    const interrupt = interruptSignal(() => progress(null, 'interrupted: stopping it again'));
    const { start } = await actions();
    const lines = await start(loadConfiguration('config'), { progress: (line) => progress(null, line), interrupt });
    settle();
    print(lines);
  });

program
  .command('stop')
  .description('save its data and end every process of it')
  .action(async () => print(await (await actions()).stop()));

program
  .command('status')
  .description('whether it runs, where, and what it cannot prove')
  .action(async () => print(await (await actions()).status()));

program
  .command('env')
  .description(
    'print export lines that make a shell root of one account: eval "$(npm run --silent sandbox -- env prod)"',
  )
  .argument('[environment]', 'whose account; the highest environment when left out')
  .action(async (environment?: string) => print(await (await actions()).env(environment)));

await runCommand(program);
