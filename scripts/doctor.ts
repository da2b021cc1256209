import { command, runCommand } from './command.ts';
import type { Check } from '../pipeline/doctor/check.ts';
import { openWorkplace, withSandboxOption } from './workplace.ts';

interface Options {
  readonly sandbox?: boolean;
  readonly json?: boolean;
  readonly deploy?: readonly string[];
  readonly limit: number;
}

const program = withSandboxOption(
  command(
    'doctor',
    'Look at everything that a first or a broken run needs; each check has a state, a reason and a fix.',
  ),
)
  .option('--deploy <environments...>', 'also check that this identity may deploy to these environments')
  .option('--limit <seconds>', 'how long one check may take before it counts as unknown', seconds, 20)
  .option('--json', 'print JSON')
  .addHelpText(
    'after',
    `
Nothing is changed. GitHub is asked with GITHUB_TOKEN or GH_TOKEN; without one, its settings are unknown.
A problem is a failure; it is 64 when the configuration is wrong.

Examples:
  npm run doctor -- --sandbox
  AWS_PROFILE=payments-hub GH_TOKEN="$(gh auth token)" npm run doctor -- --deploy dev
  npm run --silent doctor -- --json`,
  )
  .action(run);

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  return program.error(`error: --limit expects seconds above 0, got "${text}"`);
}

async function run(options: Options): Promise<void> {
  const { examine, exitCodeOf } = await import('../pipeline/doctor/check.ts');
  const results = await examine(await checksOf(options), { limitMilliseconds: options.limit * 1000 });
  if (options.json === true) console.log(JSON.stringify({ schemaVersion: 1, checks: results }, null, 2));
  else (await import('./output/doctor.ts')).printDoctor(results);
  process.exitCode = exitCodeOf(results);
}

async function checksOf(options: Options): Promise<readonly Check[]> {
  const root = process.cwd();
  const [{ machineAt }, { machineChecks }, { configurationChecks, readConfiguration }] = await Promise.all([
    import('./doctorMachine.ts'),
    import('../pipeline/doctor/machine.ts'),
    import('../pipeline/doctor/configuration.ts'),
  ]);
  const first = [...machineChecks(machineAt(root)), ...configurationChecks(root)];
  const { environments } = readConfiguration(root) ?? {};
  // What follows from the configuration cannot even be asked without a valid one.
  return environments === undefined ? first : [...first, ...(await checksBeyond(root, options))];
}

async function checksBeyond(root: string, options: Options): Promise<readonly Check[]> {
  const [{ configuration, surroundings, named: chosen }, { accountChecks }, { stateChecks }, { githubChecks }, github] =
    await Promise.all([
      openWorkplace({ ...options, named: options.deploy ?? [], anyIdentity: true }),
      import('../pipeline/doctor/account.ts'),
      import('../pipeline/doctor/state.ts'),
      import('../pipeline/doctor/github.ts'),
      options.sandbox === true ? null : connection(root),
    ]);
  const named = chosen.map(({ environment }) => environment);
  const all = configuration.environments.map(({ environment }) => environment);
  const deploysTo = options.sandbox === true && named.length === 0 ? all : named;
  return [
    ...accountChecks({ configuration, surroundings, deploysTo }),
    ...stateChecks(configuration, surroundings),
    ...githubChecks(configuration, github),
  ];
}

async function connection(root: string) {
  const token = process.env['GITHUB_TOKEN'] ?? process.env['GH_TOKEN'] ?? '';
  if (token === '') {
    return {
      unavailable: 'no token to ask GitHub with',
      fix: 'Set GH_TOKEN, for instance to the output of gh auth token.',
    };
  }
  const { repositoryOf } = await import('./doctorMachine.ts');
  const repository = await repositoryOf(root, process.env);
  if (repository === null) {
    return {
      unavailable: 'the repository is not known',
      fix: 'Set GITHUB_REPOSITORY to OWNER/NAME, or add the remote origin.',
    };
  }
  const [{ connect }, { deployments }, { repositorySettings }] = await Promise.all([
    import('../pipeline/publish/transport.ts'),
    import('../pipeline/publish/deployments.ts'),
    import('../pipeline/publish/repositorySettings.ts'),
  ]);
  const send = await connect({ token, baseUrl: process.env['GITHUB_API_URL'] ?? 'https://api.github.com' });
  return {
    protection: deployments(send, repository).protection,
    settings: repositorySettings(send, repository),
    now: () => new Date(),
  };
}

await runCommand(program);
