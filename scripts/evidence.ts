import { command, exitCodes, runCommand } from './command.ts';
import { openWorkplace, withSandboxOption } from './workplace.ts';

interface Options {
  readonly sandbox?: boolean;
  readonly from?: Date;
  readonly to?: Date;
  readonly environment?: string;
  readonly out?: string;
  readonly json?: boolean;
}

const day = 24 * 60 * 60_000;

const program = withSandboxOption(
  command(
    'evidence',
    'Export the evidence of every change: why, what, who wrote, who approved, tests, plan, result, way back.',
  ),
)
  .option('--from <date>', 'first day, ISO 8601 in UTC (default: 90 days ago)', dateOf)
  .option('--to <date>', 'last day, inclusive (default: today)', dateOf)
  .option('--environment <name>', 'only this environment')
  .option('--json', 'print JSON instead of a list')
  .option('--out <file>', 'write the JSON to a file as well')
  .addHelpText(
    'after',
    '\nExit code 3 when something is missing that an auditor would ask for; the list says what.\n\nExample:\n  npm run evidence -- --from 2026-07-01 --to 2026-09-30 --out evidence.json',
  )
  .action(run);

function dateOf(text: string): Date {
  const date = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(date.getTime())) {
    program.error(`error: expected a date such as 2026-09-30, got "${text}"`);
  }
  return date;
}

async function run(options: Options): Promise<void> {
  const {
    configuration,
    surroundings,
    now: clock,
  } = await openWorkplace({
    ...options,
    named: options.environment === undefined ? [] : [options.environment],
  });
  if (options.out !== undefined) await (await import('./output/outputPath.ts')).prepareFile('--out', options.out);
  const [{ requireEnvironment }, { exportEvidence }, { printEvidence }] = await Promise.all([
    import('../pipeline/configuration/index.ts'),
    import('../pipeline/release/evidenceExport.ts'),
    import('./output/evidence.ts'),
  ]);
  const now = clock();
  const from = options.from ?? new Date(now.getTime() - 90 * day);
  const to = options.to === undefined ? new Date(now.getTime() + day) : new Date(options.to.getTime() + day);
  if (from >= to) program.error('error: --from is after --to');
  const environments =
    options.environment === undefined
      ? configuration.environments
      : [requireEnvironment(configuration, options.environment)];
  const exported = await exportEvidence(surroundings, environments, { from, to });
  const json = `${JSON.stringify(exported, null, 2)}\n`;
  if (options.out !== undefined) {
    const { writeFile } = await import('node:fs/promises');
    await writeFile(options.out, json);
  }
  if (options.json === true) process.stdout.write(json);
  else printEvidence(exported);
  process.exitCode = exported.complete ? exitCodes.done : exitCodes.unknown;
}

await runCommand(program);
