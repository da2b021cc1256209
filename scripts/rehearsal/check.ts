/** One check of the rehearsal: what is claimed, and the code that finds out. */
import { progressColours } from '../output/colours.ts';
import { settle } from '../progress.ts';

export interface Check<Context> {
  readonly title: string;
  /** Folder of the report that it writes, below all reports. */
  readonly report?: string;
  /** Returns what was seen, in a few words; throws when the claim does not hold. */
  run(context: Context): Promise<string>;
}

export interface CheckResult {
  readonly title: string;
  /** As of the check; absent when it has none or did not run. */
  readonly report?: string;
  /** What was told while it ran. */
  readonly lines: readonly TranscriptLine[];
  readonly status: 'passed' | 'failed' | 'not run';
  readonly detail: string;
  readonly seconds: number;
}

/** What `Progress` was told. */
export interface TranscriptLine {
  readonly environment: string | null;
  readonly text: string;
}

/** The claim does not hold. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
}

/** Throws `CheckFailed` unless the claim holds. */
export function expect(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new CheckFailed(otherwise);
}

/** Runs checks in order. Each builds on the one before, so the first failure leaves the rest not run. */
export async function runChecks<Context>(
  checks: readonly Check<Context>[],
  context: Context,
  interrupt: AbortSignal,
  transcript: readonly TranscriptLine[],
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const stopped = interrupt.aborted || results.some(({ status }) => status === 'failed');
    const before = transcript.length;
    const result = stopped ? notRun(check) : await runCheck(check, context);
    results.push({ ...result, lines: transcript.slice(before) });
    if (!stopped) print(result);
  }
  return results;
}

type Outcome = Omit<CheckResult, 'lines'>;

const notRun = ({ title }: { readonly title: string }): Outcome => ({
  title,
  status: 'not run',
  detail: '',
  seconds: 0,
});

async function runCheck<Context>({ run, title, report }: Check<Context>, context: Context): Promise<Outcome> {
  process.stderr.write(`\n${progressColours.bold(title)}\n`);
  const started = performance.now();
  const named = { title, ...(report === undefined ? {} : { report }) };
  const seconds = () => (performance.now() - started) / 1000;
  try {
    return { ...named, status: 'passed', detail: await run(context), seconds: seconds() };
  } catch (error) {
    const { message, advice } = error as Error & { advice?: string };
    return {
      ...named,
      status: 'failed',
      detail: advice === undefined ? message : `${message}\n${advice}`,
      seconds: seconds(),
    };
  }
}

function print({ status, detail, seconds }: Outcome): void {
  settle();
  const mark = status === 'passed' ? progressColours.green('✓') : progressColours.red('✗');
  process.stderr.write(`${mark} ${detail} ${progressColours.dim(`(${seconds.toFixed(1)} s)`)}\n`);
}
