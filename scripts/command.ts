/** What every command of `scripts/` shares: usage, one place that prints errors, exit codes. */
import './compileCache.ts';
import { Command, CommanderError } from 'commander';
import { endOnSignals, wasInterrupted } from './interrupt.ts';
import { progressColours } from './output/colours.ts';
import { outliveReaders } from './output/lostReader.ts';

/** 0 done, in sync · 1 failed · 2 unexpected differences · 3 could not be determined · 64 bad usage or configuration. */
export const exitCodes = { done: 0, failed: 1, drifted: 2, unknown: 3, usage: 64 } as const;

const exitCodeHelp =
  '\nExit codes: 0 done or in sync, 1 failed, 2 unexpected differences, 3 could not be determined, 64 bad usage or\nconfiguration.';

/** A command with the project's conventions: `npm run NAME -- OPTIONS`, usage errors end with 64. */
export function command(name: string, description: string): Command {
  return new Command(`npm run ${name} --`)
    .description(description)
    .option('--verbose', 'print causes and stack traces of errors')
    .helpOption('--help', 'show this help')
    .showHelpAfterError('(--help shows the usage)')
    .addHelpText('after', exitCodeHelp)
    .exitOverride();
}

/** Parses `process.argv`, runs the action, and ends the process with its exit code. Errors are printed once, here. */
export async function runCommand(program: Command): Promise<never> {
  endOnSignals();
  const outputLost = outliveReaders();
  try {
    await program.parseAsync();
    const lost = outputLost();
    if (lost !== undefined) throw lost;
    return process.exit(process.exitCode ?? exitCodes.done);
  } catch (error) {
    return process.exit(report(error, program.opts().verbose === true));
  }
}

function report(error: unknown, verbose: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  const { message, advice, exitCode } = describe(error);
  process.stderr.write(`${progressColours.red(wasInterrupted() ? 'interrupted:' : 'error:')} ${message}\n`);
  if (advice !== undefined) process.stderr.write(`  ${advice}\n`);
  const [first, ...deeper] = causes(error);
  if (verbose) for (const each of [first, ...deeper, error]) writeStack(each);
  else if (first !== undefined) process.stderr.write(`  because: ${first.message}${deeper.length > 0 ? more : ''}\n`);
  return exitCode;
}

const more = ' (--verbose shows what is behind it)';

function writeStack(error: unknown): void {
  if (error instanceof Error) process.stderr.write(`${error.stack ?? error.message}\n`);
}

/** Nobody foresaw it, so that nobody could say what to do about it. */
const unforeseen = 'Nothing here expected this. Run it again with --verbose, which shows where it happened.';

/** Wherever it happens: releases are unpacked in `.cache`, stacks live in the temporary folder. */
const diskFull =
  'The disk is full. Free some space for this folder and for temporary files, then run the command again.';

function describe(error: unknown): { message: string; advice?: string; exitCode: number } {
  if (!(error instanceof Error)) return { message: String(error), exitCode: exitCodes.failed };
  const { advice, exitCode, code } = error as { advice?: unknown; exitCode?: unknown; code?: unknown };
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return { message: error.message, advice: diskFull, exitCode: exitCodes.usage };
  const unexpected = typeof exitCode !== 'number';
  return {
    message: error.message,
    ...(typeof advice === 'string' ? { advice } : unexpected ? { advice: unforeseen } : {}),
    exitCode: typeof exitCode === 'number' ? exitCode : exitCodes.failed,
  };
}

function* causes(error: unknown): Generator<Error> {
  let cause = error instanceof Error ? error.cause : undefined;
  for (let depth = 0; cause instanceof Error && depth < 5; depth++) {
    yield cause;
    cause = cause.cause;
  }
}
