/** One check of the rehearsal: what is claimed, and the code that finds out. */
import { progressColours } from '../output/colours.ts';
import { settle } from '../progress.ts';

export interface Check<Context> {
  readonly title: string;
  /** Returns what was seen, in a few words; throws when the claim does not hold. */
  run(context: Context): Promise<string>;
}

export interface CheckResult {
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'not run';
  readonly detail: string;
  readonly seconds: number;
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
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const stopped = interrupt.aborted || results.some(({ status }) => status === 'failed');
    const result = stopped ? notRun(check) : await runCheck(check, context);
    results.push(result);
    if (!stopped) print(result);
  }
  return results;
}

const notRun = ({ title }: { readonly title: string }): CheckResult => ({
  title,
  status: 'not run',
  detail: '',
  seconds: 0,
});

async function runCheck<Context>({ title, run }: Check<Context>, context: Context): Promise<CheckResult> {
  process.stderr.write(`\n${progressColours.bold(title)}\n`);
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  try {
    return { title, status: 'passed', detail: await run(context), seconds: seconds() };
  } catch (error) {
    const { message, advice } = error as Error & { advice?: string };
    return {
      title,
      status: 'failed',
      detail: advice === undefined ? message : `${message}\n${advice}`,
      seconds: seconds(),
    };
  }
}

function print({ status, detail, seconds }: CheckResult): void {
  settle();
  const mark = status === 'passed' ? progressColours.green('✓') : progressColours.red('✗');
  process.stderr.write(`${mark} ${detail} ${progressColours.dim(`(${seconds.toFixed(1)} s)`)}\n`);
}
