/** `npm run bootstrap`: makes three AWS accounts and a repository ready for the pipeline. */
import type { WorldOptions } from './bootstrapWorld.ts';
import { command, exitCodes, runCommand } from './command.ts';
import { withSandboxOption } from './workplace.ts';

interface Options extends WorldOptions {
  readonly yes?: boolean;
  readonly adopt?: boolean;
}

const program = withSandboxOption(
  command(
    'bootstrap',
    'Create identities, state bucket and empty stacks in the accounts of config/, as their administrator.',
  ),
)
  .option('--yes', 'apply without asking')
  .option('--profile <environment=profile...>', "administrator's AWS profiles (default payments-ENVIRONMENT-admin)", [])
  .option('--repository <owner/name>', 'the repository whose workflows may enter (default: the remote origin)')
  .option('--repository-ids <owner-id/repository-id>', 'its numbers, which no other repository ever gets')
  .option('--adopt', 'take over roles, OIDC provider or bucket that bootstrap did not make')
  .addHelpText(
    'after',
    '\nIt shows what it would change and asks. Run it again at any time: it changes only what differs.' +
      '\n\nExample:\n  npm run bootstrap -- --profile dev=dev-admin staging=staging-admin prod=prod-admin',
  )
  .action(run);

async function run({ yes = false, adopt = false, ...options }: Options): Promise<void> {
  const root = process.cwd();
  const { loadConfiguration } = await import('../pipeline/configuration/index.ts');
  const configuration = loadConfiguration('config');
  const [{ openBootstrapWorld }, { planBootstrap, applyBootstrap }, output, { interruptSignal }, { progress }] =
    await Promise.all([
      import('./bootstrapWorld.ts'),
      import('../pipeline/bootstrap/index.ts'),
      import('./output/bootstrap.ts'),
      import('./interrupt.ts'),
      import('./progress.ts'),
    ]);
  const interrupt = interruptSignal(() => progress(null, 'interrupted: waiting for work in flight to end'));
  const world = await openBootstrapWorld(root, configuration, options);
  const plan = await planBootstrap(world, { adopt, interrupt });
  output.printBootstrapPlan(plan.accounts);
  if (!output.nothingToDo(plan.accounts) && !yes && !(await agrees('Apply this?'))) {
    process.exitCode = exitCodes.failed;
    return;
  }
  const result = await applyBootstrap(world, plan, configuration.files, { interrupt });
  if (!output.printBootstrapResult(result)) process.exitCode = exitCodes.failed;
}

/** Without a terminal nobody agrees. */
async function agrees(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.log('nothing was changed: there is no terminal to ask at (--yes applies)');
    return false;
  }
  const { createInterface } = await import('node:readline/promises');
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await prompt.question(`${question} [y/N] `)).trim());
  } finally {
    prompt.close();
  }
}

await runCommand(program);
