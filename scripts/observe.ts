import type { Settings } from '../infra/settings.ts';
import type { ObserveBootstrapRequest } from '../pipeline/observeBootstrap.ts';
import type { Observation } from '../pipeline/snapshot/observation.ts';
import { command, exitCodes, runCommand } from './command.ts';
import { openWorkplace, withSandboxOption } from './workplace.ts';

interface Options {
  readonly sandbox?: boolean;
  readonly out: string;
}

const program = withSandboxOption(
  command('observe', 'Look at one environment (program, state, account) and write what was seen to a file.'),
)
  .argument('<environment>', 'environment to observe, or bootstrap-ENVIRONMENT: what bootstrap made in its account')
  .requiredOption('--out <file>', 'where to write the observation')
  .addHelpText(
    'after',
    '\nExit code 3 when something could not be observed; the file then says what and why.\n\nExample:\n  npm run observe -- prod --out prod.json\n  npm run observe -- bootstrap-prod --out bootstrap-prod.json',
  )
  .action(run);

async function run(name: string, { sandbox = false, out }: Options): Promise<void> {
  const environment = environmentOf(name);
  const workplace = await openWorkplace({ sandbox, named: [environment] });
  await (await import('./output/outputPath.ts')).prepareFile('--out', out);
  const [{ writeObservation }, { progress }] = await Promise.all([
    import('../pipeline/snapshot/observationFile.ts'),
    import('./progress.ts'),
  ]);
  const { root, configuration, named, surroundings, now } = workplace;
  const request = { root, configuration, environment, surroundings, progress, now };
  const observation = await (environment === name
    ? ofEnvironment({ ...request, settings: named[0] })
    : ofBootstrap(request));
  await writeObservation(out, observation);
  for (const cause of observation.causes) console.error(`not observed: ${cause}`);
  console.log(`${out}: ${observation.resources.length} resources of ${name}, ${observation.completeness}`);
  process.exitCode = observation.completeness === 'complete' ? exitCodes.done : exitCodes.unknown;
}

const environmentOf = (name: string): string => name.replace(/^bootstrap-(?=.)/, '');

type Request = ObserveBootstrapRequest & { readonly root: string };

async function ofEnvironment(request: Request & { readonly settings: Settings }): Promise<Observation> {
  const { observeEnvironment } = await import('../pipeline/observeEnvironment.ts');
  return observeEnvironment(request);
}

async function ofBootstrap(request: Request): Promise<Observation> {
  const { observeBootstrap } = await import('../pipeline/observeBootstrap.ts');
  return observeBootstrap(request);
}

await runCommand(program);
