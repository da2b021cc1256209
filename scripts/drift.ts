import { command, runCommand } from './command.ts';
import { withSandboxOption } from './workplace.ts';

interface Options {
  readonly sandbox?: boolean;
  readonly observations?: readonly string[];
  readonly out: string;
  readonly baseline?: string;
  readonly target?: string;
  readonly also?: readonly string[];
}

const program = withSandboxOption(
  command('drift', 'Look for drift in the two highest environments and compare them (default: staging with prod).'),
)
  .option('--observations <files...>', 'observations made elsewhere; environments without one are observed now')
  .option('--out <dir>', 'folder for report.json, report.md and report.html', 'reports')
  .option('--baseline <environment>', 'what the target should be like (default: the environment below the highest)')
  .option('--target <environment>', 'what is judged (default: the highest)')
  .option(
    '--also <names...>',
    'more to look at for drift of its own: environments, or bootstrap: identities and state bucket',
  )
  .addHelpText(
    'after',
    '\nExamples:\n  npm run drift\n  npm run drift -- --also bootstrap\n  npm run drift -- --observations staging.json prod.json --out reports',
  )
  .action(run);

async function run(options: Options): Promise<void> {
  const { checkAndReport } = await import('./output/driftReport.ts');
  process.exitCode = await checkAndReport(options);
}

await runCommand(program);
