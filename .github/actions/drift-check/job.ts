import { randomUUID } from 'node:crypto';
import { endGroup, error, info, notice, setOutput, startGroup, summary, warning } from '@actions/core';
import { summaryLimitBytes } from '../../../pipeline/publish/limits.ts';
import type { Job } from './run.ts';

const levels = { error, warning, notice };

/** The job as `@actions/core` shows it. */
export const job: Job = {
  async group(title, work) {
    startGroup(title);
    try {
      return await withoutCommands(work);
    } finally {
      endGroup();
    }
  },
  info,
  annotate: ({ level, title, message }) => levels[level](message, { title }),
  output: setOutput,
  async summary(render) {
    // A character takes at most three bytes of UTF-8 per UTF-16 unit, so a third of the bytes always fits.
    await summary.addRaw(render(Math.floor(summaryLimitBytes / 3)), true).write();
  },
};

/** What the program prints may quote names from the accounts: none of them shall work as a workflow command. */
async function withoutCommands<T>(work: () => Promise<T>): Promise<T> {
  const token = randomUUID();
  process.stdout.write(`::stop-commands::${token}\n`);
  try {
    return await work();
  } finally {
    process.stdout.write(`::${token}::\n`);
  }
}
