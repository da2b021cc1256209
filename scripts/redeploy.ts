import { InvalidArgumentError } from 'commander';
import { command, runCommand } from './command.ts';
import { openWorkplace, withSandboxOption } from './workplace.ts';

interface Options {
  readonly sandbox?: boolean;
  readonly reason: string;
  readonly dryRun?: boolean;
  readonly emergency?: boolean;
  readonly json?: boolean;
}

const program = withSandboxOption(
  command(
    'redeploy',
    'Deploy a stored release again, where it was verified before: the way back, and the way to revert drift.',
  ),
)
  .argument('<environment>', 'environment to deploy to')
  .argument('<release>', 'release id, or its first digits (npm run releases)', releaseId)
  .requiredOption('--reason <text>', 'why; recorded as evidence')
  .option('--dry-run', 'show the plan and what it would lose, and change nothing')
  .option('--emergency', 'recorded as one, and shown in every report until a normal promotion heals it')
  .option('--json', 'print the result as JSON')
  .addHelpText(
    'after',
    '\nThe account is refreshed first, so that the real state is what gets changed. A plan that would lose data is refused.\n\nExample:\n  npm run redeploy -- prod 0f3a9c1d2e4b --reason "errors since 10:40"',
  )
  .action(run);

/** So few digits that they could be anybody's, or none at all, choose nothing. */
function releaseId(text: string): string {
  if (/^[0-9a-f]{4,64}$/.test(text)) return text;
  throw new InvalidArgumentError('expected a release id, or at least its first four digits');
}

async function run(name: string, release: string, options: Options): Promise<void> {
  const workplace = await openWorkplace({ ...options, named: [name] });
  const [{ environment }] = workplace.named;
  const [{ releasing }, { redeploy }, { summarise, planLines }] = await Promise.all([
    import('./releasing.ts'),
    import('../pipeline/release/redeploy.ts'),
    import('../pipeline/release/planText.ts'),
  ]);
  const { context } = releasing(workplace, { wait: false });
  const { reason, dryRun = false, emergency = false, json = false } = options;
  const result = await redeploy(context, { environment, release, reason, dryRun, emergency });
  if (json) {
    const { plainChange } = await import('./output/promotion.ts');
    console.log(JSON.stringify({ environment, dryRun, ...result, changes: result.changes.map(plainChange) }, null, 2));
    return;
  }
  const verb = dryRun ? 'would get' : 'runs';
  console.log(`${environment} ${verb} release ${result.release.slice(0, 12)}: ${summarise(result.changes)}`);
  for (const line of planLines({ changes: result.changes, notes: [] })) console.log(`  ${line}`);
  const { colours } = await import('./output/colours.ts');
  for (const loss of result.losses) console.log(colours.red(`  data ${dryRun ? 'would be' : 'is'} lost: ${loss}`));
}

await runCommand(program);
