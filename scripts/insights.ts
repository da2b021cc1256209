import { command, exitCodes, runCommand } from './command.ts';
import { spanOf, withSpanOptions, type SpanOptions } from './span.ts';
import { openWorkplace, withSandboxOption, type Workplace } from './workplace.ts';

interface Options extends SpanOptions {
  readonly sandbox?: boolean;
  readonly reports?: string;
  readonly json?: boolean;
  readonly html?: string;
}

const program = withSpanOptions(
  withSandboxOption(
    command(
      'insights',
      'How the pipeline does: lead time, deployments, failures, restoring, drift found and resolved, age of waivers.',
    ),
  ),
)
  .option('--reports <folder>', 'folder with the reports of drift checks (report.json, at any depth)')
  .option('--json', 'print JSON')
  .option('--html <file>', 'write a page as well')
  .addHelpText(
    'after',
    `
What was never measured is "no data", never zero. Exit code 3 when a report could not be read.

Examples:
  npm run insights -- --reports reports/nightly --html insights.html
  npm run --silent insights -- --from 2026-07-01 --to 2026-09-30 --json`,
  )
  .action(run);

async function run(options: Options): Promise<void> {
  const workplace = await openWorkplace(options);
  if (options.html !== undefined) await (await import('./output/outputPath.ts')).prepareFile('--html', options.html);
  const insights = await measure(workplace, options);
  if (options.html !== undefined) {
    const [{ insightsPage }, { writeFile }] = await Promise.all([
      import('./output/insightsHtml.ts'),
      import('node:fs/promises'),
    ]);
    await writeFile(options.html, insightsPage(insights));
  }
  if (options.json === true) console.log(JSON.stringify(insights, null, 2));
  else (await import('./output/insights.ts')).printInsights(insights);
  process.exitCode = insights.unreadable.length === 0 ? exitCodes.done : exitCodes.unknown;
}

async function measure({ root, configuration, surroundings, now: clock }: Workplace, options: Options) {
  const [{ join }, { loadParityRules }, { insightsOf }, { readReports }, { openStore }] = await Promise.all([
    import('node:path'),
    import('../pipeline/configuration/parity.ts'),
    import('../pipeline/insights/insights.ts'),
    import('../pipeline/insights/reports.ts'),
    import('../pipeline/store/open.ts'),
  ]);
  const now = clock();
  return insightsOf({
    store: openStore(surroundings.stateBackend, await surroundings.credentials('observe')),
    environments: configuration.environments.map(({ environment }) => environment),
    rules: loadParityRules(join(root, 'config'), configuration),
    reports: options.reports === undefined ? null : await readReports(options.reports),
    span: spanOf(program, options, now),
    now,
  });
}

await runCommand(program);
