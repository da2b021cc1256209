import { command, exitCodes, runCommand } from './command.ts';
import { openWorkplace, withSandboxOption } from './workplace.ts';

interface Options {
  readonly sandbox?: boolean;
  readonly json?: string;
}

const program = withSandboxOption(command('preview', 'Show what the working tree would change in each environment.'))
  .argument('[environments...]', 'environments to preview (default: all, in promotion order)')
  .option('--json <file>', 'write the plans as JSON')
  .addHelpText('after', '\nExamples:\n  npm run preview\n  npm run preview -- staging prod --json plans.json')
  .action(run);

async function run(names: readonly string[], { sandbox = false, json }: Options): Promise<void> {
  const { root, configuration, named, surroundings, now } = await openWorkplace({ sandbox, named: names });
  if (json !== undefined) await (await import('./output/outputPath.ts')).prepareFile('--json', json);
  const environments = named.length === 0 ? configuration.environments : named;
  const { previewEnvironments } = await import('../pipeline/previewEnvironments.ts');
  const { progress } = await import('./progress.ts');
  const results = await previewEnvironments({
    root,
    configuration,
    environments,
    surroundings,
    progress,
    now,
  });
  if (json !== undefined) {
    const { writeFile } = await import('node:fs/promises');
    await writeFile(json, `${JSON.stringify(results, null, 2)}\n`);
  }
  const { printPreviews } = await import('./output/previews.ts');
  process.exitCode = printPreviews(results) ? exitCodes.done : exitCodes.failed;
}

await runCommand(program);
