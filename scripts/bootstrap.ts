/** `npm run bootstrap`: makes three AWS accounts and a repository ready for the pipeline. */
import type { BootstrapWorld } from '../pipeline/bootstrap/world.ts';
import type { Configuration } from '../pipeline/configuration/index.ts';
import { connectGithub, withIds } from './bootstrapConnection.ts';
import type { WorldOptions } from './bootstrapWorld.ts';
import { command, exitCodes, runCommand } from './command.ts';
import { interruptSignal } from './interrupt.ts';
import { withSandboxOption } from './workplace.ts';

interface Options extends WorldOptions {
  readonly yes?: boolean;
  readonly adopt?: boolean;
  readonly destroy?: boolean;
  readonly calls?: string;
  readonly profiles?: boolean;
  readonly github?: boolean;
  readonly reviewers: readonly string[];
}

const program = withSandboxOption(
  command(
    'bootstrap',
    'Create identities, state bucket and empty stacks in the accounts of config/, as their administrator.',
  ),
)
  .option('--yes', 'apply without asking')
  .option('--profile <environment=profile...>', "administrator's AWS profiles (default payments-ENVIRONMENT-admin)", [])
  .option('--profiles', 'only print profiles for ~/.aws/config; needs no account')
  .option(
    '--repository <owner/name>',
    'the repository whose workflows may enter (default: as before, at first the remote origin)',
  )
  .option(
    '--repository-ids <owner-id/repository-id>',
    'its numbers, which no other repository ever gets; "none": by name alone',
  )
  .option('--adopt', 'take over roles, OIDC provider or bucket that bootstrap did not make')
  .option('--github', 'set variables, environments and branch protection in GitHub, with GITHUB_TOKEN')
  .option('--reviewers <name...>', 'who may approve: LOGIN or ORGANISATION/TEAM (with --github)', [])
  .option('--coverage', 'only say who needs each permission of each role; changes nothing')
  .option('--calls <file>', 'calls that a sandbox recorded (PAYMENTS_CALL_LOG), for --coverage')
  .option('--destroy', 'take roles and identity provider away again; refuses while stacks exist')
  .addHelpText(
    'after',
    '\nIt shows what it would change and asks. Run it again at any time: it changes only what differs.' +
      '\n\nExample:\n  npm run bootstrap -- --profile dev=dev-admin staging=staging-admin prod=prod-admin',
  )
  .action(run);

async function run(options: Options): Promise<void> {
  const { loadConfiguration } = await import('../pipeline/configuration/index.ts');
  const configuration = loadConfiguration('config');
  if (options.profiles === true) return showProfiles(configuration);
  const { openBootstrapWorld } = await import('./bootstrapWorld.ts');
  const { githubInstructions, prepareGithub, requireReviewers, setUpGithub } = await import('./bootstrapGithub.ts');
  if (options.github === true) requireReviewers(configuration, options.reviewers);
  const github = options.github === true ? await connectGithub(options) : undefined;
  const world = await openBootstrapWorld(process.cwd(), configuration, await withIds(options, github));
  if (options.coverage === true) return showCoverage(world, options);
  if (options.destroy === true) return destroy(world, options);
  const prepared = github === undefined ? undefined : await prepareGithub(configuration, github, options.reviewers);
  if (!(await apply(world, configuration, options, prepared?.overwrites ?? []))) return;
  const { repository } = world.landscape;
  await showProfiles(configuration);
  const lines =
    prepared === undefined
      ? githubInstructions(configuration, repository)
      : await setUpGithub(configuration, repository, prepared);
  console.log(lines.join('\n'));
}

async function showProfiles({ environments }: Configuration): Promise<void> {
  const { laptopProfiles } = await import('../pipeline/bootstrap/laptop.ts');
  console.log(`\nProfiles for ~/.aws/config:\n\n${laptopProfiles({ environments })}\n`);
}

/** @param overwrites what else a yes would overwrite, in GitHub */
async function apply(
  world: BootstrapWorld,
  configuration: Configuration,
  options: Options,
  overwrites: readonly string[],
): Promise<boolean> {
  const [{ planBootstrap, applyBootstrap }, { nothingToDo, printBootstrapPlan, printBootstrapResult }] =
    await Promise.all([import('../pipeline/bootstrap/index.ts'), import('./output/bootstrap.ts')]);
  const interrupt = interruptSignal(() => world.progress(null, 'interrupted: waiting for work in flight to end'));
  const plan = await planBootstrap(world, { adopt: options.adopt === true, interrupt });
  printBootstrapPlan(plan.accounts, world.landscape.repository);
  for (const line of overwrites) console.log(`GitHub would lose: ${line}`);
  if (!(nothingToDo(plan.accounts) && overwrites.length === 0) && !(await agreed('Apply this?', options))) return false;
  const result = await applyBootstrap(world, plan, configuration.files, { interrupt });
  if (printBootstrapResult(result)) return true;
  process.exitCode = exitCodes.failed;
  return false;
}

async function showCoverage({ landscape }: BootstrapWorld, { calls }: Options): Promise<void> {
  const [{ coverage, unexplained }, { printCoverage }, { readCalls }] = await Promise.all([
    import('../pipeline/bootstrap/coverage.ts'),
    import('./output/coverage.ts'),
    import('./recordedCalls.ts'),
  ]);
  const rows = coverage(landscape, calls === undefined ? [] : readCalls(calls));
  printCoverage(rows);
  const nobody = unexplained(rows);
  console.log(`${nobody.length} permissions that nobody needs`);
  if (nobody.length > 0) process.exitCode = exitCodes.drifted;
}

async function destroy(world: BootstrapWorld, options: Options): Promise<void> {
  const { planDestroy, destroyBootstrap } = await import('../pipeline/bootstrap/destroy.ts');
  const doomed = await planDestroy(world);
  for (const { environment, resources } of doomed) {
    console.log(`${environment}: ${resources.length} to delete`);
    for (const resource of resources) console.log(`  - ${resource}`);
  }
  if (!(await agreed('Delete these?', options))) return;
  console.log(`what stays: ${await destroyBootstrap(world, doomed)} (docs/security.md, "Decommissioning")`);
}

async function agreed(question: string, { yes = false }: Options): Promise<boolean> {
  if (yes || (await agrees(question))) return true;
  process.exitCode = exitCodes.failed;
  return false;
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
