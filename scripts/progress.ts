/** How commands show what they do: plain lines, with the environment in front, that also read well in a log. */
import type { Progress } from '../pipeline/progress.ts';
import { progressColours } from './output/colours.ts';

const started = performance.now();

const tints = [
  progressColours.cyan,
  progressColours.magenta,
  progressColours.yellow,
  progressColours.blue,
  progressColours.green,
];
const tintOf = new Map<string, (text: string) => string>();

/** Lines on standard error, so that standard output stays for results. */
export const progress: Progress = (environment, line) => {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  process.stderr.write(`${progressColours.dim(`${seconds}s`)} ${label(environment)}${line}\n`);
};

function label(environment: string | null): string {
  if (environment === null) return '';
  const tint = tintOf.get(environment) ?? tints[tintOf.size % tints.length] ?? String;
  tintOf.set(environment, tint);
  return tint(environment.padEnd(9));
}
