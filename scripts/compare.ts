import { command, runCommand } from './command.ts';
import { withSandboxOption } from './workplace.ts';

interface Options {
  readonly sandbox?: boolean;
  readonly out: string;
}

const program = withSandboxOption(
  command('compare', 'Compare any two environments, or two observation files, by the rules of config/parity.yaml.'),
)
  .argument('<baseline>', 'environment or observation file that the other should be like')
  .argument('<target>', 'environment or observation file that is judged')
  .option('--out <dir>', 'folder for report.json, report.md and report.html', 'reports')
  .addHelpText('after', '\nExamples:\n  npm run compare -- dev staging\n  npm run compare -- staging.json prod.json')
  .action(run);

async function run(baseline: string, target: string, options: Options): Promise<void> {
  const { checkAndReport, sidesOf } = await import('./output/driftReport.ts');
  process.exitCode = await checkAndReport({ ...options, ...(await sidesOf(baseline, target)) });
}

await runCommand(program);
