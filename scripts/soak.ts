import { InvalidArgumentError } from 'commander';
import { command, exitCodes, runCommand } from './command.ts';

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('expected a whole number, 0 or more');
  return value;
};

const program = command(
  'soak',
  'The long proofs: random histories, kills and faults, seeded, bounded in time, and resumable.',
)
  .argument('[proofs...]', 'proofs to run (default: all)')
  .option('--minutes <n>', 'stop after this time; the next run goes on from there', whole, 60)
  .option('--seed <n>', 'seed of an earlier run, to repeat it', whole)
  .option('--fresh', 'start all counts from zero')
  .addHelpText(
    'after',
    '\nCounts are kept in .cache/soak.json. Exit code 1 when a proof failed; its seed is printed.\n\nExamples:\n  npm run soak -- --minutes 10\n  npm run soak -- publish --seed 42',
  )
  .action(async (proofs: string[], options: { minutes: number; seed?: number; fresh?: boolean }) => {
    const { soak } = await import('../tests/soak/soak.ts');
    process.exitCode = (await soak({ proofs, ...options })) ? exitCodes.done : exitCodes.failed;
  });

await runCommand(program);
