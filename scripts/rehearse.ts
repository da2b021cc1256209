import { command, runCommand } from './command.ts';

const program = command(
  'rehearse',
  'Rehearse the whole path on this machine: preview, promotion, payments, changes behind the pipeline, drift check, repair.',
)
  .option('--keep', 'leave the sandbox running afterwards, for a look around')
  .option('--report <dir>', 'keep the reports in this folder')
  .addHelpText(
    'after',
    '\nNo cloud account and no network are used. Exit code 1 when any check failed.\n\nExamples:\n  npm run rehearse\n  npm run rehearse -- --keep --report reports/rehearsal',
  )
  .action(async (options: { keep?: boolean; report?: string }) => {
    const { rehearse } = await import('./rehearsal/rehearse.ts');
    process.exitCode = await rehearse({
      keep: options.keep === true,
      ...(options.report === undefined ? {} : { report: options.report }),
    });
  });

await runCommand(program);
