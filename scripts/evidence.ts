import { command, exitCodes, runCommand } from './command.ts';
import { spanOf, withSpanOptions, type SpanOptions } from './span.ts';
import { openWorkplace, withSandboxOption } from './workplace.ts';

interface Options extends SpanOptions {
  readonly sandbox?: boolean;
  readonly environment?: string;
  readonly out?: string;
  readonly json?: boolean;
}

const day = 24 * 60 * 60_000;

const program = withSpanOptions(
  withSandboxOption(
    command(
      'evidence',
      'Export the evidence of every change: why, what, who wrote, who approved, tests, plan, result, way back.',
    ),
  ),
)
  .option('--environment <name>', 'only this environment')
  .option('--json', 'print JSON instead of a list')
  .option('--out <file>', 'write the JSON to a file as well')
  .addHelpText(
    'after',
    '\nExit code 3 when something is missing that an auditor would ask for; the list says what.\n\nExample:\n  npm run evidence -- --from 2026-07-01 --to 2026-09-30 --out evidence.json',
  )
  .action(run);

async function run(options: Options): Promise<void> {
  const {
    configuration,
    surroundings,
    named,
    now: clock,
  } = await openWorkplace({
    ...options,
    named: options.environment === undefined ? [] : [options.environment],
  });
  if (options.out !== undefined) await (await import('./output/outputPath.ts')).prepareFile('--out', options.out);
  const [{ exportEvidence }, { printEvidence }] = await Promise.all([
    import('../pipeline/release/evidenceExport.ts'),
    import('./output/evidence.ts'),
  ]);
  const now = clock();
  // Who wrote a change may have had a clock that is ahead of this one.
  const span = spanOf(program, options, now, new Date(now.getTime() + day));
  const environments = named.length === 0 ? configuration.environments : named;
  const exported = await exportEvidence(surroundings, environments, span);
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
