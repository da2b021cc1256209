import { command, runCommand } from './command.ts';
import { openWorkplace, withSandboxOption } from './workplace.ts';

interface Options {
  readonly sandbox?: boolean;
  readonly json?: boolean;
}

const program = withSandboxOption(
  command('releases', 'List what runs where, since when, verified or not, and what waits; then the stored releases.'),
)
  .option('--json', 'print JSON')
  .action(run);

async function run({ sandbox = false, json = false }: Options): Promise<void> {
  const { configuration, surroundings } = await openWorkplace({ sandbox });
  const { releaseOverview } = await import('../pipeline/release/overview.ts');
  const overview = await releaseOverview(configuration, surroundings);
  if (json) {
    console.log(JSON.stringify(overview, null, 2));
    return;
  }
  const { printOverview } = await import('./output/releases.ts');
  printOverview(overview);
}

await runCommand(program);
