import { command, exitCodes, runCommand } from './command.ts';
import { openWorkplace, withSandboxOption } from './workplace.ts';

interface Options {
  readonly sandbox?: boolean;
  readonly out: string;
}

const program = withSandboxOption(
  command('observe', 'Look at one environment (program, state, account) and write what was seen to a file.'),
)
  .argument('<environment>', 'environment to observe')
  .requiredOption('--out <file>', 'where to write the observation')
  .addHelpText(
    'after',
    '\nExit code 3 when something could not be observed; the file then says what and why.\n\nExample:\n  npm run observe -- prod --out prod.json',
  )
  .action(run);

async function run(name: string, { sandbox = false, out }: Options): Promise<void> {
  const { root, configuration, surroundings, now } = await openWorkplace({ sandbox, named: [name] });
  await (await import('./output/outputPath.ts')).prepareFile('--out', out);
  const { requireEnvironment } = await import('../pipeline/configuration/index.ts');
  const settings = requireEnvironment(configuration, name);
  const [{ observeEnvironment }, { writeObservation }, { progress }] = await Promise.all([
    import('../pipeline/observeEnvironment.ts'),
    import('../pipeline/snapshot/observationFile.ts'),
    import('./progress.ts'),
  ]);
  const observation = await observeEnvironment({
    root,
    configuration,
    settings,
    surroundings,
    progress,
    now,
  });
  await writeObservation(out, observation);
  for (const cause of observation.causes) console.error(`not observed: ${cause}`);
  console.log(`${out}: ${observation.resources.length} resources of ${name}, ${observation.completeness}`);
  process.exitCode = observation.completeness === 'complete' ? exitCodes.done : exitCodes.unknown;
}

await runCommand(program);
