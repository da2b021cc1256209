/** How commands show what they do: plain lines that also read well in a log, and on a terminal a live row below them. */
import { isatty } from 'node:tty';
import type { Progress } from '../pipeline/progress.ts';
import { progressColours } from './output/colours.ts';
import { liveRows, type LiveRows, type Row } from './output/liveRows.ts';

const started = performance.now();

/** Where nothing can be redrawn, a wait is told of again after this time, then after twice of it, and so on. */
const reminderMilliseconds = { first: 5000, longest: 60_000 };

const tints = [
  progressColours.cyan,
  progressColours.magenta,
  progressColours.yellow,
  progressColours.blue,
  progressColours.green,
];
const tintOf = new Map<string, (text: string) => string>();

/** What is waited for, by environment. */
const waits = new Map<string | null, Row>();
/** What goes on in the background, below all of it. */
let background: Row | null = null;
let live: LiveRows | undefined;
let reminder: NodeJS.Timeout | undefined;
let patience = reminderMilliseconds.first;

const { CI, TERM } = process.env;
const canRedraw = process.stderr.isTTY && CI === undefined && TERM !== 'dumb';

/** Lines on standard error, so that standard output stays for results. */
export const progress: Progress = (environment, line, kind) => {
  if (!canRedraw || kind !== 'detail') print(environment, line);
  follow(environment, line, kind);
  patience = reminderMilliseconds.first;
  show();
};

let speaker: string | null = null;

/** For work on one environment after the other: once the next one speaks, nothing of the last is waited for. */
export const inTurn: Progress = (environment, line, kind) => {
  if (environment !== null && environment !== speaker) {
    settle();
    speaker = environment;
  }
  progress(environment, line, kind);
};

/** Nothing is waited for any more, whatever was said before: results or a question follow. */
export function settle(): void {
  waits.clear();
  show();
}

/** Shows on a terminal, and there alone, how something goes on beside all that is waited for; null when it has ended. */
export function beside(name: string, text: string | null): void {
  const since = background?.since ?? performance.now();
  background = text === null ? null : { label: label(name, String), text, steps: 0, since };
  if (canRedraw) show();
}

function follow(environment: string | null, line: string, kind: 'detail' | 'ended' | undefined): void {
  const row = waits.get(environment);
  if (kind === 'ended') waits.delete(environment);
  else if (kind === 'detail' && row) waits.set(environment, { ...row, detail: line, steps: row.steps + 1 });
  else if (/^\w+ing\b/.test(line))
    waits.set(environment, { label: label(environment, String), text: line, steps: 0, since: performance.now() });
}

function show(): void {
  if (canRedraw) {
    const screens = [process.stderr, ...(isatty(1) ? [process.stdout] : [])];
    live ??= liveRows(process.stderr, screens, progressColours.dim);
    live.show([...waits.values(), ...(background === null ? [] : [background])]);
    return;
  }
  clearTimeout(reminder);
  if (waits.size > 0) reminder = setTimeout(remind, patience).unref();
}

function remind(): void {
  for (const [environment, { text, since }] of waits) {
    print(environment, `still ${text} (${((performance.now() - since) / 1000).toFixed(0)} s)`);
  }
  patience = Math.min(2 * patience, reminderMilliseconds.longest);
  show();
}

function print(environment: string | null, line: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  process.stderr.write(`${progressColours.dim(`${seconds}s`)} ${label(environment, tintFor(environment))}${line}\n`);
}

const label = (environment: string | null, tint: (text: string) => string): string =>
  environment === null ? '' : tint(`${environment.padEnd(8)} `);

function tintFor(environment: string | null): (text: string) => string {
  if (environment === null) return String;
  const tint = tintOf.get(environment) ?? tints[tintOf.size % tints.length] ?? String;
  tintOf.set(environment, tint);
  return tint;
}
