import { command, exitCodes, runCommand } from './command.ts';

const program = command('bench', 'Measure what this project promises, each figure beside its limit.')
  .argument('[groups...]', 'groups to run (default: all), for instance: pipeline comparison')
  .option('--json <file>', 'write the figures as JSON, with the machine they were measured on')
  .option('--markdown <file>', 'write the figures as a page')
  .addHelpText(
    'after',
    '\nRatios, sizes and counts decide; absolute times are indications of this machine.\nIt fails when a limit was exceeded.\n\nExamples:\n  npm run bench -- comparison\n  npm run bench -- --json bench.json --markdown docs/benchmarks.md',
  )
  .action(async (groups: string[], options: { json?: string; markdown?: string }) => {
    const { bench } = await import('../tests/bench/bench.ts');
    process.exitCode = (await bench(groups, options)) ? exitCodes.done : exitCodes.failed;
  });

await runCommand(program);
