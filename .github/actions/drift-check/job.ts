import { randomUUID } from 'node:crypto';
import { summaryLimitBytes } from '../../../pipeline/publish/limits.ts';
import type { Job } from './run.ts';

type Annotate = (message: string, properties: { readonly title: string }) => void;

/** The part of `@actions/core` that is used here. */
export interface Runner {
  readonly error: Annotate;
  readonly warning: Annotate;
  readonly notice: Annotate;
  readonly info: (line: string) => void;
  readonly startGroup: (title: string) => void;
  readonly endGroup: () => void;
  readonly setOutput: (name: string, value: string) => void;
  readonly summary: { addRaw(text: string, addEndOfLine: boolean): { write(): Promise<unknown> } };
}

/** The job as the runner shows it; `print` writes one raw line to its log. */
export function jobOf(runner: Runner, print: (line: string) => void): Job {
  return {
    async group(title, work) {
      runner.startGroup(title);
      try {
        return await withoutCommands(print, work);
      } finally {
        runner.endGroup();
      }
    },
    info: runner.info,
    annotate: ({ level, title, message }) => runner[level](message, { title }),
    output: runner.setOutput,
    async summary(render) {
      await runner.summary.addRaw(render(summaryLimitBytes - 1), true).write();
    },
  };
}

/** What the program prints may quote names from the accounts: none of them shall work as a workflow command. */
async function withoutCommands<T>(print: (line: string) => void, work: () => Promise<T>): Promise<T> {
  const token = randomUUID();
  print(`::stop-commands::${token}`);
  try {
    return await work();
  } finally {
    print(`::${token}::`);
  }
}
