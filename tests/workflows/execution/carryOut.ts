/** One story in a process of its own, because the engine must not run inside of the test's. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../workflowFiles.ts';
import type { Ran } from './stage.ts';
import type { StoryName } from './stories.ts';

export interface CarriedOut {
  /** Each event of the story, in order. */
  readonly ran: readonly Ran[];
  /** Departures from GitHub's description of its API. */
  readonly violations: readonly string[];
  /** The end of the log, for the message of a failed test. */
  readonly log: string;
}

export function carryOut(story: StoryName): Promise<CarriedOut> {
  const act = join(root, '.cache', 'act', 'bin', 'act');
  const script = join(import.meta.dirname, 'run.ts');
  const child = spawn(process.execPath, [script, act, story], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const collected = { out: '', log: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (collected.out += text));
  child.stderr
    .setEncoding('utf8')
    .on('data', (text: string) => (collected.log = `${collected.log}${text}`.slice(-20_000)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (collected.out === '') reject(new Error(`nothing was carried out (exit code ${code}):\n${collected.log}`));
      else resolve({ ...(JSON.parse(collected.out) as Omit<CarriedOut, 'log'>), log: collected.log });
    });
  });
}
